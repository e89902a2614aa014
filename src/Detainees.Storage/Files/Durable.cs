using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Detainees.Storage.Files;

/// <summary>What is needed so that a new, renamed or removed file is so after a power cut as well.</summary>
internal static class Durable
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>Makes a new file that only this user can read; fails if there is one.</summary>
    public static FileStream Create(string path) => new(path, Options(FileMode.CreateNew, FileAccess.Write));

    public static FileStreamOptions Options(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode is FileMode.CreateNew or FileMode.OpenOrCreate) options.UnixCreateMode = OwnerOnly;
        return options;
    }

    /// <summary>Makes a folder that only this user can look into; missing parents get the usual rights.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerFolder);
    }

    /// <summary>Takes everybody else's rights away, also where an administrator made the folder.</summary>
    public static void MakePrivate(string folder)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, OwnerFolder);
    }

    /// <summary>Flushes a folder's list of names to the disk. Windows keeps that in its own journal.</summary>
    public static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(path, 0);
        if (descriptor < 0) throw Failed();
        try
        {
            if (Sync(descriptor) != 0) throw Failed();
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Overwrites a file, flushes it, removes it: what remains of a key on a plain disk is nothing.</summary>
    public static void Shred(string path)
    {
        using (var file = new FileStream(path, Options(FileMode.Open, FileAccess.Write)))
        {
            file.Write(new byte[file.Length]);
            file.Flush(flushToDisk: true);
        }

        File.Delete(path);
        SyncFolder(Path.GetDirectoryName(path) ?? path);
    }

    /// <summary>Whether this failure means that there is no room (ENOSPC, or EDQUOT on Linux).</summary>
    public static bool IsFull(IOException failure) => OperatingSystem.IsWindows()
        ? failure.HResult is unchecked((int)0x80070070) or unchecked((int)0x80070027)
        : failure.HResult is 28 or 122;

    private static IOException Failed()
    {
        var code = Marshal.GetLastPInvokeError();
        return new IOException(new Win32Exception(code).Message, code);
    }

    // LibraryImport would ask for unsafe code in the project, for three calls that marshal nothing but a path.
#pragma warning disable SYSLIB1054, CA2101
    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
#pragma warning restore SYSLIB1054, CA2101
}
