using System.Security.Cryptography;
using System.Text;
using Detainees.Sealing;

namespace Detainees.Opening.Reading;

/// <summary>A parsed header. C2SP age.md, "Header format": every rule there is checked here.</summary>
internal sealed class Header
{
    private const int MacColumns = 43;
    private readonly byte[] covered;
    private readonly byte[] mac;

    private Header(List<Stanza> stanzas, byte[] covered, byte[] mac) => (Stanzas, this.covered, this.mac) = (stanzas, covered, mac);

    public IReadOnlyList<Stanza> Stanzas { get; }

    /// <summary>Whether the holder of the file key made this header as it stands.</summary>
    public bool IsGenuine(ReadOnlySpan<byte> fileKey)
    {
        Span<byte> expected = stackalloc byte[AgeFormat.MacBytes];
        AgeFormat.HeaderMac(fileKey, covered, expected);
        return CryptographicOperations.FixedTimeEquals(expected, mac);
    }

    /// <param name="bytes">From the version line to the end of the "---" line.</param>
    public static Header? TryParse(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            if (b is not ((byte)'\n' or >= 0x20 and <= 0x7e)) return null;
        var lines = Encoding.ASCII.GetString(bytes).Split('\n');
        // The version line, at least two of a stanza, the footer, and nothing after the footer's newline.
        if (lines.Length < 5 || lines[0] + '\n' != AgeFormat.Intro || lines[^1].Length > 0) return null;

        var stanzas = new List<Stanza>();
        var at = 1;
        while (at < lines.Length - 2)
        {
            if (TryParseStanza(lines, ref at) is not { } stanza) return null;
            stanzas.Add(stanza);
        }

        if (stanzas.Count == 0 || at != lines.Length - 2) return null;
        // A passphrase stands alone, or whoever knows it could be made to trust what others can write.
        if (stanzas.Count > 1 && stanzas.Exists(s => s.Type == "scrypt")) return null;

        var footer = lines[at];
        var start = AgeFormat.FooterMark.Length + 1;
        if (footer.Length != start + MacColumns || !footer.StartsWith("--- ", StringComparison.Ordinal)) return null;
        return Stanza.ReadBase64(footer.AsSpan(start)) is { } mac
            ? new Header(stanzas, bytes[..^(MacColumns + 2)].ToArray(), mac)
            : null;
    }

    private static Stanza? TryParseStanza(string[] lines, ref int at)
    {
        var first = lines[at++];
        if (!first.StartsWith("-> ", StringComparison.Ordinal)) return null;
        var words = first[3..].Split(' ');
        if (Array.Exists(words, w => w.Length == 0)) return null;
        var body = new StringBuilder();
        while (at < lines.Length - 2)
        {
            var line = lines[at++];
            if (line.Length > Stanza.Columns) return null;
            body.Append(line);
            if (line.Length < Stanza.Columns)
                return Stanza.ReadBase64(body.ToString()) is { } bytes ? new Stanza(words[0], words[1..], bytes) : null;
        }

        return null;
    }
}
