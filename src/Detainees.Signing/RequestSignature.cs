using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Detainees.Signing;

/// <summary>
/// Signed requests between a desk and the server: the part of RFC 9421 that needs no choices. Always covered are method,
/// authority, path, query and, with a body, its digest; the parameters are created, nonce, keyid, alg and tag, each once.
/// </summary>
public static class RequestSignature
{
    /// <summary>How far the clocks of desk and server may differ, the way of the request included; the edge is inside.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    internal const string Algorithm = "ecdsa-p256-sha256";
    internal const string Tag = "detainees-desk";
    private const string Label = "sig1";
    private const string DigestName = "sha-256";

    private static readonly Lazy<VerifyingKey> Decoy = new(() =>
    {
        using var nobody = SigningKey.Create();
        return nobody.Public;
    });

    /// <summary>A fresh nonce: 128 random bits, 22 characters of base64url.</summary>
    public static string NewNonce() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>The headers to send with <paramref name="request"/>.</summary>
    /// <param name="nonce">16 to 64 characters of base64url, never used before: <see cref="NewNonce"/>.</param>
    /// <exception cref="ArgumentException">The request or the nonce is not of the form it must have.</exception>
    public static RequestHeaders Sign(SigningKey key, SignedRequest request, DateTimeOffset now, string nonce)
    {
        if (!request.IsWellFormed) throw new ArgumentException("Not a request that can be signed.", nameof(request));
        if (!SignatureParameters.IsNonce(nonce)) throw new ArgumentException("Not a nonce.", nameof(nonce));
        var parameters = new SignatureParameters(
            [.. ComponentsOf(request)], now.ToUnixTimeSeconds(), nonce, key.Public.Id, Algorithm, Tag).ToText();
        var signature = key.Sign(Encoding.ASCII.GetBytes(BaseOf(request, parameters)));
        return new RequestHeaders(
            $"{Label}={parameters}", $"{Label}=:{Convert.ToBase64String(signature)}:", DigestOf(request));
    }

    /// <summary>Verifies a request as it arrived.</summary>
    /// <param name="request">Method, authority, path, query and body as the server saw them, not as a header tells them.</param>
    /// <param name="keys">Finds a known key by its <see cref="VerifyingKey.Id"/>; null for all others.</param>
    /// <remarks>Nothing is logged, thrown or echoed.</remarks>
    public static RequestCheck Verify(
        SignedRequest request, RequestHeaders headers, Func<string, VerifyingKey?> keys, DateTimeOffset now)
    {
        if (headers.SignatureInput is null || headers.Signature is null) return Refuse(RequestFault.NotSigned);
        if (!request.IsWellFormed) return Refuse(RequestFault.Malformed);
        if (!TryMember(headers.SignatureInput, out var input) || SignatureParameters.TryParse(input) is not { } parameters)
            return Refuse(RequestFault.Malformed);
        if (!TryMember(headers.Signature, out var encoded) || DecodeSignature(encoded) is not { } signature)
            return Refuse(RequestFault.Malformed);
        if (!parameters.Components.AsSpan().SequenceEqual(ComponentsOf(request))) return Refuse(RequestFault.WrongCoverage);
        if (parameters.Algorithm != Algorithm || parameters.Tag != Tag) return Refuse(RequestFault.WrongPurpose);
        var created = DateTimeOffset.FromUnixTimeSeconds(parameters.Created);
        if ((now - created).Duration() > Window) return Refuse(RequestFault.OutsideWindow);
        if (headers.ContentDigest != DigestOf(request)) return Refuse(RequestFault.WrongDigest);
        var known = keys(parameters.KeyId) is { } found && found.Id == parameters.KeyId ? found : null;
        // An unknown key costs the same work as a known one: how long a refusal takes must not tell who is enrolled.
        var key = known ?? Decoy.Value;
        // The parameters are signed as they were received; the strict parser has made sure that there is one spelling only.
        var good = key.Verify(Encoding.ASCII.GetBytes(BaseOf(request, input)), signature);
        if (known is null) return Refuse(RequestFault.UnknownKey);
        return good ? new RequestCheck.Verified(known, parameters.Nonce, created) : Refuse(RequestFault.BadSignature);
    }

    /// <summary>The key id that a request names, before anything is verified: to count requests by, never to believe. Null when there is none.</summary>
    public static string? ClaimedKeyId(RequestHeaders headers) =>
        headers.SignatureInput is { } header && TryMember(header, out var input) ? SignatureParameters.TryParse(input)?.KeyId : null;

    /// <summary>The signature base (RFC 9421, section 2.5): a line for each component, then the parameters.</summary>
    internal static string Base(IEnumerable<(string Name, string Value)> components, string parameters)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in components) text.Append('"').Append(name).Append("\": ").Append(value).Append('\n');
        return text.Append("\"@signature-params\": ").Append(parameters).ToString();
    }

    private static string BaseOf(SignedRequest request, string parameters) =>
        Base(ComponentsOf(request).Select(name => (name, ValueOf(request, name))), parameters);

    private static string[] ComponentsOf(SignedRequest request) => request.Body.IsEmpty
        ? ["@method", "@authority", "@path", "@query"]
        : ["@method", "@authority", "@path", "@query", "content-digest"];

    private static string ValueOf(SignedRequest request, string component) => component switch
    {
        "@method" => request.Method,
        // Host names are ASCII here, and their case carries no meaning (RFC 9421, section 2.2.3).
#pragma warning disable CA1308 // the RFC asks for lower case
        "@authority" => request.Authority.ToLowerInvariant(),
#pragma warning restore CA1308
        "@path" => request.Path,
        "@query" => request.Query.Length == 0 ? "?" : request.Query, // section 2.2.7: "?" where the query is absent
        "content-digest" => DigestOf(request) ?? "",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string? DigestOf(SignedRequest request) =>
        request.Body.IsEmpty ? null : $"{DigestName}=:{Convert.ToBase64String(SHA256.HashData(request.Body.Span))}:";

    private static bool TryMember(string header, out string value)
    {
        value = header.StartsWith(Label + "=", StringComparison.Ordinal) ? header[(Label.Length + 1)..] : "";
        return value.Length is > 0 and <= SignatureParameters.MaxLength;
    }

    private static byte[]? DecodeSignature(string value) =>
        value is [':', .. var inner, ':'] && StrictBase64.Decode(inner) is { Length: P256.SignatureBytes } bytes ? bytes : null;

    private static RequestCheck.Refused Refuse(RequestFault fault) => new(fault);
}
