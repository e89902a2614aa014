using System.Security.Cryptography;
using System.Text.Json;
using Detainees.Bot.Intake;
using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Sealing;
using Detainees.Storage;
using Detainees.Testing;

namespace Detainees.Bot.Tests.Intake;

/// <summary>Files from the phone into sealed files, over real HTTP with the faults of a bad line.</summary>
public class AttachmentTests
{
    private const long Limit = 20 << 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(0), InlineData(1), InlineData(4096), InlineData(4097), InlineData(300_001)]
    public async Task A_sealed_file_opens_with_stock_age_to_the_exact_bytes_and_zeros(int size)
    {
        var age = OutsideTools.Require("age");
        await using var rig = await FileRig.StartAsync();
        var content = RandomNumberGenerator.GetBytes(size);
        var id = Guid.NewGuid();
        var stored = Assert.IsType<FetchEnd.Stored>(await rig.Files.TakeAsync(new PendingFetch(id, rig.Thread, null), await rig.OrderAsync(content), Cancel));
        Assert.Equal((size, Convert.ToHexStringLower(SHA256.HashData(content))), (stored.Bytes, stored.Sha256));
        var sealedBytes = await File.ReadAllBytesAsync(Assert.Single(rig.SealedFiles()), Cancel);
        Assert.Equal((sealedBytes.Length, Convert.ToHexStringLower(SHA256.HashData(sealedBytes))), (stored.Item.Sealed.Bytes, stored.Item.Sealed.Hash.ToString()));
        var opened = await OutsideTools.RunAsync(age, ["-d", "-i", Checkout.Path("config", "demo", "recovery.identity.txt")], Cancel, sealedBytes);
        Assert.True(opened.ExitCode == 0, opened.Error);
        Assert.Equal(Padding.PaddedLength(size), opened.Output.Length);
        Assert.True(opened.Output.AsSpan(0, size).SequenceEqual(content));
        Assert.True(opened.Output.AsSpan(size).IndexOfAnyExcept((byte)0) < 0, "the padding is not of zeros");
    }

    [Fact]
    public async Task Twenty_mebibytes_are_taken_and_one_byte_more_is_too_big()
    {
        await using var rig = await FileRig.StartAsync();
        var content = new byte[Limit + 1];
        var taken = await rig.Files.TakeAsync(new PendingFetch(Guid.NewGuid(), rig.Thread, null), await rig.OrderAsync(content[..^1]), Cancel);
        Assert.Equal(Limit, Assert.IsType<FetchEnd.Stored>(taken).Bytes);
        Assert.Equal(new FetchEnd.Failed(FileFailure.TooBig), await rig.Files.TakeAsync(new PendingFetch(Guid.NewGuid(), rig.Thread, null), await rig.OrderAsync(content), Cancel));
        Assert.Single(rig.SealedFiles());
        Assert.Empty(rig.Unfinished());
    }

    [Theory]
    [InlineData("truncated_download", "(file)")]
    [InlineData("server_error", "(file)")]
    [InlineData("html_error", "(file)")]
    [InlineData("too_many_requests", "(file)")]
    [InlineData("server_error", "getFile")]
    [InlineData("html_error", "getFile")]
    [InlineData("too_many_requests", "getFile")]
    [InlineData("cut_before", "getFile")]
    [InlineData("cut_after", "getFile")]
    [InlineData("slow_download", "(file)")]
    public async Task A_fault_of_the_line_is_waited_out_and_the_file_arrives_whole(string fault, string method)
    {
        await using var rig = await FileRig.StartAsync();
        var person = await rig.PersonAtPhotoAsync();
        var content = RandomNumberGenerator.GetBytes(100_000);
        await rig.FaultAsync(fault, method, next: fault == "slow_download" ? 1 : 3, retryAfter: 5);
        await rig.StartFetchingAsync();
        await rig.SendAsync(person, content);
        await rig.UntilFetchedAsync();
        Assert.Empty(rig.Unfinished());
        var file = Assert.Single(rig.SealedFiles());
        Assert.True(new FileInfo(file).Length > content.Length);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), Assert.Single(await rig.SendReportAsync(person)).Id.ToString("N"));
    }

    [Theory, InlineData("server_error", "(file)"), InlineData("truncated_download", "(file)"), InlineData("cut_before", "getFile")]
    public async Task A_file_that_never_comes_is_asked_for_again(string fault, string method)
    {
        await using var rig = await FileRig.StartAsync();
        var person = await rig.PersonAtPhotoAsync();
        await rig.FaultAsync(fault, method, next: 1000);
        await rig.StartFetchingAsync();
        await rig.SendAsync(person, [1, 2, 3]);
        await rig.UntilFetchedAsync();
        await rig.Intake.CarryOutAsync(person);
        Assert.Contains("did not arrive. Please send it again.", person.Shown[^1] + person.Shown[^2], StringComparison.Ordinal);
        Assert.Empty(rig.SealedFiles());
        Assert.Empty(rig.Unfinished());
    }

    [Fact]
    public async Task A_file_that_the_channel_does_not_know_is_asked_for_again()
    {
        await using var rig = await FileRig.StartAsync();
        var person = await rig.PersonAtPhotoAsync();
        await rig.StartFetchingAsync();
        await person.DoAsync(person.Photo("AgACAgIAAxkBnobodyKnowsThisFile"));
        await rig.UntilFetchedAsync();
        await rig.Intake.CarryOutAsync(person);
        Assert.Contains("did not arrive", person.Shown[^1] + person.Shown[^2], StringComparison.Ordinal);
        Assert.DoesNotContain("nobodyKnows", rig.Intake.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_waited_for_its_last_file_carries_it()
    {
        await using var rig = await FileRig.StartAsync();
        var person = await rig.PersonAtPhotoAsync();
        await rig.SendAsync(person, RandomNumberGenerator.GetBytes(5000));
        foreach (var press in new[] { "Done", "Skip", "Send", "Send now" }) await person.PressAsync(press);
        Assert.Contains("still on their way: 1", person.Shown[^1], StringComparison.Ordinal);
        Assert.Empty(await rig.Intake.JournalAsync());
        await rig.StartFetchingAsync();
        await rig.UntilFetchedAsync();
        var entry = Assert.Single(await rig.Intake.JournalAsync());
        var attachment = Assert.Single(entry.Attachments);
        Assert.Equal(Path.GetFileNameWithoutExtension(Assert.Single(rig.SealedFiles())), attachment.Id.ToString("N"));
        Assert.NotNull(await ReportNamesAsync(rig, entry, attachment));
    }

    [Theory, InlineData("/erase"), InlineData("Remove the files")]
    public async Task A_file_that_is_not_wanted_any_more_while_it_is_under_way_leaves_nothing(string how)
    {
        await using var rig = await FileRig.StartAsync();
        var person = await rig.PersonAtPhotoAsync();
        await rig.FaultAsync("slow_download", "(file)");
        await rig.StartFetchingAsync();
        await rig.SendAsync(person, RandomNumberGenerator.GetBytes(50_000));
        await rig.UntilFaultAsync("slow_download");
        await (how[0] == '/' ? person.SayAsync(how) : person.PressAsync(how));
        if (person.Offers("Erase everything")) await person.PressAsync("Erase everything");
        Assert.Empty(await rig.Intake.Store.StillToFetchAsync(Cancel));
        await rig.UntilAsync(() => rig.Unfinished().Length == 0);
        await rig.StopFetchingAsync();
        await rig.UntilAsync(() => rig.SealedFiles().Length == 0); // the store removes files after the commit
        Assert.Equal(0, (await rig.Intake.Store.CountsAsync(Cancel)).Attachments);
    }

    [Fact]
    public async Task A_file_that_was_stored_after_its_draft_had_gone_leaves_nothing()
    {
        await using var rig = await FileRig.StartAsync();
        var person = await rig.PersonAtPhotoAsync();
        var id = Guid.NewGuid();
        var stored = Assert.IsType<FetchEnd.Stored>(await rig.Files.TakeAsync(new PendingFetch(id, rig.Thread, null), await rig.OrderAsync([1, 2, 3]), Cancel));
        await person.SayAsync("/erase");
        if (person.Offers("Erase everything")) await person.PressAsync("Erase everything");
        var input = new Input.FileStored(new AttachmentId(id), stored.Bytes, stored.Sha256, stored.Item.Sealed.Bytes, stored.Item.Sealed.Hash.ToString());
        Assert.Equal(TurnEnd.Stored, await rig.Intake.TellAsync(person, input, stored.Item));
        await rig.UntilAsync(() => rig.SealedFiles().Length == 0); // the store removes files after the commit
        Assert.Equal(0, (await rig.Intake.Store.CountsAsync(Cancel)).Attachments);
    }

    [Fact]
    public async Task A_restart_takes_up_the_files_that_were_under_way()
    {
        await using var rig = await FileRig.StartAsync();
        var person = await rig.PersonAtPhotoAsync();
        await rig.FaultAsync("slow_download", "(file)");
        await rig.StartFetchingAsync();
        await rig.SendAsync(person, RandomNumberGenerator.GetBytes(50_000));
        await rig.UntilFaultAsync("slow_download");
        await rig.StopFetchingAsync();
        Assert.Single(await rig.Intake.Store.StillToFetchAsync(Cancel));
        await rig.Intake.RestartAsync();
        Assert.Empty(rig.Unfinished());
        await rig.StartFetchingAsync();
        await rig.UntilFetchedAsync();
        Assert.Single(await rig.SendReportAsync(person));
    }

    [Fact]
    public async Task A_reboot_that_lost_the_keys_asks_for_nothing_that_it_cannot_read()
    {
        await using var rig = await FileRig.StartAsync();
        var person = await rig.PersonAtPhotoAsync();
        await rig.SendAsync(person, [1, 2, 3]);
        await rig.Intake.RestartAsync(loseEpochKeys: true);
        await rig.StartFetchingAsync();
        await rig.UntilFetchedAsync();
        Assert.Empty(rig.SealedFiles());
        Assert.IsType<LoadResult.Locked>(await rig.Intake.Store.LoadAsync(rig.Intake.ThreadOf(person), Cancel));
    }

    [Fact]
    public async Task A_file_that_is_asked_for_twice_is_fetched_once()
    {
        await using var rig = await FileRig.StartAsync();
        var person = await rig.PersonAtPhotoAsync();
        await rig.SendAsync(person, [1, 2, 3]);
        // The row that is being committed while the start reads the rows comes from both sides.
        foreach (var pending in await rig.Intake.Store.StillToFetchAsync(Cancel)) rig.Intake.Fetches.Add(pending);
        await rig.StartFetchingAsync();
        await rig.UntilFetchedAsync();
        await rig.SendReportAsync(person);
        await rig.StopFetchingAsync();
        Assert.Single(rig.Intake.Logs.Lines, line => line.Contains("[1005]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Removed_files_do_not_travel_with_the_report()
    {
        await using var rig = await FileRig.StartAsync();
        var person = await rig.PersonAtPhotoAsync();
        await rig.StartFetchingAsync();
        await rig.SendAsync(person, [1, 2, 3]);
        await rig.UntilFetchedAsync();
        await person.PressAsync("Remove the files");
        await rig.UntilAsync(() => rig.SealedFiles().Length == 0); // the store removes files after the commit
        await rig.SendAsync(person, [4, 5, 6]);
        await rig.UntilFetchedAsync();
        Assert.Single(await rig.SendReportAsync(person));
        Assert.Single(rig.SealedFiles());
    }

    /// <summary>The report's own word about the attachment, which the desk checks the sealed file against.</summary>
    private static async Task<string?> ReportNamesAsync(FileRig rig, JournalEntry entry, AttachmentItem attachment)
    {
        var age = OutsideTools.Require("age");
        var opened = await OutsideTools.RunAsync(age, ["-d", "-i", Checkout.Path("config", "demo", "anna.identity.txt")], Cancel, await rig.Intake.BodyAsync(entry));
        using var report = JsonDocument.Parse(opened.Output);
        return report.RootElement.GetProperty("attachments").EnumerateArray()
            .Where(a => a.GetProperty("id").GetString() == attachment.Id.ToString("N") && a.GetProperty("sealed_sha256").GetString() == attachment.Sealed.Hash.ToString())
            .Select(a => a.GetProperty("sha256").GetString()).SingleOrDefault();
    }
}
