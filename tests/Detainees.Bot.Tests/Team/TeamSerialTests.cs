using Detainees.Bot.Team;
using Detainees.Bot.Tests.Intake;
using Detainees.Sealing;
using Detainees.Testing;

namespace Detainees.Bot.Tests.Team;

/// <summary>Somebody who was removed from the team does not come back with an old list, nor with another one of the same serial.</summary>
public class TeamSerialTests
{
    [Fact]
    public void An_older_list_is_refused_also_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        Assert.True(TeamSerial.TryAdvance(folder.Path, Team(3)));
        Assert.True(TeamSerial.TryAdvance(folder.Path, Team(3)));
        Assert.True(TeamSerial.TryAdvance(folder.Path, Team(7)));
        Assert.False(TeamSerial.TryAdvance(folder.Path, Team(6)));
        Assert.True(TeamSerial.TryAdvance(folder.Path, Team(7)));
    }

    [Fact]
    public void Another_list_with_the_same_serial_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.True(TeamSerial.TryAdvance(folder.Path, Team(3)));
        Assert.False(TeamSerial.TryAdvance(folder.Path, Team(3, "another")));
        Assert.True(TeamSerial.TryAdvance(folder.Path, Team(4, "another")));
    }

    [Fact]
    public void What_an_earlier_version_remembered_still_counts()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["team-serial"], "5");
        Assert.False(TeamSerial.TryAdvance(folder.Path, Team(4)));
        Assert.True(TeamSerial.TryAdvance(folder.Path, Team(5)));
        Assert.False(TeamSerial.TryAdvance(folder.Path, Team(5, "another")));
    }

    [Fact]
    public void A_practice_with_the_public_team_uses_up_no_serial()
    {
        using var folder = new TemporaryFolder();
        Assert.True(TeamSerial.TryAdvance(folder.Path, Team(9) with { IsDemo = true }));
        Assert.True(TeamSerial.TryAdvance(folder.Path, Team(1)));
    }

    private static TeamList Team(long serial, string digest = "one") => IntakeRig.DemoTeam() with { Serial = serial, Digest = digest, IsDemo = false };
}
