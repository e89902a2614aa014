using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Detainees.Signing;

/// <summary>
/// Text and the signatures under it, readable by people (C2SP signed-note). Ours carry signature type 0x02: ECDSA on P-256
/// with SHA-256 over the text, as an ASN.1 DER sequence; the key hash is the start of SHA-256 of the key's SPKI form.
/// </summary>
public static class SignedNote
{
    /// <summary>64 KiB of UTF-16 units: far above any checkpoint, far below what could hurt.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The specification asks for at least 16.</summary>
    public const int MaxSignatures = 32;

    private const byte Ecdsa = 0x02;
    private const string Dash = "\u2014 ";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>1 to 128 characters of printable ASCII without space and plus: narrower than the specification.</summary>
    public static bool IsKeyName(string name) => name.Length is > 0 and <= 128 && name.All(c => c is > ' ' and <= '~' and not '+');

    /// <summary>The note: <paramref name="text"/>, an empty line, one signature line.</summary>
    /// <param name="text">Ends in a newline and has no other control characters.</param>
    public static string Sign(SigningKey key, string name, string text)
    {
        if (!IsKeyName(name)) throw new ArgumentException("Not a key name.", nameof(name));
        if (!IsText(text)) throw new ArgumentException("Not the text of a note.", nameof(text));
        var hash = KeyHash(key.Public);
        var signature = key.SignDer(Utf8.GetBytes(text));
        return $"{text}\n{Dash}{name} {Convert.ToBase64String([.. hash, .. signature])}\n";
    }

    /// <summary>
    /// Verifies the signature of <paramref name="key"/> under <paramref name="name"/>. Lines of other keys are ignored, as
    /// the specification demands; a false line of the known key refuses the note even beside a good one.
    /// </summary>
    public static NoteCheck Open(string note, VerifyingKey key, string name)
    {
        if (note.Length > MaxLength || !note.EndsWith('\n')) return new NoteCheck.Refused(NoteFault.Malformed);
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || split + 2 == note.Length || !IsText(note[..(split + 1)])) return new NoteCheck.Refused(NoteFault.Malformed);
        var text = note[..(split + 1)];
        var lines = note[(split + 2)..^1].Split('\n', MaxSignatures + 1);
        if (lines.Length > MaxSignatures) return new NoteCheck.Refused(NoteFault.Malformed);

        var hash = KeyHash(key);
        var seen = false;
        foreach (var line in lines)
        {
            if (!TryReadLine(line, out var signer, out var signature)) return new NoteCheck.Refused(NoteFault.Malformed);
            if (signer != name || !signature.AsSpan(0, 4).SequenceEqual(hash)) continue;
            if (!key.VerifyDer(Utf8.GetBytes(text), signature.AsSpan(4))) return new NoteCheck.Refused(NoteFault.BadSignature);
            seen = true;
        }

        return seen ? new NoteCheck.Signed(text) : new NoteCheck.Refused(NoteFault.NotSigned);
    }

    /// <summary>The key as other tools for signed notes take it: name, key hash, and base64 of 0x02 and the SPKI form.</summary>
    public static string VerifierKey(VerifyingKey key, string name)
    {
        if (!IsKeyName(name)) throw new ArgumentException("Not a key name.", nameof(name));
        var id = BinaryPrimitives.ReadUInt32BigEndian(KeyHash(key));
        return $"{name}+{id:x8}+{Convert.ToBase64String([Ecdsa, .. key.SubjectPublicKeyInfo])}";
    }

    private static byte[] KeyHash(VerifyingKey key) => SHA256.HashData(key.SubjectPublicKeyInfo)[..4];

    private static bool TryReadLine(string line, out string signer, out byte[] signature)
    {
        (signer, signature) = ("", []);
        if (!line.StartsWith(Dash, StringComparison.Ordinal)) return false;
        var words = line[Dash.Length..].Split(' ');
        // A signature of no bytes at all could only be of an unknown kind, but it is not of the form either.
        if (words.Length != 2 || words[0].Length == 0 || StrictBase64.Decode(words[1]) is not { Length: > 4 } decoded) return false;
        (signer, signature) = (words[0], decoded);
        return true;
    }

    private static bool IsText(string text)
    {
        if (text.Length is < 2 or > MaxLength || !text.EndsWith('\n')) return false;
        if (text.AsSpan().ContainsAnyInRange('\0', '\t') || text.AsSpan().ContainsAnyInRange('\v', '\x1f')) return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i)) i++;
            else if (char.IsSurrogate(text[i])) return false; // has no UTF-8, so nothing could be signed
        }

        return true;
    }
}
