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
/// ASCII head, an age file that holds the draft's key, and the conversation's state under that key (AES-256-GCM).
/// </summary>
internal static class SealedDraft
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int KeyBytes = 32;
    private const int LengthBytes = 4;

    public static ReportOpening Open(JournalEntry entry, ReadOnlySpan<byte> container, ImmutableArray<Identity> identities, FormShelf forms)
    {
        if (Head.TryRead(container) is not { } head) return Closed(ClosedReason.Damaged);
        if (head.Thread != entry.Thread.ToString()) return Closed(ClosedReason.OtherEntry);
        switch (AgeOpening.Open(container.Slice(head.Bytes, head.KeyBytes), identities))
        {
            case OpenResult.Failed(OpenFailure.NoMatch):
                return Closed(ClosedReason.OtherKeys);
            case OpenResult.Opened({ Length: KeyBytes } key):
                var state = Decrypt(key, head, container.Slice(head.Bytes + head.KeyBytes, head.StateBytes));
                CryptographicOperations.ZeroMemory(key);
                if (state is null) return Closed(ClosedReason.Damaged);
                var json = DraftState.ToPartialReport(entry, state, forms);
                CryptographicOperations.ZeroMemory(state);
                return json is not null && Report.TryRead(json, Report.PartialSchema) is { } report
                    ? new ReportOpening.Opened(report, json, IsPartial: true) : Closed(ClosedReason.Unknown);
            default:
                return Closed(ClosedReason.Damaged);
        }
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
    private sealed record Head(int Bytes, string Thread, long Revision, int KeyBytes, int StateBytes)
    {
        private const int MaxBytes = 256;

        /// <summary>Null where the head is not of its form, or does not fit the bytes behind it.</summary>
        public static Head? TryRead(ReadOnlySpan<byte> container)
        {
            var end = container[..Math.Min(container.Length, MaxBytes)].IndexOf("\n\n"u8);
            if (end < 0) return null;
            var lines = Encoding.ASCII.GetString(container[..end]).Split('\n');
            if (lines is not ["detainees/sealed-draft/1", var threadLine, var revisionLine, var keyLine, var stateLine]) return null;
            if (Field(threadLine, "thread ") is not { Length: 32 } thread || !thread.All(char.IsAsciiHexDigitLower)) return null;
            if (!long.TryParse(Field(revisionLine, "revision "), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var revision)) return null;
            if (!int.TryParse(Field(keyLine, "key "), NumberStyles.None, CultureInfo.InvariantCulture, out var key)) return null;
            if (!int.TryParse(Field(stateLine, "state "), NumberStyles.None, CultureInfo.InvariantCulture, out var state)) return null;
            return (long)end + 2 + key + state == container.Length ? new Head(end + 2, thread, revision, key, state) : null;
        }

        private static string? Field(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : null;
    }
}
