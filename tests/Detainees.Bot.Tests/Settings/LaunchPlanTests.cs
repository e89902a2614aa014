using Detainees.Bot.Settings;
using Detainees.Phone;

namespace Detainees.Bot.Tests.Settings;

/// <summary>In which way the program runs, and when it does not run at all.</summary>
public class LaunchPlanTests
{
    private const string Real = "100000001:AAinventedTokenForTests-0123456789_xyz";
    private const string Telegram = "https://api.telegram.org";
    private const string Here = "http://127.0.0.1:8090";

    [Theory]
    // Without any token it is tried out, whatever blanks stand where a token would.
    [InlineData("try-out", null, null, "", "", Telegram)]
    [InlineData("try-out", "", null, "  ", "", Telegram)]
    // A token means families, wherever it stands.
    [InlineData("production", Real, null, "", "", Telegram)]
    [InlineData("production", null, Real, "", "", Telegram)]
    [InlineData("production", null, null, Real, "", Telegram)]
    [InlineData("production", " " + Real + "\n", null, "", "", Telegram)]
    [InlineData("production", Real, null, "", "", "https://bots.example.org/telegram")]
    [InlineData("production", Real, null, "", "", Here)]
    // The phone's token, or the word "practice", never reaches a machine that is not this one.
    [InlineData("practice", PhoneServer.DummyToken, null, "", "", Here)]
    [InlineData("practice", Real, null, "", "practice", Here)]
    [InlineData("practice", Real, null, "", " practice ", "http://localhost:1")]
    [InlineData("refused", PhoneServer.DummyToken, null, "", "", Telegram)]
    [InlineData("refused", PhoneServer.DummyToken, null, "", "practice", "https://bots.example.org")]
    [InlineData("refused", Real, null, "", "practice", Telegram)]
    // A Bot API was named, so somebody meant to talk to it: running beside it as a try-out would look like working.
    [InlineData("refused", null, null, "", "", Here)]
    [InlineData("refused", null, null, "", "practice", Telegram)]
    [InlineData("refused", null, null, "", "", "https://bots.example.org")]
    [InlineData("refused", null, "", "", "", Telegram)]
    [InlineData("refused", Real, "", Real, "", Telegram)]
    [InlineData("refused", Real, null, "", "production", Telegram)]
    [InlineData("refused", Real, null, "", "Practice", Here)]
    [InlineData("refused", Real, null, "", "", "http://bots.example.org")]
    [InlineData("refused", Real, null, "", "", "api.telegram.org")]
    [InlineData("refused", Real, null, "", "", "ftp://127.0.0.1")]
    [InlineData("refused", Real, null, "", "", "")]
    // What the client of the Bot API would refuse later, with an exception.
    [InlineData("refused", Real, null, "", "", "https://user:word@bots.example.org")]
    [InlineData("refused", Real, null, "", "", "https://bots.example.org/?a=b")]
    [InlineData("refused", Real, null, "", "", "https://bots.example.org/#a")]
    public void The_way_it_runs_follows_from_token_mode_and_address(
        string expected, string? environment, string? file, string option, string mode, string root) =>
        Assert.Equal(expected, Word(Decide(environment, file, option, mode, root)));

    [Theory]
    [InlineData("100000001")]
    [InlineData("100000001:short")]
    [InlineData("letters:AAinventedTokenForTests-0123456789_xyz")]
    [InlineData(":AAinventedTokenForTests-0123456789_xyz")]
    [InlineData("100000001:AAinventedTokenForTests 0123456789_xyz")]
    [InlineData("100000001:AAinventedTokenForTests/../0123456789_xyz")]
    [InlineData("100000001:AAinventedTokenForTests-0123456789_xyz?a=b")]
    public void What_is_no_token_is_refused_and_not_repeated(string token)
    {
        var refused = Assert.IsType<LaunchPlan.Refused>(Decide(token, null, "", "", Telegram));
        Assert.DoesNotContain("AAinvented", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("token", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_file_goes_before_the_environment_and_that_before_the_settings()
    {
        const string Other = "200000002:BBinventedTokenForTests-0123456789_xyz";
        Assert.Equal(Other, Assert.IsType<LaunchPlan.Production>(Decide(Real, Other, Real, "", Telegram)).Token);
        Assert.Equal(Other, Assert.IsType<LaunchPlan.Production>(Decide(Other, null, Real, "", Telegram)).Token);
    }

    private static LaunchPlan Decide(string? environment, string? file, string option, string mode, string root) => LaunchPlan.Decide(
        new BotOptions { Mode = mode, Telegram = new TelegramOptions { Token = option, ApiRoot = root } }, environment, file, PhoneServer.DummyToken);

    private static string Word(LaunchPlan plan) => plan switch
    {
        LaunchPlan.TryOut => "try-out",
        LaunchPlan.Practice => "practice",
        LaunchPlan.Production => "production",
        _ => "refused",
    };
}
