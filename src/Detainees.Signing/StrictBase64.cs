namespace Detainees.Signing;

/// <summary>Base64 with exactly one spelling for each value: padded, no blanks, no stray bits (RFC 4648, section 3.5).</summary>
internal static class StrictBase64
{
    /// <summary>Null where the text is not the canonical spelling of some bytes.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(text, bytes, out var length)) return null;
        var decoded = bytes[..length];
        return text.SequenceEqual(Convert.ToBase64String(decoded)) ? decoded : null;
    }
}
