using System.Globalization;
using Detainees.Signing;

namespace Detainees.Journal;

/// <summary>What the server says of its journal at one size, to be signed: C2SP tlog-checkpoint with two extension lines.</summary>
/// <param name="Origin">Names the journal, and the key in the signature line: see <see cref="SignedNote.IsKeyName"/>.</param>
/// <param name="Root">The root of RFC 6962's tree over <paramref name="Size"/> entries.</param>
/// <param name="Last">The hash of the newest entry; zeros when there is none.</param>
/// <param name="Hour">When it was made: UTC, no minutes.</param>
public sealed record Checkpoint(string Origin, long Size, Sha256Hash Root, Sha256Hash Last, DateTimeOffset Hour)
{
    /// <param name="now">Only its hour is kept.</param>
    public static Checkpoint Of(JournalHead head, string origin, DateTimeOffset now) =>
        new(origin, head.Size, head.Root, head.Last, JournalHour.Of(now));

    /// <summary>The signed note. Signing twice gives two notes, both good: ECDSA signatures are random.</summary>
    /// <exception cref="ArgumentException">The origin is not a key name.</exception>
    /// <exception cref="InvalidOperationException">Another field is outside its limits.</exception>
    public string Sign(SigningKey key)
    {
        if (Size is < 0 or > JournalEntry.MaxNumber || !JournalHour.Is(Hour))
            throw new InvalidOperationException("The checkpoint breaks its own rules.");
        var root = Convert.ToBase64String(Root.ToArray());
        return SignedNote.Sign(key, Origin, string.Create(
            CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{root}\nlast {Last}\nhour {JournalHour.ToText(Hour)}\n"));
    }

    /// <summary>Reads a checkpoint and verifies that <paramref name="key"/> signed it for <paramref name="origin"/>.</summary>
    public static CheckpointCheck Verify(string note, VerifyingKey key, string origin) => SignedNote.Open(note, key, origin) switch
    {
        NoteCheck.Signed signed => Read(signed.Text, origin),
        NoteCheck.Refused refused => new CheckpointCheck.Refused(refused.Fault switch
        {
            NoteFault.Malformed => CheckpointFault.Malformed,
            NoteFault.NotSigned => CheckpointFault.NotSigned,
            NoteFault.BadSignature => CheckpointFault.BadSignature,
        }),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static CheckpointCheck Read(string text, string origin)
    {
        var malformed = new CheckpointCheck.Refused(CheckpointFault.Malformed);
        var lines = new LineReader(text);
        if (!lines.TryLine(out var named)) return malformed;
        if (!named.SequenceEqual(origin)) return new CheckpointCheck.Refused(CheckpointFault.WrongOrigin);
        if (!lines.TryLine(out var sizeText) || !LineReader.TryNumber(sizeText, JournalEntry.MaxNumber, out var size)) return malformed;
        if (!lines.TryLine(out var rootText) || !TryBase64(rootText, out var root)) return malformed;
        if (!lines.TryField("last ", out var lastText) || !Sha256Hash.TryParse(lastText, out var last)) return malformed;
        if (!lines.TryField("hour ", out var hourText) || !JournalHour.TryParse(hourText, out var hour) || !lines.AtEnd) return malformed;
        return new CheckpointCheck.Valid(new Checkpoint(origin, size, root, last, hour));
    }

    private static bool TryBase64(ReadOnlySpan<char> text, out Sha256Hash hash)
    {
        Span<byte> bytes = stackalloc byte[Sha256Hash.Length];
        hash = default;
        if (!Convert.TryFromBase64Chars(text, bytes, out var length) || length != bytes.Length) return false;
        hash = Sha256Hash.FromBytes(bytes);
        return text.SequenceEqual(Convert.ToBase64String(bytes)); // one spelling only
    }
}
