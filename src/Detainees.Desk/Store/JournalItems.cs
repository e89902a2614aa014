using Detainees.Journal;

namespace Detainees.Desk.Store;

internal static class JournalItems
{
    /// <summary>The sealed files of an entry: its body, then its attachments.</summary>
    public static IEnumerable<BundleItem> Of(JournalEntry entry)
    {
        if (entry.Body != SealedItem.None) yield return BodyOf(entry);
        foreach (var attachment in entry.Attachments) yield return Of(attachment);
    }

    public static BundleItem BodyOf(JournalEntry entry) => new(BundleItemKind.Body, entry.Id.Value, entry.Body);

    public static BundleItem Of(AttachmentItem attachment) => new(BundleItemKind.Attachment, attachment.Id, attachment.Sealed);
}
