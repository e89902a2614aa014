using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Detainees.Opening.Reading;
using Detainees.Sealing;

namespace Detainees.Opening.Identities;

/// <summary>A file key under a passphrase. C2SP age.md, "The scrypt recipient type": r = 8, p = 1.</summary>
internal sealed class ScryptKey(string passphrase) : IFileKeySource
{
    /// <summary>4 GiB of memory: as the Go reference, the most that a file may ask of the one who opens it.</summary>
    public const int MaxLogN = 22;

    private const string Type = "scrypt";
    private const int SaltBytes = 16;
    private static ReadOnlySpan<byte> SaltPrefix => "age-encryption.org/v1/scrypt"u8;

    /// <summary>Whether a passphrase was asked for at all.</summary>
    public bool WasAsked { get; private set; }

    public Unwrapping Unwrap(IReadOnlyList<Stanza> stanzas, Span<byte> fileKey)
    {
        if (stanzas is not [{ Type: Type } stanza]) return Unwrapping.NoMatch; // the header's reader saw to it that it is alone
        WasAsked = true;
        if (stanza.Arguments is not [var saltText, var cost] || stanza.Body.Length != AgeFormat.WrappedKeyBytes) return Unwrapping.Malformed;
        if (Stanza.ReadBase64(saltText) is not { Length: SaltBytes } salt || ReadCost(cost) is not { } logN) return Unwrapping.Malformed;
        Span<byte> wrapKey = stackalloc byte[AgeFormat.KeyBytes];
        DeriveKey(passphrase, salt, logN, wrapKey);
        var opened = WrappedKey.TryOpen(wrapKey, stanza.Body, fileKey);
        CryptographicOperations.ZeroMemory(wrapKey);
        return opened ? Unwrapping.Found : Unwrapping.NoMatch;
    }

    public static Stanza Wrap(ReadOnlySpan<byte> fileKey, string passphrase, int logN)
    {
        Span<byte> salt = stackalloc byte[SaltBytes];
        Span<byte> wrapKey = stackalloc byte[AgeFormat.KeyBytes];
        RandomNumberGenerator.Fill(salt);
        DeriveKey(passphrase, salt, logN, wrapKey);
        var body = SealingHeader.WrapWith(wrapKey, fileKey);
        CryptographicOperations.ZeroMemory(wrapKey);
        return new Stanza(Type, [Stanza.Base64(salt), logN.ToString(CultureInfo.InvariantCulture)], body);
    }

    /// <summary>A decimal number without sign or leading zero.</summary>
    private static int? ReadCost(string text) =>
        text.Length is 1 or 2 && text[0] is >= '1' and <= '9' && text.All(char.IsAsciiDigit)
        && int.Parse(text, CultureInfo.InvariantCulture) is <= MaxLogN and var logN
            ? logN
            : null;

    private static void DeriveKey(string passphrase, ReadOnlySpan<byte> salt, int logN, Span<byte> wrapKey)
    {
        var secret = Encoding.UTF8.GetBytes(passphrase);
        Scrypt.DeriveKey(secret, [.. SaltPrefix, .. salt], logN, r: 8, p: 1, wrapKey);
        CryptographicOperations.ZeroMemory(secret);
    }
}
