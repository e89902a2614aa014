using Detainees.Testing;

namespace Detainees.Storage.Tests;

/// <summary>A file system of a few megabytes in memory, which only root can mount.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Skips the test where this user may not mount; not a failure in CI either, which may run without the right.</summary>
    public static async Task<SmallDisk> MountAsync(string parent, CancellationToken cancel, int kilobytes = 2048)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can mount a small disk");
        var disk = new SmallDisk(Directory.CreateDirectory(System.IO.Path.Combine(parent, "disk")).FullName);
        var result = await OutsideTools.RunAsync("mount", ["-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", disk.Path], cancel);
        Assert.SkipUnless(result.ExitCode == 0, "a small disk cannot be mounted here");
        return disk;
    }

    public Task RemountAsync(string option, CancellationToken cancel) =>
        OutsideTools.RunAsync("mount", ["-o", $"remount,{option}", Path], cancel);

    public async ValueTask DisposeAsync() => await OutsideTools.RunAsync("umount", ["-l", Path], CancellationToken.None);
}
