using System.Collections.Immutable;
using System.Text;
using Detainees.Signing;

namespace Detainees.Journal.Tests;

/// <summary>Invented entries and journals, the same ones for the same seed.</summary>
internal static class Some
{
    public const string Origin = "intake.example.org/journal";
    public static readonly DateTimeOffset Now = new(2026, 1, 15, 9, 41, 7, TimeSpan.Zero);

    public static Guid Guid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    public static Sha256Hash Hash(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return Sha256Hash.FromBytes(bytes);
    }

    public static SealedItem Item(Random random) => new(random.Next(1, 1 << 20), Hash(random));

    public static JournalEntry Entry(JournalHead head, Random random)
    {
        var kind = (EntryKind)random.Next(5);
        var forms = new[] { "", "intake 3", "intake v2 (ar)", "تقرير 1", "form \U0001F54A" };
        ImmutableArray<AttachmentItem> attachments =
            [.. Enumerable.Range(0, random.Next(4)).Select(_ => new AttachmentItem(Guid(random), Item(random)))];
        return head.Next(
            kind, new EntryId(Guid(random)), new ThreadKey(Guid(random)), Now.AddHours(random.Next(1000)), forms[random.Next(forms.Length)],
            kind == EntryKind.Erasure && random.Next(2) == 0 ? SealedItem.None : Item(random), attachments);
    }

    public static ImmutableArray<JournalEntry> Journal(int size, int seed)
    {
        var random = new Random(seed);
        var head = JournalHead.Empty;
        var entries = ImmutableArray.CreateBuilder<JournalEntry>(size);
        for (var i = 0; i < size; i++)
        {
            entries.Add(Entry(head, random));
            head = head.Append(entries[^1]);
        }

        return entries.ToImmutable();
    }

    public static JournalHead HeadOf(IEnumerable<JournalEntry> entries) => entries.Aggregate(JournalHead.Empty, (h, e) => h.Append(e));

    public static string Note(SigningKey key, IEnumerable<JournalEntry> entries) =>
        Checkpoint.Of(HeadOf(entries), Origin, Now).Sign(key);

    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
