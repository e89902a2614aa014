using System.Diagnostics;
using System.Runtime.InteropServices;
using Detainees.Bot.Settings;

namespace Detainees.Endurance.Running;

/// <summary>The bot's program as an operator starts it: the published one where <c>DETAINEES_PROGRAM</c> names it, else what was built beside the caller.</summary>
/// <remarks>
/// The published one runs as the systemd unit's MemoryDenyWriteExecute would have it, where the kernel can: no memory may be written and then executed. So whatever
/// is tested on it is tested under that rule.
/// </remarks>
public static class BotProgram
{
    /// <summary>What <see cref="Confined"/> ends with where the kernel has no such rule (before Linux 6.3).</summary>
    public const int NoSuchRule = 77;

    private const int CannotStart = 127; // as a shell says it

    /// <summary>The published program; null where the built one is meant.</summary>
    public static string? Published { get; } = Environment.GetEnvironmentVariable("DETAINEES_PROGRAM") is { Length: > 0 } named ? Path.GetFullPath(named) : null;

    /// <summary>What was built beside the caller, for <c>dotnet</c>.</summary>
    public static string Built => typeof(BotOptions).Assembly.Location;

    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>How to start it, both outputs taken.</summary>
    public static ProcessStartInfo Start(IEnumerable<string> arguments, string folder) => Published is { } published
        ? Confined(published, arguments, folder, orElse: "")
        : StartBuilt(arguments, folder);

    /// <summary>How to start what was built, whatever <see cref="Published"/> is.</summary>
    public static ProcessStartInfo StartBuilt(IEnumerable<string> arguments, string folder) => Plain(Host, [Built, .. arguments], folder);

    /// <summary>How to start what was built where no memory may be written and then executed, which it cannot do without.</summary>
    public static ProcessStartInfo StartBuiltConfined(IEnumerable<string> arguments, string folder) =>
        Confined(Host, [Built, .. arguments], folder, orElse: $" or exit {NoSuchRule}");

    /// <summary>By PR_SET_MDWE of prctl(2), which a process hands on to what it starts.</summary>
    private static ProcessStartInfo Confined(string program, IEnumerable<string> arguments, string folder, string orElse)
    {
        const int setMdwe = 65, refuseExecGain = 1;
        var prctl = RuntimeInformation.OSArchitecture is Architecture.Arm64 ? 167 : 157;
        return Plain("perl", ["-e", $"syscall({prctl}, {setMdwe}, {refuseExecGain}, 0, 0, 0) == 0{orElse}; exec {{ $ARGV[0] }} @ARGV or exit {CannotStart}", program, .. arguments], folder);
    }

    private static ProcessStartInfo Plain(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        // As in production (docs/operations.md): no diagnostics port, no dump. Nothing of the surroundings may change its mind.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        foreach (var name in (string[])["TELEGRAM_BOT_TOKEN", "DETAINEES_CONFIG"]) start.Environment.Remove(name);
        return start;
    }
}
