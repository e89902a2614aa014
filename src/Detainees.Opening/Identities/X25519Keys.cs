using System.Security.Cryptography;
using Detainees.Opening.Reading;
using Detainees.Sealing;
using Detainees.Sealing.Curve25519;

namespace Detainees.Opening.Identities;

/// <summary>Finds the file key with X25519 identities. Stanzas of other types are passed over, as the format asks (C2SP age.md).</summary>
internal sealed class X25519Keys(IReadOnlyList<Identity> identities) : IFileKeySource
{
    public Unwrapping Unwrap(IReadOnlyList<Stanza> stanzas, Span<byte> fileKey)
    {
        var shares = new List<(byte[] Share, byte[] Body)>();
        foreach (var stanza in stanzas)
        {
            if (stanza.Type != "X25519") continue;
            // The body's length is checked before it is opened, so that no other key can be made to fit it.
            if (stanza.Arguments is not [var text] || stanza.Body.Length != AgeFormat.WrappedKeyBytes) return Unwrapping.Malformed;
            if (Stanza.ReadBase64(text) is not { Length: X25519.Bytes } share) return Unwrapping.Malformed;
            shares.Add((share, stanza.Body));
        }

        foreach (var identity in identities)
        {
            foreach (var (share, body) in shares)
            {
                var tried = TryOne(identity, share, body, fileKey);
                if (tried is not Unwrapping.NoMatch) return tried;
            }
        }

        return Unwrapping.NoMatch;
    }

    private static Unwrapping TryOne(Identity identity, byte[] share, byte[] body, Span<byte> fileKey)
    {
        Span<byte> secret = stackalloc byte[X25519.Bytes];
        Span<byte> wrapKey = stackalloc byte[AgeFormat.KeyBytes];
        try
        {
            if (!X25519.TryAgree(identity.Scalar, share, secret)) return Unwrapping.Malformed;
            AgeFormat.X25519WrapKey(secret, share, identity.Recipient.Key, wrapKey);
            return WrappedKey.TryOpen(wrapKey, body, fileKey) ? Unwrapping.Found : Unwrapping.NoMatch;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }
}
