using System.Globalization;
using System.Text;

namespace Detainees.Journal;

/// <summary>What the server signs of a bundle: docs/journal.md, "A bundle".</summary>
internal static class BundleManifest
{
    public const string Namespace = "detainees-bundle";
    public const int MaxBytes = 64 * 1024 * 1024;
    public const int MaxFiles = 400_000;

    private const string FirstLine = "detainees-bundle/1";

    public static byte[] Head(string origin) => Encoding.ASCII.GetBytes($"{FirstLine}\norigin {origin}\n");

    public static byte[] Line(string name, SealedItem file) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"file {name} {file.Bytes} {file.Hash}\n"));

    /// <summary>The manifest lines of an entry: its body, then its attachments.</summary>
    public static IEnumerable<BundleItem> ItemsOf(JournalEntry entry)
    {
        if (entry.Body.IsFile) yield return new BundleItem(BundleItemKind.Body, entry.Id.Value, entry.Body);
        foreach (var attachment in entry.Attachments) yield return new BundleItem(BundleItemKind.Attachment, attachment.Id, attachment.Sealed);
    }

    /// <summary>Reads a manifest whose signature has been verified; null where it is none.</summary>
    public static BundleContents? TryRead(byte[] manifest, string origin)
    {
        if (manifest.AsSpan().ContainsAnyExceptInRange((byte)'\n', (byte)'~')) return null;
        var contents = new BundleContents();
        var lines = new LineReader(Encoding.ASCII.GetString(manifest));
        if (!lines.TryLine(out var first) || !first.SequenceEqual(FirstLine)) return null;
        if (!lines.TryField("origin ", out var named) || !named.SequenceEqual(origin)) return null;
        while (lines.TryField("file ", out var file))
        {
            var afterName = file.IndexOf(' ');
            var afterSize = file.LastIndexOf(' ');
            if (afterName < 0 || afterSize <= afterName) return null;
            if (!LineReader.TryNumber(file[(afterName + 1)..afterSize], TarHeader.MaxSize, out var bytes)) return null;
            if (!Sha256Hash.TryParse(file[(afterSize + 1)..], out var hash)) return null;
            if (contents.Items.Count == MaxFiles || !contents.TryAdd(file[..afterName], new SealedItem(bytes, hash))) return null;
        }

        return lines.AtEnd && contents.Checkpoint is not null && contents.Journal is not null ? contents : null;
    }
}
