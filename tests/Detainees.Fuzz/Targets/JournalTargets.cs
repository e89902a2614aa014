using System.Text;
using Detainees.Desk.Store;
using Detainees.Fuzz.Running;
using Detainees.Journal;
using Detainees.Signing;
using static Detainees.Fuzz.Running.OracleException;

namespace Detainees.Fuzz.Targets;

/// <summary>Entries, heads, checkpoints, receipts and the journal as a whole.</summary>
internal static class JournalTargets
{
    private static readonly byte[][] Words = Kept.Words(
        "detainees-entry/1\n", "previous ", "number ", "kind ", "attachment ", "body ", "report", "erasure", "\n", "\n\n", "proof ", "\u2014 ",
        "0000000000000000000000000000000000000000000000000000000000000000");

    public static IEnumerable<FuzzTarget> All()
    {
        byte[][] entries = [.. Kept.Entries.Select(e => e.Encode())];
        yield return new("journal-entry", 60_000, 40, entries, Words, ReadEntry);
        yield return new("journal-head", 40_000, 40, [.. Enumerable.Range(0, 9).Select(n => Encoding.UTF8.GetBytes(Kept.HeadAt(Math.Min(n, Kept.Entries.Count)).Encode()))], Words, ReadHead);
        byte[][] notes = [.. new[] { 0, 3, 8 }.Select(n => Kept.File($"checkpoint/{n}.txt", () => Encoding.UTF8.GetBytes(Checkpoint.Of(Kept.HeadAt(n), Kept.Origin, Kept.Now).Sign(Kept.Server))))];
        yield return new("checkpoint", 150_000, 40, notes, Words, input => VerifyNote(input, notes));
        byte[][] receipts = [.. new[] { 1, 4, 8 }.Select(n => Kept.File($"receipt/{n}.txt", () => Encoding.UTF8.GetBytes(
            Receipt.ForNewest(Kept.HeadAt(n - 1), Kept.Entries[n - 1], Checkpoint.Of(Kept.HeadAt(n), Kept.Origin, Kept.Now).Sign(Kept.Server)).ToText())))];
        yield return new("receipt", 250_000, 60, receipts, Words, input => VerifyReceipt(input, receipts));
        byte[] journal = [.. entries.SelectMany(e => e)];
        yield return new("journal", 900_000, 60, [journal], Words, input => VerifyJournal(input, journal, Kept.Text(notes[2]))) { Short = 500 };
    }

    private static Verdict ReadEntry(byte[] input)
    {
        if (!JournalEntry.TryDecode(input, out var entry) || entry is null) return Verdict.Refused;
        Require(entry.Encode().AsSpan().SequenceEqual(input), "an entry of two spellings");
        return Verdict.Accepted;
    }

    private static Verdict ReadHead(byte[] input)
    {
        var text = Kept.Text(input);
        if (!JournalHead.TryDecode(text, out var head) || head is null) return Verdict.Refused;
        Require(head.Encode() == text, "a head of two spellings");
        return Verdict.Accepted;
    }

    private static Verdict VerifyNote(byte[] input, byte[][] notes)
    {
        var text = Kept.Text(input);
        if (Checkpoint.Verify(text, Kept.Server.Public, Kept.Origin) is not CheckpointCheck.Valid(var checkpoint)) return Verdict.Refused;
        Require(notes.Any(n => Kept.Text(n).Split("\n\n")[0] == text.Split("\n\n")[0] && checkpoint.Origin == Kept.Origin), "a checkpoint that nobody signed is valid");
        return Verdict.Accepted;
    }

    private static Verdict VerifyReceipt(byte[] input, byte[][] receipts)
    {
        if (Receipt.Verify(Kept.Text(input), Kept.Server.Public, Kept.Origin) is not ReceiptCheck.Valid(var entry, _)) return Verdict.Refused;
        Require(Kept.Entries.Contains(entry), "a receipt for an entry that nobody made");
        return Verdict.Accepted;
    }

    /// <summary>Read as the desk reads it: cut into entries, chained, compared with the server's checkpoint.</summary>
    private static Verdict VerifyJournal(byte[] input, byte[] original, string note)
    {
        var reader = new EntryReader(new MemoryStream(input), input.Length);
        var verifier = new JournalVerifier(JournalHead.Empty);
        while (reader.NextAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult() is { } entry)
            if (verifier.Feed(entry) is not null) break;
        if (verifier.Finish(note, Kept.Server.Public, Kept.Origin) is not JournalCheck.Sound) return Verdict.Refused;
        Require(input.AsSpan().SequenceEqual(original), "a changed journal is called sound");
        return Verdict.Accepted;
    }
}
