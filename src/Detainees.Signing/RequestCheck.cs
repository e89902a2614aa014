namespace Detainees.Signing;

/// <summary>What became of a signed request.</summary>
public abstract record RequestCheck
{
    private RequestCheck() { }

    /// <summary>The signature is good and fresh. It is not accepted yet: the caller must refuse a nonce seen before.</summary>
    /// <param name="Nonce">16 to 64 characters of base64url. To be kept with the key's id until <paramref name="Created"/> + 60 s has passed.</param>
    public sealed record Verified(VerifyingKey Key, string Nonce, DateTimeOffset Created) : RequestCheck;

    public sealed record Refused(RequestFault Fault) : RequestCheck;
}

/// <summary>For the server's own log and counters. Tell a stranger no more than "refused".</summary>
public enum RequestFault
{
    /// <summary>A header is missing.</summary>
    NotSigned,
    /// <summary>A header, or the request itself, is not of the expected form.</summary>
    Malformed,
    /// <summary>The signature covers other parts of the request than it must.</summary>
    WrongCoverage,
    /// <summary>Another algorithm or another tag than ours.</summary>
    WrongPurpose,
    /// <summary>The key is not known, or not any more.</summary>
    UnknownKey,
    /// <summary>Made more than 60 s ago, or in the future: a replay, or a clock that is wrong.</summary>
    OutsideWindow,
    /// <summary>The body is not the one that was signed.</summary>
    WrongDigest,
    /// <summary>The key did not sign this request.</summary>
    BadSignature,
}
