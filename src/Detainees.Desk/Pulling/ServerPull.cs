using System.Collections.Concurrent;
using System.Collections.Immutable;
using Detainees.Desk.Store;
using Detainees.Journal;
using Detainees.Signing;

namespace Detainees.Desk.Pulling;

/// <summary>One pull from a server: entries, verified against the signed checkpoint and what this desk remembers; then the sealed files.</summary>
internal sealed class ServerPull(DeskFolder folder, ServerClient client, Uri server, IProgressLine progress)
{
    /// <summary>The name under which the server signs; the same for every server of this program.</summary>
    public const string Origin = "detainees-intake";

    private const int EntriesAtOnce = 500;
    private const int FilesAtOnce = 4;

    /// <param name="given">The server's key as the case worker was told it; null to trust the first answer and remember it.</param>
    public async Task<Attempt<PullSummary>> RunAsync(VerifyingKey? given, CancellationToken cancel)
    {
        if (given is not null && folder.Memory is { } memory && !memory.Key.Equals(given))
            return new Trouble(ExitCode.Distrusted, $"This desk knows its server by another key ({memory.Key.Id}) than the one given ({given.Id}).");
        var remarks = ImmutableArray.CreateBuilder<string>();
        if ((given ?? folder.Memory?.Key) is not { } key)
        {
            var asked = await client.KeyAsync(cancel);
            if (asked is Attempt<VerifyingKey>.Failed(var noKey)) return noKey;
            key = ((Attempt<VerifyingKey>.Done)asked).Value;
            remarks.Add($"First pull: from now on this desk trusts the server with the key\n  {key.Id}\nCompare it with the one your administrator reads to you, by telephone or in person.");
        }

        var before = folder.Head.Size;
        if (await TakeEntriesAsync(key, cancel) is { } why) return why;
        return await FetchFilesAsync(before, remarks.ToImmutable(), cancel);
    }

    private async Task<Trouble?> TakeEntriesAsync(VerifyingKey key, CancellationToken cancel)
    {
        var asked = await client.CheckpointAsync(cancel);
        if (asked is Attempt<string>.Failed(var why)) return why;
        var note = ((Attempt<string>.Done)asked).Value;
        switch (Checkpoint.Verify(note, key, Origin))
        {
            case CheckpointCheck.Refused(var fault):
                return new Trouble(ExitCode.Distrusted, Sentences.OfCheckpointRefused(fault));
            case CheckpointCheck.Valid(var checkpoint):
                var verifier = new JournalVerifier(folder.Head);
                if (checkpoint.Size <= folder.Head.Size) File.Delete(folder.IncomingJournal); // left over: nothing may be taken over from it
                else if (await FetchEntriesAsync(verifier, checkpoint, cancel) is { } broken) return broken;
                switch (verifier.Finish(checkpoint))
                {
                    case JournalCheck.Broken fault:
                        File.Delete(folder.IncomingJournal);
                        return new Trouble(ExitCode.Distrusted, Sentences.OfServersJournal(fault));
                    case JournalCheck.Sound(var head):
                        await folder.TakeOverAsync(new DeskMemory(key, server, 0, head, note), cancel);
                        return null;
                }

                break;
        }

        throw new System.Diagnostics.UnreachableException();
    }

    private async Task<Trouble?> FetchEntriesAsync(JournalVerifier verifier, Checkpoint checkpoint, CancellationToken cancel)
    {
        await using var part = await ResumeAsync(verifier, checkpoint, cancel);
        progress.Begin("entries", checkpoint.Size - folder.Head.Size);
        while (verifier.Head.Size < checkpoint.Size && verifier.Fault is null)
        {
            var sizeBefore = verifier.Head.Size;
            var most = (int)Math.Min(EntriesAtOnce, checkpoint.Size - sizeBefore);
            var asked = await client.EntriesAsync(sizeBefore + 1, most, cancel);
            if (asked is Attempt<HttpResponseMessage>.Failed(var why)) return why;
            using var answer = ((Attempt<HttpResponseMessage>.Done)asked).Value;
            try
            {
                await using var content = await answer.Content.ReadAsStreamAsync(cancel);
                var reader = new EntryReader(content, (long)most * JournalEntry.MaxEncodedBytes);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                patience.CancelAfter(ServerClient.Patience);
                // An entry beyond the checkpoint may have come in the meantime: it belongs to the next pull.
                while (verifier.Head.Size < checkpoint.Size && await reader.NextAsync(patience.Token) is { } encoded && verifier.Feed(encoded) is null)
                {
                    await part.WriteAsync(encoded, cancel);
                    patience.CancelAfter(ServerClient.Patience);
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or HttpIOException or IOException { InnerException: System.Net.Sockets.SocketException }
                || (fault is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                return new Trouble(ExitCode.Stopped, "The connection broke off. Run the command again: what has come is kept.");
            }

            progress.Step(verifier.Head.Size - sizeBefore);
            if (verifier.Head.Size == sizeBefore) break; // the server has no more; the checkpoint will tell
        }

        await part.FlushAsync(cancel);
        return null;
    }

    /// <summary>Goes on after the entries that an earlier pull brought in; from the start where they do not fit.</summary>
    private async Task<FileStream> ResumeAsync(JournalVerifier verifier, Checkpoint checkpoint, CancellationToken cancel)
    {
        var part = PrivateFiles.Open(folder.IncomingJournal, FileMode.OpenOrCreate);
        long sound = 0;
        var trial = new JournalVerifier(folder.Head);
        var reader = new EntryReader(part, part.Length);
        while (trial.Head.Size < checkpoint.Size && await reader.NextAsync(cancel) is { } encoded && trial.Feed(encoded) is null)
        {
            verifier.Feed(encoded);
            sound += encoded.Length;
        }

        part.SetLength(sound);
        part.Position = sound;
        return part;
    }

    private async Task<Attempt<PullSummary>> FetchFilesAsync(long before, ImmutableArray<string> remarks, CancellationToken cancel)
    {
        var read = await JournalShelf.ReadAsync(folder, cancel);
        if (read is Attempt<JournalShelf>.Failed(var why)) return why;
        var shelf = ((Attempt<JournalShelf>.Done)read).Value;
        var tally = new PullTally(folder, shelf, ImmutableHashSet<string>.Empty);
        var wanted = await tally.CountAsync(cancel);
        progress.Begin("sealed files", wanted.Count);
        var failed = new ConcurrentBag<(long Order, FailedItem Item)>();
        var silent = false;
        await Parallel.ForEachAsync(wanted, new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancel }, async (file, token) =>
        {
            // Once the server is gone, the rest is not tried: each would wait in vain.
            var fault = Volatile.Read(ref silent) ? FetchFault.NoAnswer : await FileFetch.RunAsync(client, folder, file.Item, token);
            if (fault == FetchFault.NoAnswer) Volatile.Write(ref silent, true);
            if (fault is { } reason) failed.Add((file.Order, new FailedItem(file.What, OfFault(reason))));
            progress.Step(1);
        });
        return tally.Summary(before, wanted.Count - failed.Count, [.. failed.OrderBy(f => f.Order).Select(f => f.Item)], remarks);
    }

    private static string OfFault(FetchFault fault) => fault switch
    {
        FetchFault.NotHeld => "the server does not hold it",
        FetchFault.Damaged => "what the server gave is not what the journal names",
        FetchFault.BrokenOff => "the connection broke off; the next pull goes on from there",
        FetchFault.NoAnswer => "the server stopped answering",
    };
}
