using System.Text;

namespace Detainees.Signing.Tests;

public sealed class RequestSignatureTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 9, 0, 0, TimeSpan.Zero);
    private const string Nonce = "AAECAwQFBgcICQoLDA0ODw";
    private static readonly SignedRequest Get = new("GET", "desk.example.org", "/journal/entries", "?from=17", default);
    private static readonly SignedRequest Post = new("POST", "desk.example.org:8443", "/events", "", Encoding.UTF8.GetBytes("sealed"));

    [Fact]
    public void The_signature_base_is_that_of_the_rfc()
    {
        // RFC 9421, section 2.5.
        var parameters = "(\"@method\" \"@authority\" \"@path\" \"content-digest\" \"content-length\" \"content-type\");created=1618884473;keyid=\"test-key-rsa-pss\"";
        var digest = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
        Assert.Equal(
            $"""
            "@method": POST
            "@authority": example.com
            "@path": /foo
            "content-digest": {digest}
            "content-length": 18
            "content-type": application/json
            "@signature-params": {parameters}
            """.ReplaceLineEndings("\n"),
            RequestSignature.Base(
                [("@method", "POST"), ("@authority", "example.com"), ("@path", "/foo"), ("content-digest", digest),
                 ("content-length", "18"), ("content-type", "application/json")], parameters));
    }

    [Fact]
    public void The_rfcs_own_ecdsa_signature_verifies()
    {
        // RFC 9421, appendix B.1.3 (the key) and B.2.4 (the signature); its response parts are outside our subset, its base is not.
        var x = Convert.FromHexString(HexOf("qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA"));
        var y = Convert.FromHexString(HexOf("Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0"));
        var blob = new SshWriter().Text("ecdsa-sha2-nistp256").Text("nistp256").Bytes([4, .. x, .. y]).ToArray();
        var key = VerifyingKey.TryParseOpenSsh("ecdsa-sha2-nistp256 " + Convert.ToBase64String(blob));
        Assert.NotNull(key);
        var signatureBase = RequestSignature.Base(
            [("@status", "200"), ("content-type", "application/json"),
             ("content-digest", "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:"),
             ("content-length", "23")],
            "(\"@status\" \"content-type\" \"content-digest\" \"content-length\");created=1618884473;keyid=\"test-key-ecc-p256\"");
        var signature = Convert.FromBase64String("wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==");
        Assert.True(key.Verify(Encoding.ASCII.GetBytes(signatureBase), signature));
        signature[10] ^= 1;
        Assert.False(key.Verify(Encoding.ASCII.GetBytes(signatureBase), signature));
    }

    [Fact]
    public void A_signed_request_verifies_and_hands_back_its_nonce()
    {
        using var key = SigningKey.Create();
        foreach (var request in new[] { Get, Post })
            Assert.Equal(new RequestCheck.Verified(key.Public, Nonce, Now), Check(key, request, Sign(key, request)));
    }

    [Fact]
    public void The_headers_are_those_of_the_rfc()
    {
        using var key = SigningKey.Create();
        var headers = Sign(key, Post);
        Assert.Equal(
            $"sig1=(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\");created=1768467600;nonce=\"{Nonce}\";keyid=\"{key.Public.Id}\";alg=\"ecdsa-p256-sha256\";tag=\"detainees-desk\"",
            headers.SignatureInput);
        Assert.Matches("^sig1=:[A-Za-z0-9+/]{86}==:$", headers.Signature);
        Assert.Matches("^sha-256=:[A-Za-z0-9+/]{43}=:$", headers.ContentDigest);
        Assert.Null(Sign(key, Get).ContentDigest);
    }

    [Fact]
    public void The_case_of_the_host_does_not_matter_and_that_of_the_path_does()
    {
        using var key = SigningKey.Create();
        var headers = Sign(key, Get);
        Assert.IsType<RequestCheck.Verified>(Check(key, Get with { Authority = "Desk.Example.ORG" }, headers));
        Assert.Equal(Refused(RequestFault.BadSignature), Check(key, Get with { Path = "/Journal/entries" }, headers));
    }

    public static TheoryData<string> ChangedParts => ["method", "authority", "path", "query", "no query", "body", "no body"];

    [Theory, MemberData(nameof(ChangedParts))]
    public void A_change_of_any_covered_part_is_refused(string part)
    {
        using var key = SigningKey.Create();
        var request = Post with { Query = "?from=17" };
        var headers = Sign(key, request);
        var changed = part switch
        {
            "method" => request with { Method = "PUT" },
            "authority" => request with { Authority = "desk.example.org" },
            "path" => request with { Path = "/events/" },
            "query" => request with { Query = "?from=18" },
            "no query" => request with { Query = "" },
            "body" => request with { Body = Encoding.UTF8.GetBytes("Sealed") },
            _ => request with { Body = default },
        };
        var expected = part switch
        {
            "body" => RequestFault.WrongDigest,
            "no body" => RequestFault.WrongCoverage,
            _ => RequestFault.BadSignature,
        };
        Assert.IsType<RequestCheck.Verified>(Check(key, request, headers));
        Assert.Equal(Refused(expected), Check(key, changed, headers));
        // Nor does it help to send the digest of the other body.
        Assert.Equal(
            Refused(part == "body" ? RequestFault.BadSignature : expected),
            Check(key, changed, headers with { ContentDigest = Sign(key, changed).ContentDigest }));
    }

    [Theory]
    [InlineData("created=1768467600", "created=1768467601", RequestFault.BadSignature)]
    [InlineData(Nonce, "BAECAwQFBgcICQoLDA0ODw", RequestFault.BadSignature)]
    [InlineData("ecdsa-p256-sha256", "ed25519", RequestFault.WrongPurpose)]
    [InlineData("detainees-desk", "another", RequestFault.WrongPurpose)]
    [InlineData("\"@query\"", "\"@path\"", RequestFault.WrongCoverage)]
    [InlineData(" \"@query\"", "", RequestFault.WrongCoverage)]
    [InlineData("SHA256:", "SHA512:", RequestFault.UnknownKey)]
    [InlineData(";tag=\"detainees-desk\"", "", RequestFault.Malformed)]
    [InlineData(";tag=", ";alg=\"x\";tag=", RequestFault.Malformed)]
    [InlineData(";tag=", ";expires=1;tag=", RequestFault.Malformed)]
    [InlineData(Nonce, "short", RequestFault.Malformed)]
    [InlineData("sig1", "sig2", RequestFault.Malformed)]
    public void A_changed_parameter_is_refused(string old, string changed, RequestFault fault)
    {
        using var key = SigningKey.Create();
        var headers = Sign(key, Get);
        var input = headers.SignatureInput!.Replace(old, changed, StringComparison.Ordinal); // Sign always gives one
        Assert.NotEqual(headers.SignatureInput, input);
        Assert.Equal(Refused(fault), Check(key, Get, headers with { SignatureInput = input }));
    }

    [Theory]
    [InlineData(-61, false), InlineData(-60, true), InlineData(0, true), InlineData(60, true), InlineData(61, false)]
    public void Sixty_seconds_either_way_are_inside_the_window(int seconds, bool inside)
    {
        using var key = SigningKey.Create();
        var check = RequestSignature.Verify(Get, Sign(key, Get), id => id == key.Public.Id ? key.Public : null, Now.AddSeconds(seconds));
        Assert.Equal<RequestCheck>(inside ? new RequestCheck.Verified(key.Public, Nonce, Now) : Refused(RequestFault.OutsideWindow), check);
    }

    [Fact]
    public void A_millisecond_beyond_the_window_is_outside()
    {
        using var key = SigningKey.Create();
        Assert.Equal(
            Refused(RequestFault.OutsideWindow),
            RequestSignature.Verify(Get, Sign(key, Get), _ => key.Public, Now.AddMilliseconds(60_001)));
    }

    [Fact]
    public void Missing_headers_and_unknown_keys_are_refused()
    {
        using var key = SigningKey.Create();
        using var stranger = SigningKey.Create();
        var headers = Sign(key, Get);
        Assert.Equal(Refused(RequestFault.NotSigned), Check(key, Get, headers with { Signature = null }));
        Assert.Equal(Refused(RequestFault.NotSigned), Check(key, Get, headers with { SignatureInput = null }));
        Assert.Equal(Refused(RequestFault.UnknownKey), RequestSignature.Verify(Get, headers, _ => null, Now));
        // A key table that answers with another key than asked for must not be believed.
        Assert.Equal(Refused(RequestFault.UnknownKey), RequestSignature.Verify(Get, headers, _ => stranger.Public, Now));
        Assert.Equal(Refused(RequestFault.BadSignature), Check(key, Get, headers with { Signature = Sign(key, Post).Signature }));
    }

    [Theory]
    [InlineData("GET\n", "/a", ""), InlineData("get", "/a", ""), InlineData("GET", "a", ""), InlineData("GET", "/a\n\"@x\": y", "")]
    [InlineData("GET", "/a?b", ""), InlineData("GET", "/a", "b"), InlineData("GET", "/a", "?b c"), InlineData("GET", "/é", "")]
    public void A_request_that_could_forge_lines_of_the_base_is_neither_signed_nor_verified(string method, string path, string query)
    {
        using var key = SigningKey.Create();
        var request = new SignedRequest(method, "desk.example.org", path, query, default);
        Assert.Throws<ArgumentException>(() => Sign(key, request));
        Assert.Equal(Refused(RequestFault.Malformed), Check(key, request, Sign(key, Get)));
    }

    [Fact]
    public void No_damaged_header_verifies_and_none_throws()
    {
        using var key = SigningKey.Create();
        var headers = Sign(key, Post);
        foreach (var text in Mutations.Of(headers.SignatureInput!, 5000, seed: 7)) // Sign always gives the headers
            Assert.IsType<RequestCheck.Refused>(Check(key, Post, headers with { SignatureInput = text }));
        foreach (var text in Mutations.Of(headers.Signature!, 5000, seed: 8))
            Assert.IsType<RequestCheck.Refused>(Check(key, Post, headers with { Signature = text }));
        foreach (var text in Mutations.Of(headers.ContentDigest!, 1000, seed: 9))
            Assert.IsType<RequestCheck.Refused>(Check(key, Post, headers with { ContentDigest = text }));
        var random = new Random(10);
        for (var i = 0; i < 3000; i++)
        {
            var garbage = Mutations.Garbage(random, 1500);
            Assert.IsType<RequestCheck.Refused>(Check(key, Post, new RequestHeaders("sig1=" + garbage, headers.Signature, headers.ContentDigest)));
            Assert.IsType<RequestCheck.Refused>(Check(key, Post, new RequestHeaders("sig1=(" + garbage + ")" + garbage, garbage, garbage)));
        }
    }

    [Fact]
    public void Fresh_nonces_are_of_the_right_form_and_differ()
    {
        var nonces = Enumerable.Range(0, 1000).Select(_ => RequestSignature.NewNonce()).ToHashSet();
        Assert.Equal(1000, nonces.Count);
        Assert.All(nonces, nonce => Assert.True(SignatureParameters.IsNonce(nonce)));
    }

    private static RequestHeaders Sign(SigningKey key, SignedRequest request) => RequestSignature.Sign(key, request, Now, Nonce);

    private static RequestCheck Check(SigningKey key, SignedRequest request, RequestHeaders headers) =>
        RequestSignature.Verify(request, headers, id => id == key.Public.Id ? key.Public : null, Now);

    private static RequestCheck.Refused Refused(RequestFault fault) => new(fault);

    private static string HexOf(string base64Url) => Convert.ToHexString(System.Buffers.Text.Base64Url.DecodeFromChars(base64Url));
}
