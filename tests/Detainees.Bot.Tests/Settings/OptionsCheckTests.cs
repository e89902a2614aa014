using Detainees.Bot.Settings;

namespace Detainees.Bot.Tests.Settings;

public class OptionsCheckTests
{
    [Fact]
    public void The_defaults_are_in_range() => Assert.Null(OptionsCheck.FirstProblem(new BotOptions()));

    [Theory]
    [InlineData(0, 1, 0, "")]
    [InlineData(50, 512, 65535, "")]
    [InlineData(-1, 64, 5080, "Telegram:PollSeconds")]
    [InlineData(51, 64, 5080, "Telegram:PollSeconds")]
    [InlineData(50, 0, 5080, "Telegram:RepliesInFlight")]
    [InlineData(50, 513, 5080, "Telegram:RepliesInFlight")]
    [InlineData(50, 64, -1, "Phone:Port")]
    [InlineData(50, 64, 65536, "Phone:Port")]
    public void A_number_out_of_its_range_is_named(int poll, int replies, int port, string named)
    {
        var problem = OptionsCheck.FirstProblem(new BotOptions
        {
            Telegram = new TelegramOptions { PollSeconds = poll, RepliesInFlight = replies }, Phone = new LocalPhoneOptions { Port = port },
        });
        if (named.Length == 0) Assert.Null(problem);
        else Assert.StartsWith(named + " ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_number_there_is_has_a_range()
    {
        var numbers = 0;
        foreach (var section in typeof(BotOptions).GetProperties())
        foreach (var number in section.PropertyType.GetProperties().Where(property => property.CanWrite && property.PropertyType == typeof(int)))
        {
            foreach (var value in new[] { -1, int.MaxValue })
            {
                var options = new BotOptions();
                number.SetValue(section.GetValue(options), value);
                Assert.StartsWith($"{section.Name}:{number.Name} ", OptionsCheck.FirstProblem(options), StringComparison.Ordinal);
            }

            numbers++;
        }

        Assert.NotEqual(0, numbers);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5081", true)]
    [InlineData("https://desk.example.org", false)]
    [InlineData("127.0.0.1:5081", false)]
    [InlineData("", false)]
    [InlineData("file:///etc/passwd", false)]
    public void The_desks_address_must_be_one(string listen, bool isGood) =>
        Assert.Equal(isGood, OptionsCheck.FirstProblem(new BotOptions { DeskApi = new DeskApiOptions { Listen = listen } }) is null);

    [Theory]
    [InlineData("Verbose", true)]
    [InlineData("fatal", true)]
    [InlineData("Chatty", false)]
    [InlineData("17", false)]
    [InlineData("", false)]
    public void A_log_level_that_is_none_is_named(string level, bool isGood)
    {
        var problem = OptionsCheck.FirstProblem(new BotOptions { LogLevel = level });
        if (isGood) Assert.Null(problem);
        else Assert.StartsWith("LogLevel ", problem, StringComparison.Ordinal);
    }
}
