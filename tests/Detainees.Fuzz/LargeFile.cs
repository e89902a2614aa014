using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Detainees.Opening;
using Detainees.Sealing;

namespace Detainees.Fuzz;

/// <summary>One large file there and back: ours to another implementation, that one's to ours, neither held in memory.</summary>
internal static class LargeFile
{
    public static async Task<int> RunAsync(LargePeer peer, int megabytes, TextWriter screen, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("detainees-large");
        try
        {
            string At(string name) => Path.Combine(folder.FullName, name);
            using var identity = Identity.Create();
            await File.WriteAllTextAsync(At("key.txt"), IdentityFile.WritePlain([identity], DateTimeOffset.UnixEpoch), cancel);
            var expected = await WriteAsync(At("plain"), megabytes, cancel);
            screen.WriteLine($"highest memory before: {Highest()}");

            var watch = Stopwatch.StartNew();
            await using (var target = File.Create(At("ours.age")))
            await using (var source = File.OpenRead(At("plain")))
            await using (var sealing = Age.SealTo(target, [identity.Recipient], leaveOpen: true))
            {
                await source.CopyToAsync(sealing, cancel);
                await sealing.CompleteAsync(cancel);
            }

            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sealed {megabytes} MB in {watch.Elapsed.TotalSeconds:F2} s; highest memory {Highest()}"));
            watch.Restart();
            var opened = await peer.OpenAsync(At("key.txt"), At("ours.age"), At("theirs"), cancel);
            var openedIn = watch.Elapsed;
            opened = opened && await HashAsync(At("theirs"), cancel) == expected;
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{peer.Name} opens ours in {openedIn.TotalSeconds:F2} s: {(opened ? "the same bytes" : "NO")}"));
            watch.Restart();
            var made = await peer.SealAsync(identity.Recipient.ToString(), At("plain"), At("theirs.age"), cancel);
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{peer.Name} sealed in {watch.Elapsed.TotalSeconds:F2} s"));

            watch.Restart();
            StreamOpenResult result;
            await using (var source = File.OpenRead(At("theirs.age")))
            await using (var target = File.Create(At("ours.part")))
                result = await AgeOpening.OpenToAsync(source, target, [identity], cancel);
            var openedTheirs = watch.Elapsed;
            var same = made && result is StreamOpenResult.Opened && await HashAsync(At("ours.part"), cancel) == expected;
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"opened {peer.Name}'s in {openedTheirs.TotalSeconds:F2} s: {(same ? "the same bytes" : "NO")}; highest memory {Highest()}"));
            return opened && same ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> WriteAsync(string path, int megabytes, CancellationToken cancel)
    {
        await using (var file = File.Create(path))
        {
            var block = new byte[1_000_000];
            for (var i = 0; i < megabytes; i++)
            {
                SHA256.HashData(BitConverter.GetBytes(i), block);
                await file.WriteAsync(block, cancel);
            }
        }

        return await HashAsync(path, cancel);
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(file, cancel));
    }

    /// <summary>The most that this process ever held in memory at once, as Linux counts it.</summary>
    private static string Highest() => File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal))[6..].Trim();
}
