namespace Detainees.Journal.Tests;

/// <summary>The small texts that desks send, and the entries that stand for what became of them.</summary>
public class DeskTextsTests
{
    private static readonly ThreadKey Thread = new(Guid.Parse("33cdb79867554bec8ad008ffbbf82dfb"));

    [Fact]
    public void A_notice_reads_as_it_was_written_and_nothing_else_does()
    {
        var notice = new HoldingNotice(12, Sha256Hash.Of("x"u8));
        Assert.Equal(notice, HoldingNotice.TryDecode(notice.Encode()));
        foreach (var wrong in Mutations(notice.Encode())) Assert.True(HoldingNotice.TryDecode(wrong) is not { } read || read.Encode() == wrong, wrong);
        Assert.Null(HoldingNotice.TryDecode(new HoldingNotice(0, Sha256Hash.Zero).Encode()));
    }

    [Theory, InlineData(ThreadDecisionKind.Remove), InlineData(ThreadDecisionKind.Hold), InlineData(ThreadDecisionKind.Release)]
    public void A_decision_reads_as_it_was_written_and_nothing_else_does(ThreadDecisionKind kind)
    {
        var decision = new ThreadDecision(kind, Thread);
        Assert.Equal(decision, ThreadDecision.TryDecode(decision.Encode()));
        foreach (var wrong in Mutations(decision.Encode())) Assert.True(ThreadDecision.TryDecode(wrong) is not { } read || read.Encode() == wrong, wrong);
    }

    [Theory, InlineData(EntryKind.Removal), InlineData(EntryKind.Hold), InlineData(EntryKind.Release)]
    public void What_two_devices_ordered_stands_in_the_journal_without_a_sealed_file(EntryKind kind)
    {
        var entry = JournalHead.Empty.Next(kind, new EntryId(Guid.NewGuid()), Thread, Some.Now, "", SealedItem.None, []);
        Assert.True(JournalEntry.TryDecode(entry.Encode(), out var read));
        Assert.Equal(entry, read);
        Assert.Equal(kind == EntryKind.Removal, entry.IsTombstone);
    }

    [Theory, InlineData("through 1", true), InlineData("through 2", false), InlineData("through 0", false), InlineData("through 01", false), InlineData("", false), InlineData("up to 1", false)]
    public void A_retention_names_an_entry_before_it(string form, bool isGood)
    {
        var first = JournalHead.Empty.Next(EntryKind.Report, new EntryId(Guid.NewGuid()), Thread, Some.Now, "", new SealedItem(1, Sha256Hash.Zero), []);
        var head = JournalHead.Empty.Append(first);
        var entry = head.Next(EntryKind.Retention, new EntryId(Guid.NewGuid()), new ThreadKey(Guid.Empty), Some.Now, form, SealedItem.None, []);
        Assert.Equal(isGood, entry.IsWellFormed);
        Assert.Equal(isGood ? 1 : 0, isGood ? entry.RetiredThrough : 0);
        Assert.Equal(0, first.RetiredThrough);
    }

    private static IEnumerable<string> Mutations(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            yield return text.Remove(i, 1);
            yield return text.Insert(i, "0");
            yield return text[..i] + (char)(text[i] ^ 1) + text[(i + 1)..];
        }

        yield return text + "\n";
        yield return text.Replace("\n", "\r\n", StringComparison.Ordinal);
    }
}
