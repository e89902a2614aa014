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
}
