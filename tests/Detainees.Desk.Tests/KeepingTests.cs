using Detainees.Journal;

namespace Detainees.Desk.Tests;

/// <summary>What a desk makes of retention, holds and removals, and what it tells the server.</summary>
public class KeepingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_server_let_go_of_in_its_time_is_no_failure_and_stays_open_where_it_was_fetched_before()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 3);
        await desk.PulledAsync();
        desk.Intake.Retire(2);
        var again = await desk.PullAsync();
        Assert.Equal(0, again.Code);
        Assert.Contains("3 open", (await desk.RunAsync("list")).Output, StringComparison.Ordinal);

        // A desk that comes later finds two gone, and is told so.
        var late = await desk.RunAsync("pull", "--server", desk.Server.Address, "--desk", desk.Folder["late"]);
        Assert.True(late.Code == 0, late.ToString());
        Assert.Contains("3 in the journal = 0 already here + 1 fetched + 2 let go by the server + 0 failed", late.Output, StringComparison.Ordinal);
        Assert.Contains("1 good + 2 let go by the server + 0 not", (await desk.RunAsync("verify", "--desk", desk.Folder["late"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_on_hold_is_fetched_past_retention_and_missing_it_is_a_failure()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 2);
        var held = desk.Intake.Entries[0];
        desk.Intake.Order(EntryKind.Hold, held);
        desk.Intake.Retire(2, held);
        Assert.Contains("1 fetched + 1 let go by the server + 0 failed", (await desk.PulledAsync()).Output, StringComparison.Ordinal);
        desk.Intake.Files.Remove(Intake.BodyOf(held));
        Assert.Equal(3, (await desk.RunAsync("pull", "--server", desk.Server.Address, "--desk", desk.Folder["late"])).Code);
    }

    [Fact]
    public async Task A_removed_report_says_by_whom_and_on_which_day_and_is_forgotten_on_request()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 2);
        await desk.PulledAsync();
        desk.Intake.Order(EntryKind.Removal, desk.Intake.Entries[0]);
        desk.Intake.TakeBack(desk.Intake.Entries[1]);
        await desk.PulledAsync();
        var list = (await desk.RunAsync("list")).Output;
        Assert.Contains("removed by two devices on 2026-01-15", list, StringComparison.Ordinal);
        Assert.Contains("taken back by the family on 2026-01-15", list, StringComparison.Ordinal);
        Assert.Contains("removed by two devices on 2026-01-15", (await desk.RunAsync("show", "1")).Error, StringComparison.Ordinal);
        Assert.Contains("2 sealed files of 2 reports", (await desk.RunAsync("forget", "--yes")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await desk.RunAsync("verify")).Code);
    }

    [Fact]
    public async Task A_desk_acknowledges_only_what_it_holds_whole()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 2);
        await desk.PulledAsync();
        var entry = desk.Intake.Entries[0];
        var path = Path.Combine(desk.DeskFolder, Intake.BodyOf(entry));
        await File.WriteAllBytesAsync(path, [1, 2, 3], Cancel);
        Assert.NotEqual(0, (await desk.RunAsync("acknowledge")).Code);
        Assert.Empty(desk.Server.Posts);

        await desk.PulledAsync();
        var done = await desk.RunAsync("acknowledge");
        Assert.True(done.Code == 0, done.ToString());
        Assert.Equal(new HoldingNotice(2, desk.Intake.Head.Last), HoldingNotice.TryDecode(Assert.Single(desk.Server.Posts)));

        desk.Server.PostGives = 409;
        Assert.Equal(4, (await desk.RunAsync("acknowledge")).Code);
        desk.Server.PostGives = 403;
        Assert.Contains("carrier", (await desk.RunAsync("acknowledge")).Error, StringComparison.Ordinal);
    }

    [Theory, InlineData("remove", ThreadDecisionKind.Remove), InlineData("hold", ThreadDecisionKind.Hold), InlineData("release", ThreadDecisionKind.Release)]
    public async Task An_order_is_said_only_when_it_is_certain_and_names_the_thread(string word, ThreadDecisionKind kind)
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        await desk.PulledAsync();
        Assert.Contains("--yes", (await desk.RunAsync("order", word, "1")).Output, StringComparison.Ordinal);
        Assert.Empty(desk.Server.Posts);
        foreach (var (status, code, text) in new[] { (202, 0, "second person"), (200, 0, "it is done"), (409, 1, "nothing to do"), (403, 1, "admin") })
        {
            desk.Server.PostGives = status;
            var ran = await desk.RunAsync("order", word, "1", "--yes");
            Assert.Equal(code, ran.Code);
            Assert.Contains(text, ran.Output + ran.Error, StringComparison.Ordinal);
        }

        Assert.All(desk.Server.Posts, post => Assert.Equal(new ThreadDecision(kind, desk.Intake.Entries[0].Thread), ThreadDecision.TryDecode(post)));
        Assert.Equal(1, (await desk.RunAsync("order", word, "7", "--yes")).Code);
    }

    [Fact]
    public async Task The_drill_opens_everything_from_bundles_and_one_key_and_keeps_its_result()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 2);
        desk.Intake.Add(TestReport.Number(3) with { Files = [new TestFile("photo", [1, 2, 3])] });
        desk.Intake.TakeBack(desk.Intake.Entries[0]);
        await File.WriteAllTextAsync(desk.Folder["server.pub"], desk.Intake.Key.Public.ToOpenSsh("server") + "\n", Cancel);
        await File.WriteAllBytesAsync(desk.Folder["all.tar"], await desk.Intake.BundleAsync(Cancel), Cancel);
        var ran = await desk.RunAsync("drill", "--bundle", desk.Folder["all.tar"], "--server-key", desk.Folder["server.pub"], "--out", desk.Folder["drill.txt"]);
        Assert.True(ran.Code == 0, ran.ToString());
        var kept = await File.ReadAllTextAsync(desk.Folder["drill.txt"], Cancel);
        Assert.StartsWith(kept, ran.Output, StringComparison.Ordinal);
        Assert.Contains("reports      3 = 2 opened + 1 taken back + 0 let go + 0 not", kept, StringComparison.Ordinal);
        Assert.Contains("attachments  1 = 1 opened + 0 not", kept, StringComparison.Ordinal);
        Assert.Contains("everything opens with this key", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("Արամ", kept, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(desk.Folder["home"], "drill-*"));
        Assert.Equal(1, (await desk.RunAsync("drill", "--bundle", desk.Folder["all.tar"], "--server-key", desk.Folder["server.pub"], "--out", desk.Folder["drill.txt"])).Code);
    }

    [Fact]
    public async Task The_drill_names_what_the_key_does_not_open()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        desk.Intake.Add(TestReport.Number(2), forOthers: true);
        desk.Intake.Add(TestReport.Number(3) with { Files = [new TestFile("photo", [1, 2, 3])] });
        await desk.PulledAsync();
        var file = desk.Intake.Entries[2].Attachments[0];
        await File.WriteAllBytesAsync(Path.Combine(desk.DeskFolder, new BundleItem(BundleItemKind.Attachment, file.Id, file.Sealed).FileName), new byte[file.Sealed.Bytes], Cancel);
        var ran = await desk.RunAsync("drill", "--out", desk.Folder["drill.txt"]);
        Assert.Equal(3, ran.Code);
        Assert.Contains("NOT everything", ran.Output, StringComparison.Ordinal);
        Assert.Contains("entry 2: sealed to other keys than yours", ran.Output, StringComparison.Ordinal);
        Assert.Contains("entry 3, attachment 1: does not open", ran.Output, StringComparison.Ordinal);
    }
}
