using Detainees.Bot.Team;
using Detainees.Testing;

namespace Detainees.Bot.Tests.Team;

/// <summary>Somebody who was removed from the team does not come back with an old list.</summary>
public class TeamSerialTests
{
    [Fact]
    public void An_older_list_is_refused_also_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        Assert.True(TeamSerial.TryAdvance(folder.Path, 3));
        Assert.True(TeamSerial.TryAdvance(folder.Path, 3));
        Assert.True(TeamSerial.TryAdvance(folder.Path, 7));
        Assert.False(TeamSerial.TryAdvance(folder.Path, 6));
        Assert.True(TeamSerial.TryAdvance(folder.Path, 7));
    }
}
