using System.Text;
using Detainees.Sealing;

namespace Detainees.Opening.Reading;

/// <summary>Gathers a header's raw bytes up to the end of its "---" line. They are kept as received: the MAC is over them.</summary>
internal sealed class HeaderCollector
{
    /// <summary>About 2,600 X25519 stanzas. Each costs the reader a multiplication, so that there must be some limit.</summary>
    public const int MaxBytes = 256 * 1024;

    private static readonly byte[] Intro = Encoding.ASCII.GetBytes(AgeFormat.Intro);
    private byte[] bytes = new byte[1024];
    private int length;
    private int lineStart;

    public bool IsComplete { get; private set; }
    public bool HasIntro => length >= Intro.Length;
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

    /// <summary>Takes what belongs to the header from the front of the input.</summary>
    public OpenFailure? Take(ref ReadOnlySpan<byte> input)
    {
        while (input.Length > 0 && !IsComplete)
        {
            var end = input.IndexOf((byte)'\n');
            var piece = end < 0 ? input : input[..(end + 1)];
            if (length + piece.Length > MaxBytes) return HasIntro ? OpenFailure.HeaderInvalid : OpenFailure.NotAge;
            if (length + piece.Length > bytes.Length) Array.Resize(ref bytes, Math.Max(2 * bytes.Length, length + piece.Length));
            piece.CopyTo(bytes.AsSpan(length));
            length += piece.Length;
            input = input[piece.Length..];

            var known = Math.Min(length, Intro.Length);
            if (!Bytes[..known].SequenceEqual(Intro.AsSpan(0, known))) return OpenFailure.NotAge;
            if (end < 0) continue;
            IsComplete = Bytes[lineStart..].StartsWith("---"u8);
            lineStart = length;
        }

        return null;
    }
}
