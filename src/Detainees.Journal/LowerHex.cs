using System.Buffers;

namespace Detainees.Journal;

/// <summary>Hex digits in the one spelling the journal knows.</summary>
internal static class LowerHex
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static bool Is(ReadOnlySpan<char> text, int length) =>
        text.Length == length && !text.ContainsAnyExcept(Digits);

    /// <summary>32 digits, in the order in which <c>Guid.ToString("N")</c> writes them.</summary>
    public static bool TryGuid(ReadOnlySpan<char> text, out Guid value)
    {
        value = default;
        return Is(text, 32) && Guid.TryParseExact(text, "N", out value);
    }
}
