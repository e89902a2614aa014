using System.Text;

namespace Detainees.Sealing;

/// <summary>One wrapped file key in a header: "-> type argument…" and a body, written in unpadded base64 of 64 columns.</summary>
/// <remarks>C2SP age.md, "Header format". Shared by both halves.</remarks>
internal sealed record Stanza(string Type, string[] Arguments, byte[] Body)
{
    public const int Columns = 64;

    /// <summary>The bytes that Columns characters of base64 stand for.</summary>
    public const int LineBytes = 48;

    public void WriteTo(StringBuilder header)
    {
        header.Append("-> ").Append(Type);
        foreach (var argument in Arguments) header.Append(' ').Append(argument);
        header.Append('\n');
        // The last line is always shorter than 64 columns, so a body of whole lines ends with an empty one.
        for (var at = 0; at <= Body.Length; at += LineBytes)
            header.Append(Base64(Body.AsSpan(at, Math.Min(LineBytes, Body.Length - at)))).Append('\n');
    }

    /// <summary>Standard base64 without padding.</summary>
    public static string Base64(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    /// <summary>Reads unpadded canonical base64: no padding, no blanks, unused bits zero.</summary>
    public static byte[]? ReadBase64(ReadOnlySpan<char> text)
    {
        if (text.Length % 4 == 1) return null;
        Span<char> padded = new char[(text.Length + 3) / 4 * 4];
        padded.Fill('=');
        text.CopyTo(padded);
        var bytes = new byte[padded.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(padded, bytes, out var written)) return null;
        // The platform's reader passes over blanks and unused bits; what does not write back to the same text is refused.
        return Base64(bytes.AsSpan(0, written)).AsSpan().SequenceEqual(text) ? bytes[..written] : null;
    }
}
