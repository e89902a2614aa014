using System.Security.Cryptography;
using Detainees.Journal;

namespace Detainees.Desk.Tests;

public class PullTests
{
    [Fact]
    public async Task A_first_pull_fetches_all_tells_the_servers_key_and_its_numbers_add_up()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 3);
        var pulled = await desk.PulledAsync();
        Assert.Contains(desk.Intake.Key.Public.Id, pulled.Output, StringComparison.Ordinal);
        Assert.Contains("Journal: 3 entries, 3 new.", pulled.Output, StringComparison.Ordinal);
        Assert.Contains("Files: 3 in the journal = 0 already here + 3 fetched + 0 failed", pulled.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_without_entries_is_a_good_journal()
    {
        await using var desk = await DeskFixture.StartAsync();
        Assert.Contains("Journal: 0 entries, 0 new.", (await desk.PulledAsync()).Output, StringComparison.Ordinal);
        Assert.Equal("No reports yet.\n", (await desk.RunAsync("list")).Output);
        Assert.Equal("No reports yet.\n", (await desk.RunAsync("show")).Error);
        Assert.Equal(0, (await desk.RunAsync("verify")).Code);
        desk.Intake.Add(TestReport.Number(1));
        Assert.Contains("Journal: 1 entry, 1 new.", (await desk.PulledAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_pull_fetches_only_what_is_new_and_remembers_the_server()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 2);
        await desk.PulledAsync();
        desk.Intake.Add(TestReport.Number(3));
        desk.Server.Requests.Clear();
        var pulled = await desk.RunAsync("pull");
        Assert.Contains("Files: 3 in the journal = 2 already here + 1 fetched + 0 failed", pulled.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("First pull", pulled.Output, StringComparison.Ordinal);
        Assert.Single(desk.Server.Requests, request => request.StartsWith("/desk/v1/sealed/", StringComparison.Ordinal));
        Assert.Single(desk.Server.Requests, request => request == "/desk/v1/entries?from=3&max=1");
    }

    [Fact]
    public async Task Nothing_that_a_pull_leaves_on_disk_is_readable()
    {
        await using var desk = await DeskFixture.StartAsync();
        desk.Intake.Add(new TestReport("RA000000010AM", "en", new TestAnswer("/data/name", "Name", "Zaruhi Invented")) { Files = [new TestFile("photo", "a photo of nobody"u8.ToArray())] });
        await desk.PulledAsync();
        await desk.RunAsync("show");
        foreach (var file in Directory.EnumerateFiles(desk.DeskFolder, "*", SearchOption.AllDirectories))
        {
            var content = await File.ReadAllBytesAsync(file, DeskFixture.Cancel);
            Assert.Equal(-1, content.AsSpan().IndexOf("Invented"u8));
            Assert.Equal(-1, content.AsSpan().IndexOf("RA0000"u8));
            Assert.Equal(-1, content.AsSpan().IndexOf("a photo"u8));
        }
    }

    [Fact]
    public async Task A_file_that_broke_off_goes_on_where_it_stopped()
    {
        await using var desk = await DeskFixture.StartAsync();
        desk.Intake.Add(new TestReport("RA000000010AM", "en") { Files = [new TestFile("video", RandomNumberGenerator.GetBytes(300_000))] });
        desk.Server.BreakFilesAfter = (100_000, 1);
        var pulled = await desk.PullAsync();
        Assert.Equal(0, pulled.Code);
        Assert.Contains(desk.Server.Requests, request => request.EndsWith("bytes=100000-", StringComparison.Ordinal));
        Assert.Equal(0, (await desk.RunAsync("verify")).Code);
    }

    [Fact]
    public async Task A_file_that_keeps_breaking_off_is_named_and_the_next_pull_goes_on()
    {
        await using var desk = await DeskFixture.StartAsync();
        desk.Intake.Add(new TestReport("RA000000010AM", "en") { Files = [new TestFile("video", RandomNumberGenerator.GetBytes(300_000))] });
        desk.Server.BreakFilesAfter = (50_000, 3);
        var pulled = await desk.PullAsync();
        Assert.Equal(3, pulled.Code);
        Assert.Contains("2 in the journal = 0 already here + 1 fetched + 1 failed", pulled.Output, StringComparison.Ordinal);
        Assert.Contains("entry 1, attachment 1: the connection broke off", pulled.Output, StringComparison.Ordinal);
        var again = await desk.PullAsync();
        Assert.Contains("2 in the journal = 1 already here + 1 fetched + 0 failed", again.Output, StringComparison.Ordinal);
        Assert.Contains(desk.Server.Requests, request => request.EndsWith("bytes=150000-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Entries_that_came_before_the_connection_broke_are_not_asked_for_again()
    {
        await using var desk = await DeskFixture.StartAsync();
        for (var i = 0; i < 501; i++) desk.Intake.AddSealed(Guid.NewGuid(), EntryKind.Event, [1]);
        desk.Server.EntryRequestsLeft = 1;
        Assert.Equal(1, (await desk.PullAsync()).Code);
        desk.Server.EntryRequestsLeft = int.MaxValue;
        var pulled = await desk.PullAsync();
        Assert.Contains("Journal: 501 entries, 501 new.", pulled.Output, StringComparison.Ordinal);
        Assert.Contains("/desk/v1/entries?from=501&max=1", desk.Server.Requests);
    }

    [Fact]
    public async Task A_file_that_the_server_lacks_is_named_and_the_others_come()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 3);
        desk.Intake.Files.Remove(Intake.BodyOf(desk.Intake.Entries[1]));
        var pulled = await desk.PullAsync();
        Assert.Equal(3, pulled.Code);
        Assert.Contains("3 in the journal = 0 already here + 2 fetched + 1 failed", pulled.Output, StringComparison.Ordinal);
        Assert.Contains("entry 2, the report itself: the server does not hold it", pulled.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_one_byte_changed_is_not_kept()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 2);
        desk.Intake.Files[Intake.BodyOf(desk.Intake.Entries[0])][400] ^= 1;
        var pulled = await desk.PullAsync();
        Assert.Equal(3, pulled.Code);
        Assert.Contains("entry 1, the report itself: what the server gave is not what the journal names", pulled.Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(desk.DeskFolder, "sealed")));
        Assert.Empty(Directory.GetFiles(Path.Combine(desk.DeskFolder, "incoming")));
    }

    [Fact]
    public async Task What_a_family_took_back_is_not_fetched_and_is_counted()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 2);
        desk.Intake.TakeBack(desk.Intake.Entries[0]);
        var pulled = await desk.PullAsync();
        Assert.Equal(0, pulled.Code);
        Assert.Contains("2 in the journal = 0 already here + 1 fetched + 1 taken back + 0 failed", pulled.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_was_set_back_is_refused_and_the_desk_keeps_what_it_has()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 3);
        await desk.PulledAsync();
        var fork = desk.Intake.Fork();
        fork.Add(TestReport.Number(1));
        desk.Server.Intake = fork;
        var pulled = await desk.PullAsync();
        Assert.Equal(4, pulled.Code);
        Assert.Contains("shorter than the one this desk saw before", pulled.Error, StringComparison.Ordinal);
        Assert.Contains("Journal: 3 entries", (await desk.RunAsync("verify")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rewritten_history_is_refused_whether_or_not_it_is_longer()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 2);
        await desk.PulledAsync();
        foreach (var length in (int[])[2, 5])
        {
            var fork = desk.Intake.Fork();
            for (var i = 1; i <= length; i++) fork.Add(TestReport.Number(i + 10));
            desk.Server.Intake = fork;
            var pulled = await desk.PullAsync();
            Assert.Equal(4, pulled.Code);
            Assert.Contains("history was rewritten", pulled.Error, StringComparison.Ordinal);
        }

        desk.Server.Intake = desk.Intake;
        Assert.Equal(0, (await desk.PullAsync()).Code);
    }

    [Fact]
    public async Task A_checkpoint_with_one_byte_changed_or_of_another_key_is_refused()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        desk.Intake.Note = desk.Intake.CheckpointNote().Replace("hour 2026-01-15T09Z", "hour 2026-01-15T08Z", StringComparison.Ordinal);
        Assert.Equal(4, (await desk.PullAsync()).Code);
        using var other = Signing.SigningKey.Create();
        desk.Intake.Note = Checkpoint.Of(desk.Intake.Head, Intake.Origin, Intake.Now).Sign(other);
        var pulled = await desk.PullAsync();
        Assert.Equal(4, pulled.Code);
        Assert.Contains("not signed by the server that this desk knows", pulled.Error, StringComparison.Ordinal);
        Assert.Contains("nothing in", (await desk.RunAsync("verify")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_changed_on_the_way_is_refused_and_a_good_pull_works_after_it()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 3);
        var good = desk.Intake.Entries[1];
        desk.Intake.Entries[1] = good with { Form = "missing 4" };
        var pulled = await desk.PullAsync();
        Assert.Equal(4, pulled.Code);
        Assert.Contains("Entry 3 does not follow the one before it", pulled.Error, StringComparison.Ordinal);
        desk.Intake.Entries[1] = good;
        await desk.PulledAsync();
    }

    [Fact]
    public async Task A_server_that_hides_its_newest_entry_is_refused()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 3);
        desk.Intake.Entries.RemoveAt(2);
        var pulled = await desk.PullAsync();
        Assert.Equal(4, pulled.Code);
        Assert.Contains("The journal ends at entry 2", pulled.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_key_that_was_given_must_be_the_one_that_signs()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        using var other = Signing.SigningKey.Create();
        await File.WriteAllTextAsync(desk.Folder["wrong.pub"], other.Public.ToOpenSsh("x"), DeskFixture.Cancel);
        await File.WriteAllTextAsync(desk.Folder["right.pub"], desk.Intake.Key.Public.ToOpenSsh("x") + "\n", DeskFixture.Cancel);
        Assert.Equal(4, (await desk.PullAsync("--server-key", desk.Folder["wrong.pub"])).Code);
        var pulled = await desk.PullAsync("--server-key", desk.Folder["right.pub"]);
        Assert.Equal(0, pulled.Code);
        Assert.DoesNotContain("First pull", pulled.Output, StringComparison.Ordinal);
        Assert.Equal(4, (await desk.PullAsync("--server-key", desk.Folder["wrong.pub"])).Code);
    }

    [Fact]
    public async Task A_desk_that_is_not_enrolled_is_told_what_to_send_to_whom()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        var line = desk.Intake.Devices[0].ToOpenSsh("");
        desk.Intake.Devices.Clear();
        var pulled = await desk.PullAsync();
        Assert.Equal(1, pulled.Code);
        Assert.Contains("does not know this desk", pulled.Error, StringComparison.Ordinal);
        Assert.Contains(line, pulled.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_clock_is_named_as_what_it_is()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        desk.Server.Clock = new Testing.FakeClock(Intake.Now.AddMinutes(-7));
        var pulled = await desk.PullAsync();
        Assert.Equal(1, pulled.Code);
        Assert.Contains("clock of this computer differs from the server's by 7 min", pulled.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "Nobody answers at http://127.0.0.1:1.")]
    [InlineData("127.0.0.1:5081", "address looks like")]
    [InlineData("ftp://example.org", "address looks like")]
    [InlineData("https://example.org/desk", "address looks like")]
    public async Task An_address_that_leads_nowhere_ends_in_one_sentence(string address, string sentence)
    {
        await using var desk = await DeskFixture.StartAsync();
        var pulled = await desk.RunAsync("pull", "--server", address);
        Assert.Equal(1, pulled.Code);
        Assert.Contains(sentence, pulled.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(" at Detainees", pulled.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_pulls_at_once_into_one_folder_do_not_happen()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        await desk.PulledAsync();
        await using var held = new FileStream(Path.Combine(desk.DeskFolder, "desk.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var pulled = await desk.PullAsync();
        Assert.Equal(1, pulled.Code);
        Assert.Contains("Another pull", pulled.Error, StringComparison.Ordinal);
    }
}
