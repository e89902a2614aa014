using Microsoft.Extensions.Logging;

namespace Detainees.Endurance.Logs;

/// <summary>The bot with all ears open, as a process of its own: what the phone and the people beside it do is not heard.</summary>
internal static class EarsProgram
{
    public const string Command = "ears";

    /// <summary>In the folder, what was heard.</summary>
    public const string File = "heard.txt";

    /// <param name="arguments">The command, the folder, the Bot API's address, the desk's address.</param>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancel)
    {
        var (folder, api, desk) = (arguments[1], new Uri(arguments[2]), arguments[3]);
        using var ears = new Ears(Path.Combine(folder, File));
        await using var bot = await HostedBot.StartAsync(folder, api, desk, logs => logs.SetMinimumLevel(LogLevel.Trace).AddFilter<Ears>(null, LogLevel.Trace).AddProvider(ears), cancel);
        Console.WriteLine("It listens.");
        await bot.UntilStoppedAsync(cancel);
        return 0;
    }
}
