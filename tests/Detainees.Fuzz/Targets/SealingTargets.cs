using System.Security.Cryptography;
using System.Text;
using Detainees.Fuzz.Running;
using Detainees.Opening;
using Detainees.Sealing;
using Detainees.Sealing.Ciphers;
using static Detainees.Fuzz.Running.OracleException;

namespace Detainees.Fuzz.Targets;

/// <summary>age files, from armor down to the chunks; keys as text.</summary>
internal static class SealingTargets
{
    private static readonly byte[][] Words = Kept.Words(
        "age-encryption.org/v1\n", "-> X25519 ", "-> scrypt ", "-> ", "--- ", "\n", "\r\n", "=", "18", "-> a\n\n", "-> x-grease a b\nAAAA\n",
        "-----BEGIN AGE ENCRYPTED FILE-----\n", "-----END AGE ENCRYPTED FILE-----\n", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n", "\u0000");

    private static readonly byte[] FileKey = Kept.Bytes("file key", 16);

    public static IEnumerable<FuzzTarget> All()
    {
        var people = new[] { Kept.Identity("anna"), Kept.Identity("borys"), Kept.Identity("safe") };
        byte[][] payloads = [[], Encoding.UTF8.GetBytes("a report"), Kept.Bytes("payload", 300), Kept.Bytes("chunks", 65_536 + 700)];
        var known = payloads.Select(p => Convert.ToHexString(SHA256.HashData(p))).ToHashSet();
        byte[] Sealed(int payload, int to) =>
            Kept.File($"age/{payload}-{to}.age", () => Age.Seal(payloads[payload], [.. people.Take(to).Select(p => p.Recipient)]));
        byte[][] small = [Sealed(0, 1), Sealed(1, 1), Sealed(1, 3), Sealed(2, 2)];

        // Four passes over a file at the most, and the header's own limit of 256 KiB of text.
        yield return new("age", 400_000, 40, [.. small, .. Kept.All("age-found")], Words, input => Open(input, people, known)) { Short = 1000 };
        yield return new("armor", 400_000, 40, [.. small.Select(file => Encoding.ASCII.GetBytes(Armor.Write(file)))], Words, input => Open(input, people, known)) { Short = 1000 };
        yield return new("age-chunks", 2_000_000, 4, [Sealed(3, 1), Sealed(3, 2)], [], input => OpenAsStream(input, people, payloads[3])) { Short = 300, MostInput = 140_000 };
        yield return new("age-header", 400_000, 40, [.. Headers(people)], Words, input => OpenWithMac(input, people)) { Short = 1000 };
        yield return new(
            "identity-file", 100_000, 40,
            [.. new[] { 1, 3 }.Select(n => Encoding.UTF8.GetBytes(IdentityFile.WritePlain([.. people.Take(n)], Kept.Now)))],
            Kept.Words("# ", "\n", "AGE-SECRET-KEY-1", "age1", "\uFEFF", "age-encryption.org/v1\n"), input => ReadIdentities(input, people));
        yield return new(
            "bech32", 200_000, 20, [.. people.Select(p => Encoding.ASCII.GetBytes(p.Recipient.ToString())), .. people.Select(p => Encoding.ASCII.GetBytes(p.Reveal()))],
            Kept.Words("age1", "AGE-SECRET-KEY-1", "q", "1", "b", "Ａ"), ReadKey)
        { Mutate = MutateKey, MostInput = 2000 };
    }

    private static Verdict Open(byte[] input, Identity[] people, HashSet<string> known)
    {
        if (AgeOpening.Open(input, people) is not OpenResult.Opened(var plaintext)) return Verdict.Refused;
        Require(known.Contains(Convert.ToHexString(SHA256.HashData(plaintext))), "opened to another payload");
        return Verdict.Accepted;
    }

    /// <summary>What a stream lets out before it fails is the beginning of the true payload, and whole only with success.</summary>
    private static Verdict OpenAsStream(byte[] input, Identity[] people, byte[] payload)
    {
        using var released = new MemoryStream();
        var result = AgeOpening.OpenToAsync(new MemoryStream(input), released, people, CancellationToken.None).GetAwaiter().GetResult();
        Require(payload.AsSpan().StartsWith(released.GetBuffer().AsSpan(0, (int)released.Length)), "released what was never sealed");
        if (result is not StreamOpenResult.Opened(var bytes)) return Verdict.Refused;
        Require(bytes == payload.Length && released.Length == payload.Length, "a cut payload was called whole");
        return Verdict.Accepted;
    }

    private static IEnumerable<byte[]> Headers(Identity[] people)
    {
        for (var count = 1; count <= 3; count++)
        {
            var to = count;
            yield return Kept.File($"age-header/{to}.txt", () =>
            {
                var header = SealingHeader.Write(FileKey, [new Stanza("x-grease", ["a", "b"], new byte[50]), .. SealingHeader.Wrap(FileKey, [.. people.Take(to).Select(p => p.Recipient)])], out var payload);
                payload.Dispose();
                return header[..header.AsSpan().IndexOf("---"u8)];
            });
        }
    }

    /// <summary>The header is bent and its MAC made right again: a fault behind the MAC is reached, as by one who has the file key.</summary>
    private static Verdict OpenWithMac(byte[] header, Identity[] people)
    {
        byte[] covered = [.. header, .. "---"u8];
        var mac = new byte[32];
        AgeFormat.HeaderMac(FileKey, covered, mac);
        var nonce = new byte[AgeFormat.PayloadNonceBytes];
        Span<byte> key = stackalloc byte[AgeFormat.KeyBytes];
        AgeFormat.PayloadKey(FileKey, nonce, key);
        var body = new byte["report"u8.Length + 16];
        Span<byte> chunk = stackalloc byte[AgeFormat.NonceBytes];
        AgeFormat.ChunkNonce(0, true, chunk);
        using (var cipher = SealingCipher.Create(key)) cipher.Seal(chunk, "report"u8, body);
        byte[] file = [.. covered, .. " "u8, .. Encoding.ASCII.GetBytes(Stanza.Base64(mac)), .. "\n"u8, .. nonce, .. body];
        if (AgeOpening.Open(file, people) is not OpenResult.Opened(var plaintext)) return Verdict.Refused;
        Require(plaintext.AsSpan().SequenceEqual("report"u8), "opened to another payload");
        return Verdict.Accepted;
    }

    private static Verdict ReadIdentities(byte[] input, Identity[] people)
    {
        if (IdentityFile.Read(input, null) is not IdentityReading.Read(var identities, _)) return Verdict.Refused;
        foreach (var identity in identities)
        {
            Require(people.Any(p => p.Recipient.Equals(identity.Recipient)), "read an identity that nobody wrote");
            identity.Dispose();
        }

        return Verdict.Accepted;
    }

    private static Verdict ReadKey(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        if (Recipient.TryParse(text) is { } recipient)
        {
            Require(string.Equals(recipient.ToString(), text, StringComparison.OrdinalIgnoreCase), "a recipient of two spellings");
            return Verdict.Accepted;
        }

        if (Identity.TryParse(text) is not { } identity) return Verdict.Refused;
        Require(string.Equals(identity.Reveal(), text, StringComparison.OrdinalIgnoreCase), "an identity of two spellings");
        identity.Dispose();
        return Verdict.Accepted;
    }

    /// <summary>One in eight has a right checksum over bytes of any length: what follows the checksum is reached too.</summary>
    private static byte[] MutateKey(FuzzTarget target, ref Dice dice)
    {
        if (dice.Next(8) > 0) return Mutator.Mutate(target, ref dice);
        var data = new byte[dice.Next(4) == 0 ? dice.Next(70) : 32];
        for (var i = 0; i < data.Length; i++) data[i] = (byte)dice.Next(dice.Next(2) == 0 ? 256 : 2);
        var text = dice.Next(2) == 0 ? Bech32.Encode("age", data) : Bech32.Encode("age-secret-key-", data).ToUpperInvariant();
        return Encoding.ASCII.GetBytes(text);
    }
}
