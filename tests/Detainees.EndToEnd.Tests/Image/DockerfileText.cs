using System.Text.RegularExpressions;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Image;

/// <summary>The Dockerfile as its instructions, continued lines joined, comments left out.</summary>
internal static partial class DockerfileText
{
    public static List<(string Word, string Text)> Instructions() =>
    [
        .. Continued().Replace(File.ReadAllText(Checkout.Path("Dockerfile")), " ").Split('\n').Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries)).Select(parts => (parts[0].ToUpperInvariant(), parts.Length > 1 ? parts[1] : "")),
    ];

    /// <summary>The instructions from the last FROM on.</summary>
    public static List<(string Word, string Text)> FinalStage()
    {
        var all = Instructions();
        return all[all.FindLastIndex(i => i.Word == "FROM")..];
    }

    public static Dictionary<string, string> Environment() => FinalStage().Where(i => i.Word == "ENV")
        .SelectMany(i => i.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    [GeneratedRegex(@"\\\r?\n")]
    private static partial Regex Continued();
}
