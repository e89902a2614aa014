namespace Detainees.Bot.Intake;

/// <summary>Reads what a person named on a command line, which may be anything: a device without end, a pipe that nobody writes to.</summary>
internal static class BoundedFile
{
    /// <summary>
    /// Null when the file is larger. Empty, and never opened, when it has no length: so are empty files, and so are devices and
    /// pipes, whose opening could wait for ever. Faults are those of the file system.
    /// </summary>
    /// <param name="mostBytes">Never more is read, whatever the file grows to meanwhile.</param>
    public static byte[]? Read(string path, long mostBytes)
    {
        // The length of a link is that of its text.
        var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        var length = file.Length;
        if (length == 0) return [];
        if (length > mostBytes) return null;
        // On Windows, Excel keeps a workbook open for writing, and whoever reads it must allow that.
        using var content = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[length];
        var read = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>The same as text: UTF-8, or what its first bytes say.</summary>
    public static string? ReadText(string path, long mostBytes)
    {
        if (Read(path, mostBytes) is not { } bytes) return null;
        using var reader = new StreamReader(new MemoryStream(bytes, writable: false));
        return reader.ReadToEnd();
    }
}
