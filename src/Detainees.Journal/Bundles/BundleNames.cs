namespace Detainees.Journal;

/// <summary>The only names a bundle can hold. A name is matched against this list, never cleaned: so no path leads outside.</summary>
internal static class BundleNames
{
    public const string Manifest = "manifest.txt";
    public const string Signature = "manifest.txt.sig";
    public const string Checkpoint = "checkpoint.txt";
    public const string Journal = "journal.txt";

    private const string Bodies = "sealed/";
    private const string Attachments = "attachments/";
    private const string Ending = ".age";

    public static string Of(BundleItemKind kind, Guid id) => Folder(kind) + id.ToString("N") + Ending;

    public static bool TryItem(ReadOnlySpan<char> name, out BundleItemKind kind, out Guid id)
    {
        foreach (var candidate in Enum.GetValues<BundleItemKind>())
        {
            kind = candidate;
            var folder = Folder(candidate);
            if (name.StartsWith(folder, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal)
                && name.Length == folder.Length + 32 + Ending.Length && LowerHex.TryGuid(name.Slice(folder.Length, 32), out id))
                return true;
        }

        (kind, id) = (default, default);
        return false;
    }

    private static string Folder(BundleItemKind kind) => kind switch
    {
        BundleItemKind.Body => Bodies,
        BundleItemKind.Attachment => Attachments,
    };
}
