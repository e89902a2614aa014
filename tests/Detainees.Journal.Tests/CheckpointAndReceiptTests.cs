using System.Text;
using Detainees.Signing;

namespace Detainees.Journal.Tests;

public sealed class CheckpointAndReceiptTests
{
    [Fact]
    public void A_checkpoint_is_signed_text_of_five_lines()
    {
        using var key = SigningKey.Create();
        var head = Some.HeadOf(Some.Journal(5, seed: 11));
        var note = Checkpoint.Of(head, Some.Origin, Some.Now).Sign(key);
        Assert.StartsWith(
            $"{Some.Origin}\n5\n{Convert.ToBase64String(head.Root.ToArray())}\nlast {head.Last}\nhour 2026-01-15T09Z\n\n\u2014 {Some.Origin} ",
            note, StringComparison.Ordinal);
        Assert.Equal(
            new CheckpointCheck.Valid(Checkpoint.Of(head, Some.Origin, Some.Now)), Checkpoint.Verify(note, key.Public, Some.Origin));
    }

    [Fact]
    public void The_checkpoint_of_an_empty_journal_verifies()
    {
        using var key = SigningKey.Create();
        Assert.IsType<CheckpointCheck.Valid>(Checkpoint.Verify(Some.Note(key, []), key.Public, Some.Origin));
    }

    [Fact]
    public void A_checkpoint_of_another_key_origin_or_text_is_refused()
    {
        using var key = SigningKey.Create();
        using var stranger = SigningKey.Create();
        var note = Some.Note(key, Some.Journal(5, seed: 12));
        Assert.Equal(Refused(CheckpointFault.NotSigned), Checkpoint.Verify(note, stranger.Public, Some.Origin));
        Assert.Equal(Refused(CheckpointFault.NotSigned), Checkpoint.Verify(note, key.Public, "elsewhere.example.org"));
        Assert.Equal(Refused(CheckpointFault.BadSignature), Checkpoint.Verify(note.Replace("\n5\n", "\n6\n", StringComparison.Ordinal), key.Public, Some.Origin));
        var elsewhere = SignedNote.Sign(key, Some.Origin, note[..(note.IndexOf("\n\n", StringComparison.Ordinal) + 1)].Replace("intake", "outtake", StringComparison.Ordinal));
        Assert.Equal(Refused(CheckpointFault.WrongOrigin), Checkpoint.Verify(elsewhere, key.Public, Some.Origin));
        foreach (var text in new[] { "x\n", $"{Some.Origin}\n05\nx\n", $"{Some.Origin}\n5\n\n" })
            Assert.Equal(
                new CheckpointCheck.Refused(text == "x\n" ? CheckpointFault.WrongOrigin : CheckpointFault.Malformed),
                Checkpoint.Verify(SignedNote.Sign(key, Some.Origin, text), key.Public, Some.Origin));
    }

    [Fact]
    public void Every_entry_has_a_receipt_that_verifies_and_reads_back_equal()
    {
        using var key = SigningKey.Create();
        var head = JournalHead.Empty;
        foreach (var entry in Some.Journal(33, seed: 13))
        {
            var before = head;
            head = head.Append(entry);
            var receipt = Receipt.ForNewest(before, entry, Checkpoint.Of(head, Some.Origin, Some.Now).Sign(key));
            Assert.True(Receipt.TryParse(receipt.ToText(), out var again));
            Assert.Equal(receipt, again);
            var check = Assert.IsType<ReceiptCheck.Valid>(Receipt.Verify(receipt.ToText(), key.Public, Some.Origin));
            Assert.Equal(entry, check.Entry);
            Assert.Equal(head.Size, check.Checkpoint.Size);
        }
    }

    [Fact]
    public void A_receipt_can_be_made_later_from_all_hashes()
    {
        using var key = SigningKey.Create();
        var entries = Some.Journal(21, seed: 14);
        var receipt = new Receipt(entries[8], Some.Note(key, entries), InclusionProof.Make(entries.Select(e => e.Hash), 21, 9));
        Assert.IsType<ReceiptCheck.Valid>(receipt.Verify(key.Public, Some.Origin));
        Assert.Equal(
            new ReceiptCheck.Refused(ReceiptFault.NotIncluded), (receipt with { Entry = entries[9] }).Verify(key.Public, Some.Origin));
    }

    [Fact]
    public void No_receipt_with_a_changed_byte_verifies()
    {
        using var key = SigningKey.Create();
        var entries = Some.Journal(6, seed: 15);
        var bytes = Encoding.UTF8.GetBytes(
            Receipt.ForNewest(Some.HeadOf(entries[..5]), entries[5], Some.Note(key, entries)).ToText());
        foreach (var change in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 7 /* makes CR of LF */ })
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                var changed = bytes.ToArray();
                changed[i] ^= (byte)change;
                Assert.IsType<ReceiptCheck.Refused>(Receipt.Verify(Encoding.UTF8.GetString(changed), key.Public, Some.Origin));
            }
        }
    }

    [Fact]
    public void A_receipt_survives_the_line_ends_of_windows_and_a_lost_last_line_end_and_nothing_else()
    {
        using var key = SigningKey.Create();
        var entries = Some.Journal(6, seed: 16);
        var text = Receipt.ForNewest(Some.HeadOf(entries[..5]), entries[5], Some.Note(key, entries)).ToText();
        Assert.IsType<ReceiptCheck.Valid>(Receipt.Verify(text.Replace("\n", "\r\n", StringComparison.Ordinal), key.Public, Some.Origin));
        Assert.IsType<ReceiptCheck.Valid>(Receipt.Verify(text[..^1], key.Public, Some.Origin));
        for (var length = 0; length < text.Length - 1; length++)
            Assert.IsType<ReceiptCheck.Refused>(Receipt.Verify(text[..length], key.Public, Some.Origin));
        foreach (var other in new[] { " " + text, text + "\n", text + "x", text.Replace("\n", "\r", StringComparison.Ordinal), text + text })
            Assert.IsType<ReceiptCheck.Refused>(Receipt.Verify(other, key.Public, Some.Origin));
    }

    [Fact]
    public void A_receipt_of_another_key_or_journal_is_refused_with_its_reason()
    {
        using var key = SigningKey.Create();
        using var stranger = SigningKey.Create();
        var entries = Some.Journal(6, seed: 17);
        var receipt = Receipt.ForNewest(Some.HeadOf(entries[..5]), entries[5], Some.Note(key, entries));
        Assert.Equal(new ReceiptCheck.Refused(ReceiptFault.NotSigned), receipt.Verify(stranger.Public, Some.Origin));
        Assert.Equal(new ReceiptCheck.Refused(ReceiptFault.NotSigned), receipt.Verify(key.Public, "elsewhere"));
        Assert.Equal(new ReceiptCheck.Refused(ReceiptFault.Malformed), Receipt.Verify("", key.Public, Some.Origin));
    }

    private static CheckpointCheck.Refused Refused(CheckpointFault fault) => new(fault);
}
