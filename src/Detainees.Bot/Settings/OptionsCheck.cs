using System.Globalization;
using Detainees.Telegram;
using Serilog.Events;

namespace Detainees.Bot.Settings;

/// <summary>What the values of <see cref="BotOptions"/> may be, looked at before anything starts.</summary>
internal static class OptionsCheck
{
    /// <summary>One sentence that names the property and never its value; null when all is well.</summary>
    public static string? FirstProblem(BotOptions options)
    {
        foreach (var (name, value, least, most) in Numbers(options))
            if (value < least || value > most) return string.Create(CultureInfo.InvariantCulture, $"{name} is out of its range: it is between {least} and {most}.");

        if (!Uri.TryCreate(options.DeskApi.Listen, UriKind.Absolute, out var listen) || listen.Scheme != "http")
            return "DeskApi:Listen is not an address such as http://127.0.0.1:5081 (for https put a proxy in front).";
        if (options.Metrics.OtlpEndpoint.Length > 0 && (!Uri.TryCreate(options.Metrics.OtlpEndpoint, UriKind.Absolute, out var collector) || collector.Scheme is not ("http" or "https")))
            return "Metrics:OtlpEndpoint is not an address such as http://127.0.0.1:4318/v1/metrics.";
        // By name only: a number would be taken for a level that does not exist, and nothing or everything be logged.
        return Enum.GetNames<LogEventLevel>().Contains(options.LogLevel, StringComparer.OrdinalIgnoreCase)
            ? null
            : "LogLevel is one of Verbose, Debug, Information, Warning, Error and Fatal.";
    }

    // Attributes would say it nearer to the settings, but looking for them takes a tenth of the time until the first poll.
    private static (string Name, int Value, int Least, int Most)[] Numbers(BotOptions options) =>
    [
        ("Telegram:PollSeconds", options.Telegram.PollSeconds, 0, TelegramBotClient.MaxPollSeconds),
        ("Telegram:RepliesInFlight", options.Telegram.RepliesInFlight, 1, 512),
        ("Intake:UpdatesPerDay", options.Intake.UpdatesPerDay, 100, 100_000_000),
        ("Intake:Burst", options.Intake.Burst, 20, 10_000_000),
        ("Intake:UpdatesPerSecond", options.Intake.UpdatesPerSecond, 1, 1_000_000),
        ("Intake:ReportsPerDay", options.Intake.ReportsPerDay, 1, 1_000_000),
        ("Intake:MegabytesPerDay", options.Intake.MegabytesPerDay, 1, 1_000_000),
        ("Retention:Days", options.Retention.Days, 0, 36_500),
        ("DeskApi:RequestsPerSecond", options.DeskApi.RequestsPerSecond, 1, 1_000_000),
        ("Phone:Port", options.Phone.Port, 0, 65_535),
        ("Metrics:Seconds", options.Metrics.Seconds, 1, 3600),
    ];
}
