using System.Collections.Immutable;
using System.Globalization;

namespace Detainees.Signing;

/// <summary>
/// The value of a <c>Signature-Input</c> member: the covered components and five parameters. Of the structured fields of
/// RFC 8941 this reads only the spelling that signers write: no optional blanks, no escapes, each parameter exactly once.
/// </summary>
internal sealed record SignatureParameters(
    ImmutableArray<string> Components, long Created, string Nonce, string KeyId, string Algorithm, string Tag)
{
    public const int MaxLength = 1024;
    private const int MaxComponents = 16;

    public static bool IsNonce(string nonce) =>
        nonce.Length is >= 16 and <= 64 && nonce.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public string ToText() => string.Create(
        CultureInfo.InvariantCulture,
        $"({string.Join(' ', Components.Select(c => $"\"{c}\""))});created={Created};nonce=\"{Nonce}\";keyid=\"{KeyId}\";alg=\"{Algorithm}\";tag=\"{Tag}\"");

    /// <summary>Null where the text is not of this form. The order of the parameters is free, as in the RFC.</summary>
    public static SignatureParameters? TryParse(string text)
    {
        if (text.Length > MaxLength || !text.StartsWith('(')) return null;
        var close = text.IndexOf(')');
        if (close < 0) return null;
        var components = ImmutableArray.CreateBuilder<string>();
        foreach (var item in text[1..close].Split(' ', MaxComponents + 1))
        {
            if (components.Count == MaxComponents || Unquote(item) is not { Length: > 0 } name) return null;
            components.Add(name);
        }

        var values = new Dictionary<string, string>();
        var rest = text.AsSpan(close + 1);
        while (!rest.IsEmpty)
        {
            if (rest[0] != ';') return null;
            rest = rest[1..];
            var end = EndOfParameter(rest);
            var parameter = rest[..end];
            var equals = parameter.IndexOf('=');
            if (equals <= 0 || !values.TryAdd(parameter[..equals].ToString(), parameter[(equals + 1)..].ToString())) return null;
            rest = rest[end..];
        }

        if (values.Count != 5 || !values.TryGetValue("created", out var createdText) || !TryCreated(createdText, out var created)) return null;
        if (Text("nonce") is not { } nonce || !IsNonce(nonce)) return null;
        if (Text("keyid") is not { } keyId || Text("alg") is not { } algorithm || Text("tag") is not { } tag) return null;
        return new SignatureParameters(components.ToImmutable(), created, nonce, keyId, algorithm, tag);

        string? Text(string name) => values.TryGetValue(name, out var quoted) ? Unquote(quoted) : null;
    }

    /// <summary>The next semicolon outside quotation marks, or the end.</summary>
    private static int EndOfParameter(ReadOnlySpan<char> text)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            else if (text[i] == ';' && !quoted) return i;
        }

        return text.Length;
    }

    private static string? Unquote(string item)
    {
        if (item.Length < 2 || item[0] != '"' || item[^1] != '"') return null;
        var inner = item[1..^1];
        return inner.All(c => c is >= ' ' and <= '~' and not ('"' or '\\')) ? inner : null;
    }

    // Ten digits reach the year 2286.
    private static bool TryCreated(string text, out long created)
    {
        created = 0;
        return text.Length is > 0 and <= 10 && text.All(char.IsAsciiDigit) && (text[0] != '0' || text.Length == 1)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out created);
    }
}
