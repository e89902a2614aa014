using System.Globalization;

namespace Detainees.Benchmarks.Compare;

/// <summary>One call of the harness's <c>compare</c>.</summary>
/// <param name="Letter">By which it is chosen.</param>
/// <param name="Is">What it shows.</param>
/// <param name="Bots">Those that take turns, ours first.</param>
internal sealed record CompareRun(char Letter, string Is, string[] Bots, string[] Arguments);

/// <summary>The runs of the comparison: speed, network, kills, syncs, faults, duplicates.</summary>
internal static class CompareRuns
{
    public const string Ours = "ours";
    public const string DurablePeer = "telegraf-sqlite";
    public const string QuickestPeer = "grammy-runner";
    public const string Floor = "bare-group";
    public const string WideFloor = "bare-group-256";

    public static IReadOnlyList<CompareRun> All(bool quick)
    {
        var (repeats, few, kills) = quick ? ("2", "1", "4") : ("5", "3", "40");
        string[] time = quick ? ["--warmup", "3", "--duration", "3"] : ["--warmup", "3", "--duration", "6"];
        return
        [
            new('A', "No network delay", [Ours, DurablePeer, Floor], ["--n", quick ? "1,50" : "1,50,500", "--repeats", repeats, .. time, "--base", DurablePeer]),
            new('C', "A round trip of 50 ms, 200 chats", [Ours, QuickestPeer, WideFloor],
                ["--n", "200", "--repeats", few, "--rtt-ms", "50", "--warmup", "4", "--duration", quick ? "4" : "10", "--base", QuickestPeer]),
            new('D', "What a kill leaves", [Ours], ["--crash", "--n", "50", "--repeats", kills]),
            new('N', "What three kills leave behind a network", [Ours], ["--crash", "--n", "50", "--repeats", quick ? "2" : "10", "--kills", "3", "--rtt-ms", "50"]),
            new('E', "Syncs of the disk, 20 chats, under strace: not for speed", [Ours, DurablePeer, Floor],
                ["--n", "20", "--repeats", "1", "--fsync-log", "{data}/strace.log", "--warmup", "2", "--duration", "4"]),
            new('F', "1 % of calls fail", [Ours], ["--n", "50", "--p429", "0.005", "--p5xx", "0.005", "--nudge", "8", "--repeats", repeats, .. time]),
            new('G', "2 % of updates come twice", [Ours], ["--n", "50", "--pdup", "0.02", "--repeats", repeats, .. time]),
        ];
    }

    /// <summary>The harness's arguments, from the folder in which it was built.</summary>
    public static string[] CommandLine(CompareRun run, CompareOptions options, string ours, string figures) =>
    [
        Path.Combine("load", "bin", "Release", "net10.0", "load.dll"), "compare",
        "--config", $"{Path.Combine("peers", "bots.json")},{Path.Combine("limits", "bots.json")},{ours}", "--only", string.Join(',', run.Bots),
        .. run.Arguments, "--others", options.Others.ToString(CultureInfo.InvariantCulture), "--tries", options.Quick ? "1" : "3", "--out", figures,
    ];
}
