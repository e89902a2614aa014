using Detainees.Testing;

namespace Detainees.Bot.Tests.Intake;

/// <summary>A file system of 48 megabytes of its own, which can be filled. Needs Linux and root; skipped, with a label, elsewhere.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Path => folder["disk"];

    public static async Task<SmallDisk> MountAsync(CancellationToken cancel)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "mounting a small disk needs root");
        var disk = new SmallDisk();
        Directory.CreateDirectory(disk.Path);
        var mounted = await OutsideTools.RunAsync("mount", ["-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.Path], cancel);
        if (mounted.ExitCode == 0) return disk;
        disk.folder.Dispose();
        Assert.Skip("this machine does not let a test mount a disk");
        return disk;
    }

    public void Fill()
    {
        using var file = File.Create(System.IO.Path.Combine(Path, "ballast"));
        var piece = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(piece);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full, as was wanted.
        }
    }

    public void Free() => File.Delete(System.IO.Path.Combine(Path, "ballast"));

    public void Dispose()
    {
        OutsideTools.RunAsync("umount", ["-l", Path], CancellationToken.None).GetAwaiter().GetResult();
        folder.Dispose();
    }
}
