using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Detainees.Journal;
using Detainees.Opening;

namespace Detainees.Desk.Reports;

/// <summary>
/// Opens what was left of a draft whose readable copy the server lost before "send": docs/storage.md, "A sealed draft". An
/// ASCII head, an age file that holds the code that the family was told, one that holds the draft's key, and the conversation's
/// state under that key (AES-256-GCM). Those of the first form have no code.
/// </summary>
internal static class SealedDraft
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int KeyBytes = 32;
    private const int LengthBytes = 4;
    private const int MaxReference = 40;

    public static ReportOpening Open(JournalEntry entry, ReadOnlySpan<byte> container, ImmutableArray<Identity> identities, FormShelf forms)
    {
        if (Head.TryRead(container) is not { } head) return Closed(ClosedReason.Damaged);
        if (head.Thread != entry.Thread.ToString()) return Closed(ClosedReason.OtherEntry);
        var reference = container.Slice(head.Bytes, head.ReferenceBytes);
        var rest = container[(head.Bytes + head.ReferenceBytes)..];
        switch (AgeOpening.Open(rest[..head.KeyBytes], identities))
        {
            case OpenResult.Failed(OpenFailure.NoMatch):
                return Closed(ClosedReason.OtherKeys);
            case OpenResult.Opened({ Length: KeyBytes } key):
                var state = Decrypt(key, head, rest[head.KeyBytes..]);
                CryptographicOperations.ZeroMemory(key);
                if (state is null) return Closed(ClosedReason.Damaged);
                var json = DraftState.ToPartialReport(entry, state, forms, ReferenceIn(reference, identities));
                CryptographicOperations.ZeroMemory(state);
                return json is not null && Report.TryRead(json, Report.PartialSchema) is { } report
                    ? new ReportOpening.Opened(report, json, IsPartial: true) : Closed(ClosedReason.Unknown);
            default:
                return Closed(ClosedReason.Damaged);
        }
    }

    /// <summary>Empty where there is none, or none for these keys: it is sealed to the team of its day, the draft to that of an earlier one.</summary>
    private static string ReferenceIn(ReadOnlySpan<byte> file, ImmutableArray<Identity> identities)
    {
        if (file.IsEmpty || AgeOpening.Open(file, identities) is not OpenResult.Opened({ Length: <= MaxReference } code)) return "";
        return Ascii.IsValid(code) ? Encoding.ASCII.GetString(code) : "";
    }

    private static byte[]? Decrypt(byte[] key, Head head, ReadOnlySpan<byte> box)
    {
        if (box.Length < NonceBytes + LengthBytes + TagBytes) return null;
        byte[] bound = [.. "detainees/draft/1"u8, .. Convert.FromHexString(head.Thread), .. new byte[sizeof(long)]];
        BinaryPrimitives.WriteInt64BigEndian(bound.AsSpan(bound.Length - sizeof(long)), head.Revision);
        var padded = new byte[box.Length - NonceBytes - TagBytes];
        try
        {
            using var gcm = new AesGcm(key, TagBytes);
            gcm.Decrypt(box[..NonceBytes], box[NonceBytes..^TagBytes], box[^TagBytes..], padded, bound);
            var length = BinaryPrimitives.ReadInt32BigEndian(padded);
            return length < 0 || length > padded.Length - LengthBytes ? null : padded.AsSpan(LengthBytes, length).ToArray();
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    private static ReportOpening.Closed Closed(ClosedReason reason) => new(reason);

    /// <param name="Bytes">Of the head itself, its empty line included.</param>
    private sealed record Head(int Bytes, string Thread, long Revision, int ReferenceBytes, int KeyBytes, int StateBytes)
    {
        private const int MaxBytes = 256;

        /// <summary>Null where the head is not of its form, or does not fit the bytes behind it.</summary>
        public static Head? TryRead(ReadOnlySpan<byte> container)
        {
            var end = container[..Math.Min(container.Length, MaxBytes)].IndexOf("\n\n"u8);
            if (end < 0) return null;
            var lines = Encoding.ASCII.GetString(container[..end]).Split('\n');
            if (lines is ["detainees/sealed-draft/1", ..]) lines = [.. lines[..Math.Min(lines.Length, 3)], "reference 0", .. lines.Skip(3)];
            else if (lines is not ["detainees/sealed-draft/2", ..]) return null;
            if (lines is not [_, var threadLine, var revisionLine, var referenceLine, var keyLine, var stateLine]) return null;
            if (Field(threadLine, "thread ") is not { Length: 32 } thread || !thread.All(char.IsAsciiHexDigitLower)) return null;
            if (!long.TryParse(Field(revisionLine, "revision "), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var revision)) return null;
            if (!int.TryParse(Field(referenceLine, "reference "), NumberStyles.None, CultureInfo.InvariantCulture, out var reference)) return null;
            if (!int.TryParse(Field(keyLine, "key "), NumberStyles.None, CultureInfo.InvariantCulture, out var key)) return null;
            if (!int.TryParse(Field(stateLine, "state "), NumberStyles.None, CultureInfo.InvariantCulture, out var state)) return null;
            return (long)end + 2 + reference + key + state == container.Length ? new Head(end + 2, thread, revision, reference, key, state) : null;
        }

        private static string? Field(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : null;
    }
}
