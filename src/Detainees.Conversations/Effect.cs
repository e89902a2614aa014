namespace Detainees.Conversations;

/// <summary>
/// What the shell does after the state is committed, in this order. Each must bear repetition: after a crash it is done again.
/// </summary>
public abstract record Effect
{
    private Effect() { }

    /// <summary>Never the content: an effect may be printed by a failing test or a debugger.</summary>
    public sealed override string ToString() => GetType().Name;

    public sealed record Say(OutgoingMessage Message) : Effect;

    /// <summary>Changes one of our own messages; without a keyboard its buttons go. A message that is gone is no fault.</summary>
    public sealed record Edit(MessageId Target, OutgoingMessage Message) : Effect;

    /// <summary>Ends the waiting sign on a pressed button.</summary>
    /// <param name="Text">A short notice, at most 200 UTF-16 code units; null for none.</param>
    public sealed record AnswerPress(string PressId, string? Text) : Effect;

    /// <summary>Fetch and seal a file; comes back as <see cref="Input.FileStored"/> or <see cref="Input.FileFailed"/>, always one of them.</summary>
    public sealed record Fetch(AttachmentId Attachment, string Ref, FileKind Kind) : Effect;

    /// <summary>A file is not wanted any more: stop fetching it, remove what is stored of it.</summary>
    public sealed record Discard(AttachmentId Attachment) : Effect;

    /// <summary>Delete all messages of this chat so far, both sides; messages said later in the same turn stay.</summary>
    public sealed record DeleteMessages : Effect;

    /// <summary>Delete one message of the person's: it holds what should not stand in the chat for others to see. Already gone is no fault.</summary>
    public sealed record DeleteMessage(MessageId Target) : Effect;

    /// <summary>Seal the report into the journal, in the same transaction as the state.</summary>
    public sealed record Send(ReportDraft Report) : Effect;

    /// <summary>A draft that can no longer be read is sent as it was sealed, in the same transaction as the state.</summary>
    /// <param name="ReportId">32 lower-case hex digits, for the journal entry and the receipt.</param>
    /// <param name="Reference">The short code told to the person.</param>
    public sealed record SendSealed(string ReportId, string Reference) : Effect;

    /// <summary>
    /// The family calls back all that was ever sent from this chat: it is destroyed, in the same transaction as the state, and every
    /// desk is told. Nothing happens where nothing was sent.
    /// </summary>
    /// <param name="EntryId">32 lower-case hex digits, for the journal entry.</param>
    public sealed record TakeBack(string EntryId) : Effect;

    /// <summary>Show the receipt of a report that was sent from this chat; the shell makes its text.</summary>
    /// <param name="Language">The person's, as the form's header names it.</param>
    public sealed record ShowReceipt(string ReportId, string Reference, string Language) : Effect;

    /// <summary>Destroy the draft's key; the row keeps only the new state, under a fresh key.</summary>
    public sealed record Forget : Effect;
}
