namespace Detainees.Forms;

/// <summary>How much of a text a caret is about: the whole reference, text in quotes, name or number that begins there.</summary>
internal static class CaretSpan
{
    public static int Length(string text, int from)
    {
        if (from < 0 || from >= text.Length) return 1;
        var rest = text.AsSpan(from);
        if (rest.StartsWith("${")) return rest.IndexOf('}') is var end and >= 0 ? end + 1 : 1;
        if (rest[0] is '\'' or '"') return rest[1..].IndexOf(rest[0]) is var end and >= 0 ? end + 2 : 1;
        var length = 0;
        while (length < rest.Length && (char.IsLetterOrDigit(rest[length]) || rest[length] is '_' or '-' or ':')) length++;
        return Math.Max(1, length);
    }
}
