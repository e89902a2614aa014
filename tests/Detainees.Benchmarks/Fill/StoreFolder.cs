using System.Security.Cryptography;
using Detainees.Signing;
using Detainees.Storage;

namespace Detainees.Benchmarks.Fill;

/// <summary>A bot's folders as ours.json and <see cref="Load.BotProcess"/> lay them out, with secrets made as the bot makes them.</summary>
internal static class StoreFolder
{
    /// <summary>Opens the store for work at another time than now: what is old must have been written by an old clock.</summary>
    /// <param name="folder">Holds <c>data</c>, <c>epochs</c> and <c>secrets</c>; what is missing is made.</param>
    public static async Task WriteAsync(string folder, TimeProvider time, Func<IIntakeStore, Task> write, CancellationToken cancel)
    {
        var secrets = Directory.CreateDirectory(Path.Combine(folder, "secrets")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        var pem = Path.Combine(secrets, "signing.pem");
        if (!File.Exists(pem))
        {
            using var fresh = SigningKey.Create();
            await File.WriteAllTextAsync(pem, fresh.ToPem(), cancel);
            await File.WriteAllBytesAsync(Path.Combine(secrets, "thread.key"), RandomNumberGenerator.GetBytes(32), cancel);
        }

        using var key = SigningKey.TryReadPem(await File.ReadAllTextAsync(pem, cancel)) ?? throw new InvalidDataException("no signing key");
        var opened = SqliteStore.Open(new StoreOptions
        {
            DataDirectory = Path.Combine(folder, "data"), EpochKeyDirectory = Path.Combine(folder, "epochs"), Origin = "detainees-intake", SigningKey = key,
            Time = time,
        });
        if (opened is not OpenResult.Opened(var store)) throw new InvalidOperationException(opened.GetType().Name);
        await using (store) await write(store);
    }

    /// <summary>Stores as many turns, as many at once as a batch of updates brings.</summary>
    public static async Task InGroupsAsync(IIntakeStore store, int count, Func<int, Turn> make, CancellationToken cancel)
    {
        const int Group = 200;
        for (var done = 0; done < count; done += Group)
        {
            var results = await Task.WhenAll(Enumerable.Range(done, Math.Min(Group, count - done)).Select(i => store.CommitAsync(make(i), cancel).AsTask()));
            if (Array.Exists(results, result => result is not TurnResult.Stored)) throw new InvalidOperationException("not stored");
        }
    }

    /// <summary>The real clock, so much behind.</summary>
    public sealed class Past(TimeSpan ago) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - ago;
    }
}
