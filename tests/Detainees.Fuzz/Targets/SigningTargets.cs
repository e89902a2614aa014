using System.Text;
using Detainees.Fuzz.Running;
using Detainees.Sealing;
using Detainees.Signing;
using static Detainees.Fuzz.Running.OracleException;

namespace Detainees.Fuzz.Targets;

/// <summary>Signatures over files, notes and requests; keys as text; the team list.</summary>
internal static class SigningTargets
{
    private const string Namespace = "detainees-team";
    private static readonly byte[] Message = Encoding.UTF8.GetBytes("a message");

    public static IEnumerable<FuzzTarget> All()
    {
        byte[][] signatures =
        [
            Kept.File("sshsig/root.txt", () => Encoding.ASCII.GetBytes(SshSignature.Sign(Kept.Root, Message, Namespace))),
            Kept.File("sshsig/server.txt", () => Encoding.ASCII.GetBytes(SshSignature.Sign(Kept.Server, Message, Namespace))),
            Kept.File("sshsig/other.txt", () => Encoding.ASCII.GetBytes(SshSignature.Sign(Kept.Root, Message, "detainees-bundle"))),
        ];
        yield return new("sshsig", 150_000, 20, signatures, Kept.Words("-----BEGIN SSH SIGNATURE-----\n", "-----END SSH SIGNATURE-----\n", "U1NIU0lH", "AAAA", "=", "\r\n"), input => VerifySsh(input, signatures));
        yield return new(
            "http-signature", 150_000, 20, [.. Requests()],
            Kept.Words("sig1=", "(\"@method\")", ";created=", ";nonce=\"", "\"", ";keyid=", ";alg=", ";tag=", "sha-256=:", ":", "sig1=::", "%00", "\u00e9", "sig2="), input => VerifyRequest(input));
        yield return new(
            "signature-input", 40_000, 30, [Encoding.ASCII.GetBytes("(\"@method\" \"@authority\" \"@path\" \"@query\");created=1768470067;nonce=\"abcdefghijklmnopqrstuv\";keyid=\"SHA256:x\";alg=\"ecdsa-p256-sha256\";tag=\"detainees-desk\"")],
            Kept.Words("(", ")", "\"", ";created=", ";nonce=", "=", ";", " "), ReadParameters)
        { MostInput = 4000 };
        yield return new(
            "public-key", 60_000, 20, [.. new[] { Kept.Server, Kept.Root, Kept.Desk }.Select(k => Encoding.ASCII.GetBytes(k.Public.ToOpenSsh("somebody")))],
            Kept.Words("ecdsa-sha2-nistp256 ", "ssh-ed25519 ", "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABB", "=", " "), ReadPublicKey);
        yield return new("private-key", 80_000, 20, [Encoding.ASCII.GetBytes(Kept.Desk.ToPem())], Kept.Words("-----BEGIN PRIVATE KEY-----\n", "-----END PRIVATE KEY-----\n", "MIGH", "\n"), ReadPrivateKey);
        var original = Teams().First();
        var signature = Encoding.ASCII.GetString(Kept.File("team-signature/1.txt", () => Encoding.ASCII.GetBytes(TeamFile.Sign(Kept.Text(original), Kept.Root))));
        yield return new("team", 400_000, 120, [.. Teams(), .. Kept.All("team")], Kept.Words("name: ", "serial: ", "valid-until: ", "recipient: ", "recovery: ", "device: ", "demo: ", "challenge: ", "proof: ", "carrier ", "#", "9999-12-31", "\uFEFF"), input => ReadTeam(input, original, signature));
    }

    private static Verdict VerifySsh(byte[] input, byte[][] signatures)
    {
        var armored = Encoding.Latin1.GetString(input);
        if (SshSignature.Verify(armored, Message, Namespace, [Kept.Root.Public, Kept.Server.Public]) is not SshSignatureCheck.Valid) return Verdict.Refused;
        Require(signatures.Any(s => Encoding.ASCII.GetString(s) == armored.Replace("\r\n", "\n", StringComparison.Ordinal)), "a signature that nobody made is valid");
        return Verdict.Accepted;
    }

