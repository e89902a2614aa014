using System.Security;
using Detainees.Storage.Files;

namespace Detainees.Bot.Tools;

/// <summary>Writes a tool's result: beside its place and renamed, so that half a file never looks like a whole one.</summary>
internal static class NewFile
{
    /// <summary>Writes the file.</summary>
    /// <returns>Null when it is there; otherwise a sentence that says why not.</returns>
    /// <param name="source">What the result was made from: it is never replaced, whatever links lead to it.</param>
    public static string? Write(string path, byte[] content, bool force, string source)
    {
        if (RealPath.Of(path) == RealPath.Of(source)) return $"{path} is the form itself, which is not overwritten.";
        string? partial = null;
        try
        {
            var full = Path.GetFullPath(path);
            if (Directory.Exists(full)) return $"{path} is a folder.";
            if (!force && File.Exists(full)) return Exists(path);
            partial = full + ".partial";
            using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, full, overwrite: force);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or SecurityException)
        {
            if (partial is not null && File.Exists(partial)) File.Delete(partial);
            return File.Exists(path) && !force ? Exists(path) : $"{path} cannot be written: no such folder, no right to write there, or the disk is full.";
        }
    }

    private static string Exists(string path) => $"{path} exists already; nothing is overwritten without --force.";
}
