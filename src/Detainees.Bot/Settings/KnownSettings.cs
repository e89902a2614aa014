using System.Diagnostics.CodeAnalysis;

namespace Detainees.Bot.Settings;

/// <summary>The settings there are, as the command line writes them.</summary>
internal static class KnownSettings
{
    // Each section by its type's name, so that its properties are still there in machine code.
    private static readonly HashSet<string> Names = new(
        [
            nameof(BotOptions.Mode), nameof(BotOptions.TimeZone), nameof(BotOptions.LogLevel),
            .. Of<TelegramOptions>(nameof(BotOptions.Telegram)), .. Of<StorageOptions>(nameof(BotOptions.Storage)), .. Of<TeamOptions>(nameof(BotOptions.Team)),
            .. Of<FormsOptions>(nameof(BotOptions.Forms)), .. Of<IntakeOptions>(nameof(BotOptions.Intake)), .. Of<RetentionOptions>(nameof(BotOptions.Retention)),
            .. Of<DeskApiOptions>(nameof(BotOptions.DeskApi)), .. Of<LocalPhoneOptions>(nameof(BotOptions.Phone)), .. Of<MetricsOptions>(nameof(BotOptions.Metrics)),
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an argument is <c>--Section:Name=value</c> of a setting that exists.</summary>
    public static bool Has(string argument)
    {
        var end = argument.IndexOf('=', StringComparison.Ordinal);
        return argument.StartsWith("--", StringComparison.Ordinal) && end > 2 && Names.Contains(argument[2..end]);
    }

    private static IEnumerable<string> Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TSection>(string section) =>
        typeof(TSection).GetProperties().Select(property => $"{section}:{property.Name}");
}