    private static IEnumerable<byte[]> Requests()
    {
        foreach (var (name, body) in new[] { ("get", ""), ("post", "{\"files\":[1]}") })
        {
            yield return Kept.File($"http-signature/{name}.txt", () =>
            {
                var request = new SignedRequest(body.Length == 0 ? "GET" : "POST", "127.0.0.1:5081", "/v1/entries", "?from=1", Encoding.UTF8.GetBytes(body));
                var headers = RequestSignature.Sign(Kept.Desk, request, Kept.Now, "abcdefghijklmnopqrstuv");
                return Encoding.UTF8.GetBytes($"{request.Method}\n{request.Authority}\n{request.Path}\n{request.Query}\n{headers.SignatureInput}\n{headers.Signature}\n{headers.ContentDigest}\n{body}");
            });
        }
    }

    private static readonly Lazy<HashSet<string>> Signed = new(() => [.. Requests().Select(Kept.Text)]);

    private static Verdict VerifyRequest(byte[] input)
    {
        var text = Kept.Text(input);
        var lines = text.Split('\n', 8);
        if (lines.Length < 8) return Verdict.Refused;
        var request = new SignedRequest(lines[0], lines[1], lines[2], lines[3], Encoding.UTF8.GetBytes(lines[7]));
        var headers = new RequestHeaders(lines[4], lines[5], lines[6].Length == 0 ? null : lines[6]);
        var check = RequestSignature.Verify(request, headers, id => id == Kept.Desk.Public.Id ? Kept.Desk.Public : null, Kept.Now);
        if (check is not RequestCheck.Verified) return Verdict.Refused;
        // The case of the host is free; everything else is as it was signed.
        Require(Signed.Value.Any(s => s.Equals(text, StringComparison.Ordinal) || Folded(s) == Folded(text)), "a request that nobody signed is verified");
        return Verdict.Accepted;

        static string Folded(string all)
        {
            var parts = all.Split('\n', 8);
            parts[1] = parts[1].ToUpperInvariant();
            return string.Join('\n', parts);
        }
    }

    private static Verdict ReadParameters(byte[] input)
    {
        if (SignatureParameters.TryParse(Kept.Text(input)) is not { } read) return Verdict.Refused;
        var again = SignatureParameters.TryParse(read.ToText());
        Require(again is not null && again.ToText() == read.ToText(), "parameters that do not read back");
        return Verdict.Accepted;
    }

    private static Verdict ReadPublicKey(byte[] input)
    {
        if (VerifyingKey.TryParseOpenSsh(Kept.Text(input)) is not { } key) return Verdict.Refused;
        Require(VerifyingKey.TryParseOpenSsh(key.ToOpenSsh("x"))?.Equals(key) is true, "a key that does not read back");
        return Verdict.Accepted;
    }

    private static Verdict ReadPrivateKey(byte[] input)
    {
        using var key = SigningKey.TryReadPem(Kept.Text(input));
        if (key is null) return Verdict.Refused;
        using var again = SigningKey.TryReadPem(key.ToPem());
        Require(again?.Public.Equals(key.Public) is true, "a key that does not read back");
        return Verdict.Accepted;
    }

    private static IEnumerable<byte[]> Teams()
    {
        var people = new[] { "anna", "borys", "safe" }.Select(w => Kept.Identity(w).Recipient).ToArray();
        yield return Encoding.UTF8.GetBytes(
            $"# the team\nname: Search team\nserial: 3\nvalid-until: 2027-01-31\ndemo: yes\nrecipient: {people[0]} Anna (desk)\nrecipient: {people[1]} Borys (desk)\nrecovery: {people[2]} offline safe\n"
            + $"device: {Kept.Desk.Public.ToOpenSsh("Anna's laptop")}\ndevice: carrier {Kept.Root.Public.ToOpenSsh("bundle stick")}\n");
    }

    /// <summary>As a root's own slip of the pen, and as somebody else's change under a root's old signature.</summary>
    private static Verdict ReadTeam(byte[] input, byte[] original, string signature)
    {
        var asReceived = TeamFile.Read(input, signature, [Kept.Root.Public], Kept.Now);
        Require(asReceived is not TeamReading.Valid || input.AsSpan().SequenceEqual(original), "a list that nobody signed makes a team");
        return TeamFile.ReadDraft(Kept.Text(input), Kept.Now) is TeamReading.Valid(var team) && Holds(team) ? Verdict.Accepted : Verdict.Refused;
    }

    private static bool Holds(TeamList team)
    {
        Require(team.Recipients.Length >= 2 && team.Recovery.Length >= 1, "a team of too few");
        Require(team.Recipients.Concat(team.Recovery).Select(r => r.Recipient).Distinct().Count() == team.Recipients.Length + team.Recovery.Length, "a key that stands there twice");
        return true;
    }
}
