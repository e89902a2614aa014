namespace Detainees.Sealing;

/// <summary>What reading a signed team list gave. Anything but <see cref="Valid"/> means: take no reports.</summary>
public abstract record TeamReading
{
    private TeamReading() { }

    public sealed record Valid(TeamList Team) : TeamReading;

    /// <summary>There is no signature.</summary>
    public sealed record Unsigned : TeamReading;

    /// <summary>The signature is malformed, is for another purpose, or is not of this text.</summary>
    public sealed record BadSignature : TeamReading;

    /// <summary>Signed with a key that is not one of the roots.</summary>
    public sealed record WrongKey : TeamReading;

    /// <param name="ValidUntil">The last day on which it could be used.</param>
    public sealed record Expired(DateOnly ValidUntil) : TeamReading;

    /// <summary>Fewer than two recipients, the recovery keys not counted.</summary>
    public sealed record TooFewRecipients(int Count) : TeamReading;

    public sealed record NoRecovery : TeamReading;

    /// <summary>A key whose holder has not shown that they have it: no challenge, no answer, or one that does not fit.</summary>
    /// <param name="Name">The name beside the key.</param>
    public sealed record Unproven(string Name) : TeamReading;

    /// <param name="Line">One-based: the second line with the same key, whether as recipient or recovery.</param>
    public sealed record DuplicateRecipient(int Line) : TeamReading;

    /// <param name="Line">One-based: the second line with the same key.</param>
    public sealed record DuplicateDevice(int Line) : TeamReading;

    /// <param name="Line">One-based.</param>
    public sealed record BadLine(int Line, TeamLineFault Fault) : TeamReading;

    /// <param name="Key">"name", "serial" or "valid-until".</param>
    public sealed record Missing(string Key) : TeamReading;

    /// <summary>More than 256 KiB, or more than 64 recipients and recovery keys.</summary>
    public sealed record TooLarge : TeamReading;

    /// <summary>Not UTF-8.</summary>
    public sealed record NotText : TeamReading;
}

/// <summary>What is wrong with a line of a team list.</summary>
public enum TeamLineFault
{
    /// <summary>Not of the form "key: value".</summary>
    NotKeyAndValue,

    /// <summary>No such key.</summary>
    UnknownKey,

    /// <summary>The key may stand once.</summary>
    Repeated,

    /// <summary>Not a whole number from 1 on.</summary>
    NotANumber,

    /// <summary>Not a day such as 2027-01-31.</summary>
    NotADay,

    /// <summary>Not "yes" or "no".</summary>
    NotYesOrNo,

    /// <summary>Not an age recipient ("age1…") that can be sealed to; an identity ("AGE-SECRET-KEY-…") above all.</summary>
    NotARecipient,

    /// <summary>Not "ecdsa-sha2-nistp256 AAAA…", with "desk", "carrier" or "admin" before it or nothing.</summary>
    NotADevice,

    /// <summary>Not a recipient and 64 hex digits.</summary>
    NotAChallenge,

    /// <summary>Not a recipient, the answer, a device key and its signature.</summary>
    NotAProof,

    /// <summary>After the key stands the name of who holds it.</summary>
    NoName,
}
