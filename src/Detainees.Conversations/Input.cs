namespace Detainees.Conversations;

/// <summary>What a chat did, or what became of something the engine asked for. No channel's types.</summary>
public abstract record Input
{
    private Input() { }

    /// <summary>Never the content: an input may be printed by a failing test or a debugger, and it holds answers.</summary>
    public sealed override string ToString() => GetType().Name;

    public sealed record Text(MessageId Message, string Value, bool Forwarded = false) : Input;

    /// <summary>A message that begins with a slash.</summary>
    /// <param name="Name">Without the slash and without the bot's name, lower case: "start".</param>
    /// <param name="Argument">What follows the first blank, trimmed; empty when nothing does.</param>
    public sealed record Command(MessageId Message, string Name, string Argument = "") : Input;

    /// <summary>A button was pressed. Client-controlled: the token may be anything at all.</summary>
    /// <param name="Message">The message that carries the button, when the channel says which.</param>
    public sealed record Press(string PressId, MessageId? Message, string Token) : Input;

    /// <param name="Album">The same for all items that were sent together; null for a single file.</param>
    public sealed record File(MessageId Message, IncomingFile Content, string? Caption, string? Album, bool Forwarded = false) : Input;

    /// <summary>An earlier message of the person's was changed; <paramref name="Value"/> is its new text or caption.</summary>
    public sealed record Edited(MessageId Message, string Value) : Input;

    /// <param name="Latitude">Degrees north.</param>
    /// <param name="Longitude">Degrees east.</param>
    /// <param name="Accuracy">Radius in metres, when the phone says it.</param>
    public sealed record Place(MessageId Message, double Latitude, double Longitude, double? Accuracy) : Input;

    /// <summary>A contact card.</summary>
    /// <param name="Phone">Its number as the sender's program writes it; not empty.</param>
    public sealed record Contact(MessageId Message, string Phone) : Input;

    /// <summary>A message of a kind we cannot use.</summary>
    /// <param name="Kind">The channel's word for it: "sticker", "poll"…</param>
    public sealed record Other(MessageId Message, string Kind) : Input;

    /// <summary>The file asked for by <see cref="Effect.Fetch"/> is sealed and safe.</summary>
    /// <param name="Sha256">Of the plaintext, 64 lower-case hex digits.</param>
    /// <param name="SealedSha256">Of the sealed file, 64 lower-case hex digits.</param>
    public sealed record FileStored(AttachmentId Attachment, long Bytes, string Sha256, long SealedBytes, string SealedSha256) : Input;

    /// <summary>The file asked for by <see cref="Effect.Fetch"/> will not come.</summary>
    public sealed record FileFailed(AttachmentId Attachment, FileFailure Reason) : Input;

    /// <summary>The time named by <see cref="Transition.WakeAt"/> has come. Early and repeated ones change nothing.</summary>
    public sealed record WakeUp : Input;

    /// <summary>The person blocked the bot or left; nothing can be said until they come back.</summary>
    public sealed record Left : Input;
}
