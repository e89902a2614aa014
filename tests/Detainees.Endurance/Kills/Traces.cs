using System.Globalization;
using System.Text;
using Detainees.Bot.Settings;
using Detainees.Endurance.Running;
using Detainees.Storage;

namespace Detainees.Endurance.Kills;

/// <summary>What is left to look at when a round has failed: the bot's last lines, its last requests, what its store still owes.</summary>
internal static class Traces
{
    private const int Most = 40;

    public static async Task<string> OfAsync(BotUnderTest bot, PhoneBench bench)
    {
        var text = new StringBuilder("The bot's last lines:\n").AppendJoin('\n', bot.Output.Split('\n').TakeLast(Most)).Append("\nIts last requests:\n");
        using (var journal = await bench.JournalAsync(CancellationToken.None))
            text.AppendJoin('\n', journal.RootElement.GetProperty("entries").EnumerateArray().Select(e => e.GetRawText()).Where(e => !e.Contains("\"getUpdates\"", StringComparison.Ordinal)).TakeLast(Most));
        text.Append("\nIts store:\n");
        await bot.DisposeAsync();
        using var secrets = ServerSecrets.OpenOrCreate(bot.Secrets);
        if (secrets is null || SqliteStore.Open(Books.OptionsOf(bot, secrets)) is not OpenResult.Opened(var store)) return text.Append("does not open").ToString();
        await using (store)
        {
            text.Append(CultureInfo.InvariantCulture, $"{await store.CountsAsync(CancellationToken.None)}\n");
            foreach (var row in await store.LoadOutgoingAsync(0, 100, CancellationToken.None))
                text.Append(CultureInfo.InvariantCulture, $"{row.Id} {row.Kind} {row.NotBefore:T} {row.Attempts} {Encoding.UTF8.GetString(row.Payload ?? [])}\n");
        }

        return text.ToString();
    }
}
