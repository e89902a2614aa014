using System.Diagnostics;
using Detainees.Bot.Settings;

namespace Detainees.Endurance.Running;

/// <summary>The bot's program as an operator starts it: the published one where <c>DETAINEES_PROGRAM</c> names it, else what was built beside the caller.</summary>
public static class BotProgram
{
    /// <summary>The published program; null where the built one is meant.</summary>
    public static string? Published { get; } = Environment.GetEnvironmentVariable("DETAINEES_PROGRAM") is { Length: > 0 } named ? Path.GetFullPath(named) : null;

    /// <summary>What was built beside the caller, for <c>dotnet</c>.</summary>
    public static string Built => typeof(BotOptions).Assembly.Location;

    /// <summary>How to start it, both outputs taken.</summary>
    public static ProcessStartInfo Start(IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(Published ?? Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        if (Published is null) start.ArgumentList.Add(Built);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // As in production (docs/operations.md): no diagnostics port, no dump. Nothing of the surroundings may change its mind.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        foreach (var name in (string[])["TELEGRAM_BOT_TOKEN", "DETAINEES_CONFIG"]) start.Environment.Remove(name);
        return start;
    }
}
