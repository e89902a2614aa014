using System.ComponentModel.DataAnnotations;
using Serilog.Events;

namespace Detainees.Bot.Settings;

/// <summary>Checks what the attributes of <see cref="BotOptions"/> say, before anything starts.</summary>
internal static class OptionsCheck
{
    /// <summary>One sentence that names the property and never its value; null when all is well.</summary>
    public static string? FirstProblem(BotOptions options)
    {
        foreach (var (name, section) in new (string, object)[] { ("Telegram", options.Telegram), ("Intake", options.Intake), ("Retention", options.Retention), ("DeskApi", options.DeskApi), ("Phone", options.Phone), ("Metrics", options.Metrics) })
        {
            var problems = new List<ValidationResult>();
            if (Validator.TryValidateObject(section, new ValidationContext(section), problems, validateAllProperties: true)) continue;
            return $"{name}:{problems[0].MemberNames.FirstOrDefault()} is out of its range. {problems[0].ErrorMessage}";
        }

        if (!Uri.TryCreate(options.DeskApi.Listen, UriKind.Absolute, out var listen) || listen.Scheme != "http")
            return "DeskApi:Listen is not an address such as http://127.0.0.1:5081 (for https put a proxy in front).";
        if (options.Metrics.OtlpEndpoint.Length > 0 && (!Uri.TryCreate(options.Metrics.OtlpEndpoint, UriKind.Absolute, out var collector) || collector.Scheme is not ("http" or "https")))
            return "Metrics:OtlpEndpoint is not an address such as http://127.0.0.1:4318/v1/metrics.";
        // By name only: a number would be taken for a level that does not exist, and nothing or everything be logged.
        return Enum.GetNames<LogEventLevel>().Contains(options.LogLevel, StringComparer.OrdinalIgnoreCase)
            ? null
            : "LogLevel is one of Verbose, Debug, Information, Warning, Error and Fatal.";
    }
}
