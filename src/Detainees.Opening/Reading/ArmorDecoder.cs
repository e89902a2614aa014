using System.Text;

namespace Detainees.Opening.Reading;

/// <summary>Strict PEM as age writes it, line by line: 64 columns of padded canonical base64, blank lines around it only.</summary>
/// <remarks>C2SP age.md, "ASCII armor"; LF or CRLF. As the Go reference does, at most 1,024 bytes of blanks on either side.</remarks>
internal sealed class ArmorDecoder(ArmorDecoder.Sink sink)
{
    private const int MaxBlanks = 1024;

    // What may be collected before a newline comes: a line of 64, its CR, or all the blanks.
    private readonly byte[] line = new byte[MaxBlanks];
    private int length;
    private int blanks;
    private Part part = Part.Before;

    /// <summary>Takes decoded bytes; answers as the whole reader does.</summary>
    public delegate OpenFailure? Sink(ReadOnlySpan<byte> bytes);

    private enum Part { Before, Body, End, After }

    public OpenFailure? Push(ReadOnlySpan<byte> input)
    {
        while (input.Length > 0)
        {
            var end = input.IndexOf((byte)'\n');
            var piece = end < 0 ? input : input[..end];
            if (length + piece.Length > line.Length) return Broken;
            piece.CopyTo(line.AsSpan(length));
            length += piece.Length;
            if (end < 0) return null;
            input = input[(end + 1)..];
            if (TakeLine() is { } failure) return failure;
        }

        return null;
    }

    public OpenFailure? Finish()
    {
        if (length > 0 && TakeLine() is { } failure) return failure; // the last newline may be missing
        return part is Part.After ? null : Broken;
    }

    /// <summary>Before the first dashes nothing says that this is age at all.</summary>
    private OpenFailure Broken =>
        part is Part.Before && !line.AsSpan(0, length).StartsWith("-----"u8) ? OpenFailure.NotAge : OpenFailure.ArmorInvalid;

    private OpenFailure? TakeLine()
    {
        ReadOnlySpan<byte> text = line.AsSpan(0, length);
        if (text.EndsWith("\r"u8)) text = text[..^1];
        switch (part)
        {
            case Part.Before or Part.After when text.IndexOfAnyExcept(" \t\r"u8) < 0:
                blanks += length + 1;
                if (blanks > MaxBlanks) return Broken;
                break;
            case Part.Before when text.SequenceEqual(Armor.BeginLine):
                part = Part.Body;
                blanks = 0;
                break;
            case Part.Body or Part.End when text.SequenceEqual(Armor.EndLine):
                part = Part.After;
                break;
            case Part.Body when Decode(text) is { } bytes:
                if (bytes.Length < Armor.LineBytes) part = Part.End; // a short line is the last one
                if (sink(bytes) is { } failure) return failure;
                break;
            default:
                return Broken;
        }

        length = 0;
        return null;
    }

    private static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > Armor.Columns) return null;
        var chars = Encoding.Latin1.GetString(text);
        var bytes = new byte[Armor.LineBytes];
        if (!Convert.TryFromBase64String(chars, bytes, out var written)) return null;
        // What does not write back to the same text had blanks or unused bits.
        return Convert.ToBase64String(bytes, 0, written) == chars ? bytes[..written] : null;
    }
}
