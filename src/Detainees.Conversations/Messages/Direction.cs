using System.Buffers;

namespace Detainees.Conversations;

/// <summary>
/// Characters that turn the direction of all that follows them (UAX #9, section 2). In somebody's answer they could turn our own
/// words around it. What is kept and sealed is as it was written; only what is shown goes without them.
/// </summary>
internal static class Direction
{
    private static readonly SearchValues<char> Turning =
        SearchValues.Create("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    public static string Unturned(string value) =>
        value.AsSpan().ContainsAny(Turning) ? string.Concat(value.Where(static c => !Turning.Contains(c))) : value;
}
