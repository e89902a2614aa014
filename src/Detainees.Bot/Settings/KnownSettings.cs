using System.Reflection;

namespace Detainees.Bot.Settings;

/// <summary>The settings there are, as the command line writes them.</summary>
internal static class KnownSettings
{
    private static readonly HashSet<string> Names = Collect(typeof(BotOptions), "").ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an argument is <c>--Section:Name=value</c> of a setting that exists.</summary>
    public static bool Has(string argument)
    {
        var end = argument.IndexOf('=', StringComparison.Ordinal);
        return argument.StartsWith("--", StringComparison.Ordinal) && end > 2 && Names.Contains(argument[2..end]);
    }

    private static IEnumerable<string> Collect(Type section, string prefix) =>
        section.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property =>
            property.PropertyType.Namespace == typeof(BotOptions).Namespace
                ? Collect(property.PropertyType, $"{prefix}{property.Name}:")
                : [$"{prefix}{property.Name}"]);
}
