using System.Collections.Immutable;
using Detainees.Journal;

namespace Detainees.Storage;

/// <summary>What must be remembered of the desks' requests, beside the journal. Part of the intake store, in its transactions.</summary>
public interface IDeskLedger
{
    /// <summary>Takes a request's nonce; false when it was taken before. Also after a restart.</summary>
    /// <param name="mark">16 bytes that stand for key and nonce together.</param>
    /// <param name="until">When no such request can be fresh any more; then it is forgotten.</param>
    ValueTask<bool> TakeNonceAsync(ReadOnlyMemory<byte> mark, DateTimeOffset until, CancellationToken cancel);

    /// <summary>
    /// A device says that it holds, verified, everything up to an entry. False when that is not the entry of this journal, and
    /// then nothing is noted.
    /// </summary>
    /// <param name="last">The hash of entry <paramref name="size"/>, which binds all before it.</param>
    ValueTask<bool> AcknowledgeAsync(string device, long size, Sha256Hash last, CancellationToken cancel);

    ValueTask<ImmutableArray<Acknowledgement>> AcknowledgementsAsync(CancellationToken cancel);

    /// <summary>
    /// One device's word for a decision that takes two: the first is kept, the word of a second device carries it out.
    /// </summary>
    /// <param name="until">How long the first word waits.</param>
    ValueTask<DecisionResult> DecideAsync(ThreadDecision decision, string device, DateTimeOffset until, CancellationToken cancel);

    /// <summary>
    /// Lets go of the sealed items of old entries, in pieces, and says so in the journal. Entries, hashes and proofs stay; so do
    /// the items of threads on hold.
    /// </summary>
    /// <param name="through">The last entry that enough devices hold.</param>
    /// <param name="before">Only entries of an hour before this.</param>
    /// <returns>The last entry whose items are gone; as before when there was nothing to do.</returns>
    ValueTask<long> RetireAsync(long through, DateTimeOffset before, CancellationToken cancel);
}

/// <param name="Device">The device key's id.</param>
/// <param name="Size">It holds everything up to this entry.</param>
public sealed record Acknowledgement(string Device, long Size);

public enum DecisionResult
{
    /// <summary>The first word; a second device's is waited for.</summary>
    Waiting,

    /// <summary>It was the second word; it is done and in the journal.</summary>
    Done,

    /// <summary>There is no such thread, or it is as ordered already.</summary>
    Nothing,
}
