namespace Detainees.Journal;

/// <summary>A sealed file as the journal knows it: the size and hash of the age file, never of what is in it.</summary>
/// <param name="Bytes">1 to <see cref="MaxBytes"/>; 0 only in <see cref="None"/>.</param>
public sealed record SealedItem(long Bytes, Sha256Hash Hash)
{
    /// <summary>4 GiB: above any file that Telegram carries.</summary>
    public const long MaxBytes = 4L << 30;

    /// <summary>An entry without a sealed body: an erasure may say nothing but itself.</summary>
    public static SealedItem None { get; } = new(0, Sha256Hash.Zero);

    internal bool IsFile => Bytes is > 0 and <= MaxBytes;
}

/// <summary>A sealed attachment of an entry.</summary>
/// <param name="Id">Names its file; written as 32 lower-case hex digits.</param>
public sealed record AttachmentItem(Guid Id, SealedItem Sealed);
