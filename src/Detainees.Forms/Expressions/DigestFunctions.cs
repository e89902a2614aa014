using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Detainees.Forms;

/// <summary>digest() and base64-decode() (XForms 1.1, section 7.8.2; ODK XForms).</summary>
internal static class DigestFunctions
{
    private static readonly string[] Algorithms = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];
    private static readonly string[] Encodings = ["base64", "hex"];

    public static void AddTo(Dictionary<string, Function> all)
    {
        all["digest"] = new(2, 3, false, a => Operation.From((in Frame f) =>
            XValue.Of(Digest(a[0].Text(f), a[1].Text(f), a.Length == 3 ? a[2].Text(f) : Encodings[0]))));
        all["base64-decode"] = new(1, 1, false, a => Operation.From((in Frame f) => XValue.Of(Decode(a[0].Text(f)))));
    }

    /// <summary>What is wrong with the words of a call, where they are written out; null when nothing is.</summary>
    public static string? Objection(Expression.Call call)
    {
        if (call.Arguments is [_, Expression.Text algorithm, ..] && !Algorithms.Contains(algorithm.Value, StringComparer.OrdinalIgnoreCase))
            return $"digest() knows {string.Join(", ", Algorithms)}, not \"{algorithm.Value}\".";
        return call.Arguments is [_, _, Expression.Text encoding] && !Encodings.Contains(encoding.Value, StringComparer.OrdinalIgnoreCase)
            ? $"digest() writes base64 or hex, not \"{encoding.Value}\"."
            : null;
    }

    [SuppressMessage("Security", "CA5351", Justification = "A form may ask for MD5; nothing of ours trusts it.")]
    [SuppressMessage("Security", "CA5350", Justification = "A form may ask for SHA-1; nothing of ours trusts it.")]
    private static string Digest(string text, string algorithm, string encoding)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var hash = algorithm.ToUpperInvariant() switch
        {
            "MD5" => MD5.HashData(bytes),
            "SHA-1" => SHA1.HashData(bytes),
            "SHA-256" => SHA256.HashData(bytes),
            "SHA-384" => SHA384.HashData(bytes),
            "SHA-512" => SHA512.HashData(bytes),
            _ => [],
        };
        return encoding.ToLowerInvariant() switch
        {
            "base64" => Convert.ToBase64String(hash),
            "hex" => Convert.ToHexStringLower(hash),
            _ => "",
        };
    }

    // What is no text in base64 decodes to nothing.
    private static string Decode(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) return "";
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length);
        }
        catch (ArgumentException)
        {
            return "";
        }
    }
}
