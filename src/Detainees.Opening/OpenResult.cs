namespace Detainees.Opening;

/// <summary>Why an age file did not open. In the order in which a file is read: a later reason means that all before it was right.</summary>
public enum OpenFailure
{
    /// <summary>It does not begin as an age v1 file, armored or not.</summary>
    NotAge,

    /// <summary>Its armor (the text form) is not canonical, or is cut off.</summary>
    ArmorInvalid,

    /// <summary>Its header breaks the format, is cut off, or is longer than 256 KiB.</summary>
    HeaderInvalid,

    /// <summary>It is well-formed, and sealed to others (for a passphrase: to another passphrase).</summary>
    NoMatch,

    /// <summary>It is sealed to this identity, and its header was changed afterwards.</summary>
    HeaderMacInvalid,

    /// <summary>A chunk was changed, moved or cut, the last one is missing, or something follows it.</summary>
    PayloadInvalid,
}

/// <summary>What opening a file in memory gave: all of it, or nothing and the reason.</summary>
public abstract record OpenResult
{
    private OpenResult() { }

    /// <param name="Plaintext">The receiver's own; clear it after use.</param>
    public sealed record Opened(byte[] Plaintext) : OpenResult;

    public sealed record Failed(OpenFailure Reason) : OpenResult;
}
