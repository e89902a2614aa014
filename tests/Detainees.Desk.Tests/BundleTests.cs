using System.Formats.Tar;

namespace Detainees.Desk.Tests;

public class BundleTests
{
    private static readonly TestReport Photo = new("RA123456785AM", "en", new TestAnswer("/data/photo", "Photo", "photo", File: 1))
    {
        Files = [new TestFile("photo", "not a photo"u8.ToArray())],
    };

    [Fact]
    public async Task A_bundle_carried_by_hand_gives_the_same_desk_as_a_pull()
    {
        await using var desk = await WithKeyFileAsync(reports: 2);
        desk.Intake.Add(Photo);
        var pulled = await TakeAsync(desk, await desk.Intake.BundleAsync(DeskFixture.Cancel));
        Assert.Equal(0, pulled.Code);
        Assert.Contains("Files: 4 in the journal = 0 already here + 4 fetched + 0 failed", pulled.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await desk.RunAsync("verify")).Code);
        Assert.Contains("Reports: 3 = 3 open + 0 closed", (await desk.RunAsync("list")).Output, StringComparison.Ordinal);

        desk.Intake.Add(TestReport.Number(4));
        var next = await TakeAsync(desk, await desk.Intake.BundleAsync(DeskFixture.Cancel));
        Assert.Contains("Files: 5 in the journal = 4 already here + 1 fetched + 0 failed", next.Output, StringComparison.Ordinal);
        desk.Intake.Add(TestReport.Number(5));
        Assert.Contains("Journal: 5 entries, 1 new.", (await desk.PulledAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_needs_the_servers_key_unless_the_desk_knows_it()
    {
        await using var desk = await WithKeyFileAsync(reports: 1);
        await File.WriteAllBytesAsync(desk.Folder["b.tar"], await desk.Intake.BundleAsync(DeskFixture.Cancel), DeskFixture.Cancel);
        var refused = await desk.RunAsync("pull", "--bundle", desk.Folder["b.tar"]);
        Assert.Equal(1, refused.Code);
        Assert.Contains("--server-key", refused.Error, StringComparison.Ordinal);
        await desk.PulledAsync();
        Assert.Equal(0, (await desk.RunAsync("pull", "--bundle", desk.Folder["b.tar"])).Code);
    }

    [Fact]
    public async Task A_bundle_of_another_server_or_changed_in_its_manifest_is_refused()
    {
        await using var desk = await WithKeyFileAsync(reports: 1);
        using var other = new Intake();
        Assert.Equal(4, (await TakeAsync(desk, await other.BundleAsync(DeskFixture.Cancel))).Code);
        var changed = await desk.Intake.BundleAsync(DeskFixture.Cancel);
        changed[700] ^= 1;
        Assert.Equal(4, (await TakeAsync(desk, changed)).Code);
        Assert.Equal(4, (await TakeAsync(desk, "no tar"u8.ToArray())).Code);
        Assert.False(File.Exists(Path.Combine(desk.DeskFolder, "desk.json")));
    }

    [Fact]
    public async Task A_damaged_file_in_a_bundle_is_named_and_the_others_come()
    {
        await using var desk = await WithKeyFileAsync(reports: 2);
        var bundle = await desk.Intake.BundleAsync(DeskFixture.Cancel);
        var at = bundle.AsSpan().IndexOf(desk.Intake.Files[Intake.BodyOf(desk.Intake.Entries[1])].AsSpan()[..200]);
        bundle[at + 500] ^= 1;
        var pulled = await TakeAsync(desk, bundle);
        Assert.Equal(3, pulled.Code);
        Assert.Contains("2 in the journal = 0 already here + 1 fetched + 1 failed", pulled.Output, StringComparison.Ordinal);
        Assert.Contains("entry 2, the report itself: damaged on the way", pulled.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("sealed/../../outside.txt")]
    [InlineData("/tmp/outside.txt")]
    [InlineData("sealed/outside.age")]
    public async Task A_name_that_leads_elsewhere_writes_nothing_anywhere(string name)
    {
        await using var desk = await WithKeyFileAsync(reports: 1);
        using var bent = new MemoryStream();
        await using (var writer = new TarWriter(bent, TarEntryFormat.Ustar, leaveOpen: true))
        {
            using var good = new TarReader(new MemoryStream(await desk.Intake.BundleAsync(DeskFixture.Cancel)));
            while (await good.GetNextEntryAsync(copyData: true, DeskFixture.Cancel) is { } file) await writer.WriteEntryAsync(file, DeskFixture.Cancel);
            await writer.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream("x"u8.ToArray()) }, DeskFixture.Cancel);
        }

        Assert.Equal(0, (await TakeAsync(desk, bent.ToArray())).Code);
        Assert.Empty(Directory.EnumerateFiles(desk.Folder.Path, "outside*", SearchOption.AllDirectories));
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(desk.Folder.Path)!, "outside.txt")));
    }

    [Fact]
    public async Task An_old_bundle_is_harmless_and_one_of_a_rewritten_history_is_refused()
    {
        await using var desk = await WithKeyFileAsync(reports: 1);
        var old = await desk.Intake.BundleAsync(DeskFixture.Cancel);
        desk.Intake.Add(TestReport.Number(2));
        await desk.PulledAsync();
        var again = await TakeAsync(desk, old);
        Assert.Equal(0, again.Code);
        Assert.Contains("older than what this desk has", again.Output, StringComparison.Ordinal);
        using var fork = desk.Intake.Fork();
        for (var i = 1; i <= 3; i++) fork.Add(TestReport.Number(i));
        var refused = await TakeAsync(desk, await fork.BundleAsync(DeskFixture.Cancel));
        Assert.Equal(4, refused.Code);
        Assert.Contains("history was rewritten", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Journal: 2 entries", (await desk.RunAsync("verify")).Output, StringComparison.Ordinal);
    }

    private static async Task<DeskFixture> WithKeyFileAsync(int reports)
    {
        var desk = await DeskFixture.StartAsync(reports);
        await File.WriteAllTextAsync(desk.Folder["server.pub"], desk.Intake.Key.Public.ToOpenSsh("server"), DeskFixture.Cancel);
        return desk;
    }

    private static async Task<Ran> TakeAsync(DeskFixture desk, byte[] bundle)
    {
        await File.WriteAllBytesAsync(desk.Folder["bundle.tar"], bundle, DeskFixture.Cancel);
        return await desk.RunAsync("pull", "--bundle", desk.Folder["bundle.tar"], "--server-key", desk.Folder["server.pub"]);
    }
}
