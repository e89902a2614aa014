using System.Diagnostics;
using System.Globalization;
using Detainees.Journal;
using Detainees.Signing;
using Detainees.Testing;

namespace Detainees.Storage.Tests;

/// <summary>P4: a process that is killed loses nothing it acknowledged and stores nothing twice.</summary>
public sealed class KillTests
{
    private const int Rounds = 8;
    private const int PerRound = 400;

    [Fact]
    public async Task Every_turn_acknowledged_before_a_kill_is_there_after_it()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(2)); // a writer that hangs must not hang the tests
        var cancel = deadline.Token;
        using var folder = new TemporaryFolder();
        using var key = SigningKey.Create();
        Directory.CreateDirectory(folder["data"]);
        await File.WriteAllTextAsync(folder["key.pem"], key.ToPem(), cancel);
        var acknowledged = new long[WriterProcess.Threads];
        for (var round = 0; round < Rounds; round++)
        {
            await KillAfterAsync(folder.Path, PerRound + 97 * round, acknowledged, cancel);
            await CheckAsync(folder.Path, key, acknowledged, cancel);
        }
    }

    private static async Task KillAfterAsync(string folder, int lines, long[] acknowledged, CancellationToken cancel)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Detainees.Storage.Tests.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program])
        {
            RedirectStandardOutput = true, Environment = { [WriterProcess.Variable] = folder },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("the writer did not start");
        await using var last = cancel.Register(process.Kill);
        for (var i = 0; i < lines; i++) Note(await process.StandardOutput.ReadLineAsync(cancel));
        process.Kill(); // SIGKILL: nothing in the process can run any more
        while (await process.StandardOutput.ReadLineAsync(cancel) is { } line) Note(line);
        await process.WaitForExitAsync(cancel);

        void Note(string? line)
        {
            var parts = line?.Split(' ') ?? throw new InvalidOperationException("the writer ended by itself");
            if (parts is not [var writer, { Length: > 0 } number]) return; // the last line may be cut off
            var index = int.Parse(writer, CultureInfo.InvariantCulture);
            acknowledged[index] = Math.Max(acknowledged[index], long.Parse(number, CultureInfo.InvariantCulture));
        }
    }

    private static async Task CheckAsync(string folder, SigningKey key, long[] acknowledged, CancellationToken cancel)
    {
        await using var store = Assert.IsType<OpenResult.Opened>(SqliteStore.Open(WriterProcess.Options(folder, key))).Store;
        Assert.True(await store.IsSoundAsync(cancel));
        var reports = 0L;
        for (var writer = 0; writer < WriterProcess.Threads; writer++)
        {
            var thread = WriterProcess.Thread(writer);
            var draft = await store.OpenDraftAsync(thread);
            var number = long.Parse(Some.Text(draft.State), CultureInfo.InvariantCulture);
            // At most one turn can have been stored without the word of it getting out.
            Assert.InRange(number, acknowledged[writer], acknowledged[writer] + 1);
            acknowledged[writer] = number;
            reports += number / 10;
            var turn = Some.Turn(thread, draft.Details.Revision, new DraftChange.Keep(), writer * 10_000_000L + number);
            Assert.IsType<TurnResult.DuplicateUpdate>(await store.CommitAsync(turn, cancel));
        }

        var verifier = new JournalVerifier(JournalHead.Empty);
        for (var from = 1L; await store.EntriesAsync(from, 1000, cancel) is { Length: > 0 } page; from += page.Length)
        {
            foreach (var entry in page) Assert.Null(verifier.Feed(entry));
        }

        var sound = Assert.IsType<JournalCheck.Sound>(verifier.Finish(await store.CheckpointAsync(cancel), key.Public, Some.Origin));
        Assert.Equal(reports, sound.Head.Size);
        await CheckOutgoingAsync(store, acknowledged, cancel);
    }

    private static async Task CheckOutgoingAsync(IIntakeStore store, long[] stored, CancellationToken cancel)
    {
        var unsettled = new HashSet<(ThreadKey, string)>();
        for (var after = 0L; await store.LoadOutgoingAsync(after, 1000, cancel) is { Length: > 0 } page; after = page[^1].Id)
        {
            foreach (var row in page) Assert.True(unsettled.Add((row.Thread, Some.Text(row.Payload))));
        }

        for (var writer = 0; writer < stored.Length; writer++)
        {
            for (var number = 1L; number <= stored[writer]; number++)
            {
                if (number % 3 != 0) Assert.Contains((WriterProcess.Thread(writer), number.ToString(CultureInfo.InvariantCulture)), unsettled);
            }
        }
    }
}
