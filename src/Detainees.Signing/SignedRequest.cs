namespace Detainees.Signing;

/// <summary>What a request signature covers, as plain values: no web framework's types.</summary>
/// <param name="Method">Upper-case letters, at most 16.</param>
/// <param name="Authority">The Host header: host and, unless it is the scheme's default, port. Compared in lower case.</param>
/// <param name="Path">As sent, still percent-encoded, from "/"; at most 2,048 characters.</param>
/// <param name="Query">As sent, with its "?"; empty when there is none. At most 2,048 characters.</param>
/// <param name="Body">Empty when there is none.</param>
public sealed record SignedRequest(string Method, string Authority, string Path, string Query, ReadOnlyMemory<byte> Body)
{
    internal bool IsWellFormed =>
        Method.Length is > 0 and <= 16 && Method.All(char.IsAsciiLetterUpper)
        && Authority.Length is > 0 and <= 255 && Authority.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '[' or ']')
        && IsTarget(Path) && Path.StartsWith('/') && !Path.Contains('?')
        && (Query.Length == 0 || (IsTarget(Query) && Query.StartsWith('?')));

    // Visible ASCII only: a line break here would forge lines of the signature base.
    private static bool IsTarget(string text) => text.Length is > 0 and <= 2048 && text.All(c => c is > ' ' and <= '~' and not '#');
}
