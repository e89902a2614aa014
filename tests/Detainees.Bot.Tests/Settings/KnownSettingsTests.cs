using Detainees.Bot.Settings;

namespace Detainees.Bot.Tests.Settings;

/// <summary>A slip of the pen on the command line is said, and never taken for "the default".</summary>
public class KnownSettingsTests
{
    [Theory]
    [InlineData("--Storage:DataDirectory=/srv/data", true)]
    [InlineData("--storage:datadirectory=/srv/data", true)]
    [InlineData("--Mode=practice", true)]
    [InlineData("--Telegram:TokenFile=", true)]
    [InlineData("--Storage:DataDir=/srv/data", false)]
    [InlineData("--Storage=/srv/data", false)]
    [InlineData("--Telegram:TokenFile", false)]
    [InlineData("strat", false)]
    [InlineData("--=x", false)]
    public void Only_settings_that_exist_are_taken(string argument, bool known) => Assert.Equal(known, KnownSettings.Has(argument));
}
