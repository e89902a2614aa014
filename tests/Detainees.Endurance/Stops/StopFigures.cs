using System.Globalization;

namespace Detainees.Endurance.Stops;

/// <summary>Round after round, as a table.</summary>
internal static class StopFigures
{
    public static async Task<string> MeasureAsync(int seed, int rounds, int chats, CancellationToken cancel)
    {
        var lines = new List<string> { "| round | in the middle of conversations | and held up on purpose |", "|---|---:|---:|" };
        for (var i = 0; i < rounds; i++)
        {
            var round = new StopRound(seed + i, chats);
            var (free, held) = (await round.RunAsync(held: false, cancel), await round.RunAsync(held: true, cancel));
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"| {i + 1} | {free.TotalSeconds:F2} s | {held.TotalSeconds:F2} s |"));
        }

        return string.Join('\n', lines);
    }
}
