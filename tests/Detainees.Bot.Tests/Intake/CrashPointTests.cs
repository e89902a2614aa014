using Detainees.Telegram;

namespace Detainees.Bot.Tests.Intake;

/// <summary>P4 at every step between the intake and its store: the program ends there, begins again, and nobody notices.</summary>
public class CrashPointTests
{
    private static readonly Func<Person, ReceivedUpdate>[] Conversation =
    [
        ani => ani.Text("/start"), ani => ani.Press("Begin"), ani => ani.Text("Karen Testyan"), ani => ani.Press("Skip"), ani => ani.Text("a word"),
        ani => ani.Press("Send"), ani => ani.Press("Send now"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_program_that_dies_at_any_call_of_the_store_takes_one_report_and_answers_everything(bool after)
    {
        var call = 1;
        while (await DiesAsync(call, after)) call++;
        Assert.InRange(call, 25, 500);
    }

    /// <returns>False when the conversation was over before that call came.</returns>
    private static async Task<bool> DiesAsync(int call, bool after)
    {
        await using var rig = new IntakeRig();
        rig.Store.DiesAt = (call, after);
        var ani = rig.NewPerson(1001);
        var died = false;
        foreach (var step in Conversation)
        {
            var update = step(ani);
            try
            {
                await ani.DoAsync(update);
            }
            catch (OperationCanceledException) when (rig.Store.IsDead && !died)
            {
                died = true;
                await rig.RestartAsync();
                // The channel had no word that it was taken: it comes again.
                await ani.DoAsync(update);
            }
        }

        var where = $"call {call}, {(after ? "after" : "before")} its effect";
        Assert.True(ani.Shown[^1].Contains("sent and sealed", StringComparison.Ordinal), $"{where}: {ani.Shown[^1]}");
        Assert.True((await rig.JournalAsync()).Count == 1, where);
        var counts = await rig.Store.CountsAsync(Cancel);
        Assert.True(counts is { Outgoing: 0, Drafts: 1 }, $"{where}: {counts}");
        Assert.True(await rig.Store.IsSoundAsync(Cancel), where);
        // Only the last word stands; a message that was said and whose number was lost with the process may stand beside it.
        Assert.InRange(ani.Standing.Count, 1, 2);
        return died;
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_program_that_dies_at_any_call_of_the_store_while_a_file_comes_takes_the_file_once(bool after)
    {
        var (call, leftUnfinished, leftSealed) = (1, 0, 0);
        while (await DiesWithFileAsync(call, after) is { } left)
        {
            call++;
            leftUnfinished += left.Unfinished;
            leftSealed += left.Sealed;
        }

        Assert.InRange(call, 8, 100);
        // Not all of these deaths were harmless to the files: some left one half written, some one that no report knew of yet.
        Assert.True(leftUnfinished > 0, "no death left an unfinished file");
        Assert.True(leftSealed > 0, "no death left a sealed file");
    }

    /// <returns>The files that it left behind when it died; null when all was done before that call came.</returns>
    private static async Task<(int Unfinished, int Sealed)?> DiesWithFileAsync(int call, bool after)
    {
        await using var rig = await FileRig.StartAsync();
        var ani = await rig.PersonAtPhotoAsync();
        var where = $"call {call}, {(after ? "after" : "before")} its effect";
        rig.Intake.Store.DiesAt = (rig.Intake.Store.Calls + call, after);
        (int Unfinished, int Sealed)? left = null;
        await UntilDeathAsync(rig, () => rig.SendAsync(ani, new byte[30_000]));
        if (!rig.Intake.Store.IsDead) await UntilDeathAsync(rig, () => FetchAsync(rig, ani));
        if (rig.Intake.Store.IsDead)
        {
            left = (rig.Unfinished().Length, rig.SealedFiles().Length);
            await rig.Intake.RestartAsync();
            Assert.True(rig.Unfinished().Length == 0, where);
            // The channel had no word that the message was taken: it comes again.
            await rig.SendAgainAsync(ani);
            await FetchAsync(rig, ani);
        }

        rig.Intake.Store.DiesAt = default;
        await rig.SendAgainAsync(ani);
        Assert.True((await rig.SendReportAsync(ani)).Count == 1, where);
        Assert.True(rig.SealedFiles().Length == 1, where);
        var counts = await rig.Intake.Store.CountsAsync(Cancel);
        Assert.True(counts is { Outgoing: 0, Drafts: 1, Attachments: 1 }, $"{where}: {counts}");
        Assert.True(await rig.Intake.Store.IsSoundAsync(Cancel), where);
        return left;
    }

    /// <summary>From the start of the fetching to its end; what is said then is sent after it, so that the calls come in one order.</summary>
    private static async Task FetchAsync(FileRig rig, Person person)
    {
        await rig.StartFetchingAsync();
        await rig.UntilFetchedAsync();
        await rig.StopFetchingAsync();
        await rig.Intake.CarryOutAsync(person);
    }

    private static async Task UntilDeathAsync(FileRig rig, Func<Task> live)
    {
        try
        {
            await live();
        }
        catch (OperationCanceledException) when (rig.Intake.Store.IsDead)
        {
            // Its end is what the caller looks at.
        }
    }
}
