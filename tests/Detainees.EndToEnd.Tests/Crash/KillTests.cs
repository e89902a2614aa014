using Detainees.Endurance.Kills;

namespace Detainees.EndToEnd.Tests.Crash;

/// <summary>P4 with the real process: a short round of what <c>tests/Detainees.Endurance</c> does a thousand times.</summary>
public class KillTests
{
    private const int Seed = 20_261;

    [Fact]
    public async Task A_bot_that_is_killed_again_and_again_loses_no_answer_and_sends_no_report_twice()
    {
        var figures = await new KillRound(Seed, kills: 8, chats: 6, _ => { }).RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(8, figures.Kills);
        Assert.True(figures.Sent > 0, "no report was sent: the round shows nothing");
        TestContext.Current.TestOutputHelper?.WriteLine(figures.Table());
    }
}
