namespace Detainees.Signing;

/// <summary>What became of an SSH signature.</summary>
public abstract record SshSignatureCheck
{
    private SshSignatureCheck() { }

    /// <param name="Key">The one of the allowed keys that signed.</param>
    public sealed record Valid(VerifyingKey Key) : SshSignatureCheck;

    public sealed record Refused(SshSignatureFault Fault) : SshSignatureCheck;
}

public enum SshSignatureFault
{
    /// <summary>Not an armored SSH signature, or beyond the limits.</summary>
    Malformed,
    /// <summary>Made for another purpose.</summary>
    WrongNamespace,
    /// <summary>Of a key that is not allowed, or of another kind of key.</summary>
    UnknownKey,
    /// <summary>Over SHA-256, where only SHA-512 is at hand.</summary>
    OtherHash,
    /// <summary>The key is allowed and did not sign this message.</summary>
    BadSignature,
}
