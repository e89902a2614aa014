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

    [Fact]
    public void Every_setting_is_known() =>
        Assert.All(Of(typeof(BotOptions), ""), setting => Assert.True(KnownSettings.Has($"--{setting}="), setting));

    private static IEnumerable<string> Of(Type section, string prefix) => section.GetProperties().SelectMany(property =>
        property.PropertyType.Namespace == typeof(BotOptions).Namespace ? Of(property.PropertyType, $"{prefix}{property.Name}:") : [$"{prefix}{property.Name}"]);
}
