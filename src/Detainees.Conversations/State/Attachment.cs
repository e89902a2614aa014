namespace Detainees.Conversations;

/// <summary>A file that belongs to a draft. What opens it at the channel is not here.</summary>
/// <param name="Path">The node it was sent to; the form's root when no question was open.</param>
/// <param name="Bytes">As announced, when it was.</param>
/// <param name="Caption">What the person wrote under it; empty when nothing.</param>
/// <param name="Message">The message that brought it, for a later change of its caption.</param>
/// <param name="Stored">Null while the file is under way.</param>
public sealed record Attachment(
    AttachmentId Id, string Path, FileKind Kind, string? Mime, string? Name, long? Bytes, int? Seconds, string Unique, bool Forwarded,
    string Caption, MessageId Message, DateTimeOffset Received, StoredFile? Stored)
{
    /// <summary>Never the name.</summary>
    public override string ToString() => Id.ToString();
}

/// <summary>What became of a file, as told by <see cref="Input.FileStored"/>.</summary>
public sealed record StoredFile(long Bytes, string Sha256, long SealedBytes, string SealedSha256);
