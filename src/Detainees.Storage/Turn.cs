using System.Collections.Immutable;
using Detainees.Journal;

namespace Detainees.Storage;

/// <summary>All that one input of one person changes. Stored whole or not at all.</summary>
/// <remarks>
/// Carried out in this order: update, incoming messages, revision, attachments stored, journal, draft, discards and fetches,
/// outgoing rows. So a journal item can still take the draft that the change removes.
/// </remarks>
public sealed record Turn
{
    public required ThreadKey Thread { get; init; }

    /// <summary>The channel's number of the update; null for what did not come from the channel (a timer, a finished file).</summary>
    public long? UpdateId { get; init; }

    /// <summary>
    /// The channel's number of the message that the update brought; null where it brought none. One that stands in
    /// <see cref="IncomingMessages"/> of an earlier turn makes this turn a duplicate: a channel may bring one message under two numbers.
    /// </summary>
    public long? Message { get; init; }

    /// <summary>The revision the caller loaded; 0 for a thread without a draft.</summary>
    public required long ExpectedRevision { get; init; }

    public DraftChange Change { get; init; } = new DraftChange.Keep();

    /// <summary>What is to be said and deleted, in order.</summary>
    public ImmutableArray<OutgoingItem> Outgoing { get; init; } = [];

    /// <summary>Ids of messages that came from the person, to be deleted later.</summary>
    public ImmutableArray<long> IncomingMessages { get; init; } = [];

    public ImmutableArray<FetchItem> FetchesAdded { get; init; } = [];
    public ImmutableArray<Guid> FetchesRemoved { get; init; } = [];

    /// <summary>Attachments written with <see cref="IIntakeStore.CreateAttachment"/> that now belong to this thread.</summary>
    public ImmutableArray<AttachmentItem> AttachmentsStored { get; init; } = [];

    /// <summary>Attachments of this thread to forget; their files are removed after the commit. Those in the journal stay.</summary>
    public ImmutableArray<Guid> AttachmentsDiscarded { get; init; } = [];

    public ImmutableArray<JournalItem> Journal { get; init; } = [];

    public override string ToString() => "Turn";
}

/// <summary>What becomes of the draft.</summary>
public abstract record DraftChange
{
    private DraftChange() { }

    /// <summary>Nothing changes.</summary>
    public sealed record Keep : DraftChange;

    /// <summary>The state stays, also a locked one; only the time to wake changes.</summary>
    public sealed record Wake(DateTimeOffset? WakeAt) : DraftChange;

    /// <param name="State">The new state; not to be changed until the call completes.</param>
    /// <param name="WakeAt">When the thread is to be woken. Where a time less than an hour before is stored, which is still to come, that one stays.</param>
    /// <param name="NewKey">
    /// Needed for a thread without a draft and for a locked one. Given for an open one it takes the old key's place: what was
    /// stored under the old one cannot be read again, and the thread's fetches and files outside the journal go with it.
    /// </param>
    /// <param name="GoesOn">With a new key for an open draft: it is the same draft under another key, for a team that changed; its files stay.</param>
    public sealed record Put(
        ReadOnlyMemory<byte> State, string FormId, string FormVersion, string Language, int AnswerCount,
        DateTimeOffset? WakeAt, DateTimeOffset EndsAt, DraftKey? NewKey = null, bool GoesOn = false) : DraftChange
    {
        public override string ToString() => "Put";
    }

    /// <summary>The draft, its key, its pending fetches and its attachments that are not in the journal go.</summary>
    public sealed record Remove : DraftChange;
}

/// <summary>The random key of one draft and, where the team may need it, its copy for them.</summary>
/// <remarks>Not a record: its text would be the key.</remarks>
/// <param name="key">32 random bytes. Copied; the caller clears its own.</param>
/// <param name="sealedToTeam">The same 32 bytes sealed to the team, an age file; empty where there is nothing that they should ever open.</param>
/// <param name="teamSerial">The serial of the team list that it was sealed for; 0 where nobody asks, and without a copy.</param>
public sealed class DraftKey(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sealedToTeam, long teamSerial = 0)
{
    internal long TeamSerial { get; } = teamSerial;

    internal byte[] Key { get; } = key.Length == 32
        ? key.ToArray() : throw new ArgumentException("A draft key has 32 bytes.", nameof(key));

    internal byte[] SealedToTeam { get; } = sealedToTeam.ToArray();

    /// <summary>Overwrites the key; not before the turn that brings it is carried out.</summary>
    public void Clear() => System.Security.Cryptography.CryptographicOperations.ZeroMemory(Key);

    public override string ToString() => "[redacted]";
}

/// <summary>A file to fetch from the channel.</summary>
/// <param name="Payload">What the shell needs to fetch it after a restart. Secret; stored encrypted.</param>
public sealed record FetchItem(Guid Attachment, ReadOnlyMemory<byte> Payload)
{
    public override string ToString() => "FetchItem";
}

/// <summary>A new entry of the journal; the store gives it its number and place in the chain.</summary>
public abstract record JournalItem
{
    private JournalItem() { }

    public abstract EntryId Id { get; init; }

    /// <summary>"id version", or empty.</summary>
    public abstract string Form { get; init; }

    /// <param name="Kind"><see cref="EntryKind.Report"/>, <see cref="EntryKind.Addition"/> or <see cref="EntryKind.Event"/>; the others have ways of their own.</param>
    /// <param name="Body">The sealed body, as the team will open it; not empty.</param>
    /// <param name="Attachments">Attachments of this thread that go with it.</param>
    public sealed record Entry(
        EntryKind Kind, EntryId Id, string Form, ReadOnlyMemory<byte> Body, ImmutableArray<Guid> Attachments) : JournalItem
    {
        public override string ToString() => "Entry";
    }

    /// <summary>
    /// The thread's draft as it is stored, unread, with its sealed key and all its attachments, as an entry of
    /// <see cref="EntryKind.SealedDraft"/>: docs/storage.md, "A sealed draft". The draft itself stays unless the turn changes it.
    /// </summary>
    /// <param name="Reference">The code that the family is told, sealed to the team.</param>
    public sealed record SealedDraft(EntryId Id, string Form, ReadOnlyMemory<byte> Reference) : JournalItem;

    /// <summary>
    /// The family takes everything back: the sealed bodies and attachments of all earlier entries of the thread are destroyed,
    /// the entries stay, as <see cref="EntryKind.Erasure"/> says. Where the thread has none, or took all back already, nothing is entered.
    /// </summary>
    public sealed record Erasure(EntryId Id, string Form) : JournalItem;
}
