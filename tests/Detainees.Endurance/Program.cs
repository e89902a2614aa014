using System.Globalization;
using Detainees.Endurance.Kills;
using Detainees.Endurance.Logs;
using Detainees.Endurance.Running;
using Detainees.Endurance.Stops;
using Detainees.Endurance.Unreadable;

namespace Detainees.Endurance;

/// <summary>The long rounds, whose short sisters run with the tests: docs/endurance.md.</summary>
internal static class Program
{
    private const string Usage = """
        dotnet run --project tests/Detainees.Endurance -- kills [--count N] [--chats N] [--seed N]
        dotnet run --project tests/Detainees.Endurance -- memory [--people N] [--minutes N] [--seed N]
        dotnet run --project tests/Detainees.Endurance -- stops [--rounds N] [--chats N] [--seed N]
        """;

    public static async Task<int> Main(string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        try
        {
            switch (arguments.FirstOrDefault())
            {
                case "kills":
                    var round = new KillRound(Number(arguments, "--seed", Environment.TickCount), Number(arguments, "--count", 1000), Number(arguments, "--chats", 12), Say);
                    Console.WriteLine((await round.RunAsync(stop.Token)).Table());
                    return 0;
                case "memory":
                    var memory = new MemoryRound(Number(arguments, "--seed", Environment.TickCount), Number(arguments, "--people", 8), Number(arguments, "--minutes", 5), Say);
                    Console.WriteLine(await memory.RunAsync(stop.Token));
                    return 0;
                case "stops":
                    Console.WriteLine(await StopFigures.MeasureAsync(Number(arguments, "--seed", Environment.TickCount), Number(arguments, "--rounds", 5), Number(arguments, "--chats", 20), stop.Token));
                    return 0;
                case EarsProgram.Command when arguments.Length == 4:
                    return await EarsProgram.RunAsync(arguments, stop.Token);
                default:
                    await Console.Error.WriteLineAsync(Usage);
                    return 2;
            }
        }
        catch (RoundFailedException failed)
        {
            await Console.Error.WriteLineAsync($"FAILED: {failed.Message}");
            return 1;
        }
    }

    private static void Say(string line) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss} {line}"));

    private static int Number(string[] arguments, string name, int otherwise)
    {
        var at = Array.IndexOf(arguments, name);
        return at >= 0 && at + 1 < arguments.Length && int.TryParse(arguments[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
    }
}
