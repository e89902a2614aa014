namespace Detainees.Signing;

/// <summary>The three headers of a signed request, as sent. On the receiving side any of them may be missing.</summary>
/// <param name="SignatureInput"><c>Signature-Input</c> (RFC 9421, section 4.1).</param>
/// <param name="Signature"><c>Signature</c> (RFC 9421, section 4.2).</param>
/// <param name="ContentDigest"><c>Content-Digest</c> (RFC 9530, section 2); null when there is no body.</param>
public sealed record RequestHeaders(string? SignatureInput, string? Signature, string? ContentDigest);
