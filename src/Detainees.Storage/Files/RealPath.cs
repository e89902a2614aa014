namespace Detainees.Storage.Files;

/// <summary>Where a path really leads, whatever links lie on the way.</summary>
public static class RealPath
{
    private const int MaxLinks = 40;

    public static string Of(string path) => Of(path, MaxLinks);

    // Links that lead in a circle are left unresolved: nothing can be opened through them anyway.
    private static string Of(string path, int linksLeft)
    {
        var full = Path.GetFullPath(path);
        var root = Path.GetPathRoot(full) ?? "";
        var real = root;
        foreach (var part in full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (new DirectoryInfo(real).LinkTarget is { } target && linksLeft > 0)
                real = Of(Path.Combine(Path.GetDirectoryName(real) ?? root, target), linksLeft - 1);
        }

        return real;
    }

    /// <summary>Whether one folder is the other or lies somewhere in it.</summary>
    public static bool IsWithin(string inner, string outer)
    {
        var comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        var (a, b) = (Of(inner), Of(outer));
        return a.Equals(b, comparison) || a.StartsWith(b.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, comparison);
    }
}
