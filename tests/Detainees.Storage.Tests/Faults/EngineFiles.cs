using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Detainees.Storage.Tests.Faults;

/// <summary>
/// Stands between the engine and the system for the files of watched folders (a "VFS shim", https://sqlite.org/vfs.html). All other
/// files are opened as ever. Writes, truncations, syncs and removals pass by a <see cref="FaultyDisk"/>; locks and shared memory do not.
/// </summary>
internal static unsafe class EngineFiles
{
    private static readonly ConcurrentDictionary<string, FaultyDisk> Disks = new();
    private static readonly ConcurrentDictionary<nint, (FaultyDisk Disk, string Path)> Open = new();
    private static readonly ConcurrentDictionary<nint, nint> Tables = new();
    private static Vfs* original;

    static EngineFiles()
    {
        Batteries_V2.Init();
        original = Find(null);
        var ours = (Vfs*)NativeMemory.Alloc((nuint)sizeof(Vfs));
        *ours = *original;
        ours->Name = (byte*)Marshal.StringToCoTaskMemUTF8("detainees-faults");
        ours->Next = null;
        ours->Open = &OnOpen;
        ours->Delete = &OnDelete;
        if (Register(ours, 1) != raw.SQLITE_OK) throw new InvalidOperationException("the engine takes no other way to its files");
    }

    public static void Watch(string folder, FaultyDisk disk) => Disks[folder] = disk;

    public static void Leave(string folder) => Disks.TryRemove(folder, out _);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpen(Vfs* vfs, byte* name, Methods** file, int flags, int* outFlags)
    {
        var code = original->Open(original, name, file, flags, outFlags);
        if (code != raw.SQLITE_OK || DiskOf(name, out var path) is not { } disk) return code;
        disk.Opened(path);
        Open[(nint)file] = (disk, path);
        // The system's own functions look at the rest of the file's structure only, never at this pointer.
        *file = (Methods*)Tables.GetOrAdd((nint)(*file), Ours);
        return code;
    }

    private static nint Ours(nint theirs)
    {
        var table = (Methods*)NativeMemory.Alloc((nuint)sizeof(Methods));
        *table = *(Methods*)theirs;
        table->Theirs = (Methods*)theirs;
        table->Close = &OnClose;
        table->Write = &OnWrite;
        table->Truncate = &OnTruncate;
        table->Sync = &OnSync;
        return (nint)table;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnClose(Methods** file)
    {
        Open.TryRemove((nint)file, out _);
        return (*file)->Theirs->Close(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWrite(Methods** file, byte* bytes, int count, long at)
    {
        var (disk, path) = Open[(nint)file];
        var code = disk.Operate(count, out var done);
        if (done == 0) return code;
        disk.Written(path, at, new ReadOnlySpan<byte>(bytes, done));
        var written = (*file)->Theirs->Write(file, bytes, done, at);
        return code == raw.SQLITE_OK ? written : code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTruncate(Methods** file, long size)
    {
        var (disk, path) = Open[(nint)file];
        if (disk.Operate(0, out _) is not raw.SQLITE_OK and var code) return code;
        disk.Truncated(path, size);
        return (*file)->Theirs->Truncate(file, size);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSync(Methods** file, int flags)
    {
        var (disk, path) = Open[(nint)file];
        if (disk.Operate(0, out _) is not raw.SQLITE_OK and var code) return code;
        disk.Synced(path);
        return raw.SQLITE_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDelete(Vfs* vfs, byte* name, int syncsFolder)
    {
        if (DiskOf(name, out var path) is { } disk)
        {
            if (disk.Operate(0, out _) is not raw.SQLITE_OK and var code) return code;
            disk.Removed(path);
        }

        return original->Delete(original, name, syncsFolder);
    }

    private static FaultyDisk? DiskOf(byte* name, out string path)
    {
        path = Marshal.PtrToStringUTF8((nint)name) ?? "";
        return path.Length == 0 ? null : Disks.GetValueOrDefault(System.IO.Path.GetDirectoryName(path) ?? "");
    }

    // LibraryImport would generate code for what are plain pointers.
#pragma warning disable SYSLIB1054, CA1838
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern Vfs* Find(byte* name);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int Register(Vfs* vfs, int makeDefault);
#pragma warning restore SYSLIB1054, CA1838

    /// <summary>struct sqlite3_vfs, https://sqlite.org/c3ref/vfs.html.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version, FileSize, MaxPath;
        public Vfs* Next;
        public byte* Name;
        public void* Data;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, Methods**, int, int*, int> Open;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int> Delete;
        private readonly nint access, fullPath, dlOpen, dlError, dlSym, dlClose, randomness, sleep, currentTime, lastError, currentTime64, setCall, getCall, nextCall;
    }

    /// <summary>struct sqlite3_io_methods, https://sqlite.org/c3ref/io_methods.html, and behind it the table that ours stands before.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Methods
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<Methods**, int> Close;
        private readonly nint read;
        public delegate* unmanaged[Cdecl]<Methods**, byte*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<Methods**, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<Methods**, int, int> Sync;
        private readonly nint fileSize, lockFile, unlock, checkLock, control, sectorSize, characteristics, shmMap, shmLock, shmBarrier, shmUnmap, fetch, unfetch;
        public Methods* Theirs;
    }
}
