using Detainees.Journal;
using Detainees.Signing;
using Detainees.Storage;

namespace Detainees.Benchmarks.Load;

/// <summary>What the journal says after the bot was killed.</summary>
/// <param name="Reports">Entries of sealed reports.</param>
/// <param name="IsWhole">Every entry follows the one before it, up to the head.</param>
/// <param name="BytesPerReport">Size of a sealed report, on average.</param>
internal sealed record Books(int Reports, bool IsWhole, long BytesPerReport)
{
    private const int Page = 1000;

    public static async Task<Books> ReadAsync(BotProcess bot, CancellationToken cancel)
    {
        using var key = SigningKey.TryReadPem(await File.ReadAllTextAsync(Path.Combine(bot.Secrets, "signing.pem"), cancel))
            ?? throw new InvalidOperationException("the bot's signing key cannot be read");
        var opened = SqliteStore.Open(new StoreOptions
        {
            DataDirectory = bot.Data, EpochKeyDirectory = bot.EpochKeys, Origin = "detainees-intake", SigningKey = key,
        });
        if (opened is not OpenResult.Opened(var store)) throw new InvalidOperationException($"the bot's store cannot be opened: {opened.GetType().Name}");
        await using (store)
        {
            var head = JournalHead.Empty;
            var (reports, bytes) = (0, 0L);
            while (true)
            {
                var entries = await store.EntriesAsync(head.Size + 1, Page, cancel);
                foreach (var entry in entries)
                {
                    head = head.Append(entry);
                    if (entry.Kind is not EntryKind.Report) continue;
                    reports++;
                    bytes += entry.Body.Bytes;
                }

                if (entries.Length < Page) break;
            }

            return new Books(reports, head == await store.HeadAsync(cancel), reports == 0 ? 0 : bytes / reports);
        }
    }
}
