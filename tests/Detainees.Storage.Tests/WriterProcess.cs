using System.Globalization;
using System.Text;
using Detainees.Journal;
using Detainees.Signing;

namespace Detainees.Storage.Tests;

/// <summary>A process that commits turns on many threads and writes a line for each that was acknowledged, until it is killed.</summary>
internal static class WriterProcess
{
    public const string Variable = "DETAINEES_STORAGE_WRITER";
    public const int Threads = 12;

    /// <summary>The thread of a writer; the same in each round, so that rounds go on where the last was cut off.</summary>
    public static ThreadKey Thread(int writer) => new(new Guid(writer, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]));

    public static StoreOptions Options(string folder, SigningKey key) => new()
    {
        DataDirectory = Path.Combine(folder, "data"), EpochKeyDirectory = Path.Combine(folder, "keys"), Origin = Some.Origin,
        SigningKey = key, ReservedBytes = 0,
    };

    public static void Run(string folder)
    {
        using var key = SigningKey.TryReadPem(File.ReadAllText(Path.Combine(folder, "key.pem"))) ?? throw new InvalidOperationException("no key");
        if (SqliteStore.Open(Options(folder, key)) is not OpenResult.Opened opened)
        {
            Environment.Exit(3);
            return;
        }

        using var output = Console.OpenStandardOutput();
        var gate = new Lock();
        Task.WhenAll(Enumerable.Range(0, Threads).Select(w => Task.Run(() => WriteAsync(opened.Store, w, Say)))).GetAwaiter().GetResult();

        void Say(string line)
        {
            lock (gate)
            {
                output.Write(Encoding.ASCII.GetBytes(line + "\n"));
                output.Flush();
            }
        }
    }

    private static async Task WriteAsync(IIntakeStore store, int writer, Action<string> say)
    {
        var thread = Thread(writer);
        var (revision, number) = await store.LoadAsync(thread, CancellationToken.None) switch
        {
            LoadResult.Open(var state, var details) => (details.Revision, long.Parse(Some.Text(state), CultureInfo.InvariantCulture)),
            LoadResult.None => (0L, 0L),
            _ => throw new InvalidOperationException("locked"),
        };
        while (true)
        {
            number++;
            var update = writer * 10_000_000L + number;
            var text = number.ToString(CultureInfo.InvariantCulture);
            var turn = Some.Turn(thread, revision, Some.Put(text, revision == 0 ? Some.Key() : null, ends: DateTimeOffset.MaxValue), update, text);
            if (number % 10 == 0) turn = turn with { Journal = [Some.Report(update.ToString(CultureInfo.InvariantCulture))] };
            if (await store.CommitAsync(turn, CancellationToken.None) is not TurnResult.Stored stored) throw new InvalidOperationException("not stored");
            revision = stored.Revision;
            say(string.Create(CultureInfo.InvariantCulture, $"{writer} {number}"));
            // Every third is settled, so that the outbox has rows and gaps when the kill comes.
            if (number % 3 == 0) await store.SettleAsync([new Settlement.Sent(stored.Outgoing[0], number)], CancellationToken.None);
        }
    }
}
