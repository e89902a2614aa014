using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Detainees.Journal;
using Detainees.Opening;
using Detainees.Sealing;
using Detainees.Signing;

namespace Detainees.Fuzz.Targets;

/// <summary>The corpus, and the keys it is made with: derived from words, so that none lies in the repository.</summary>
internal static class Kept
{
    public const string Origin = "intake.example.org/journal";
    public static readonly DateTimeOffset Now = new(2026, 1, 15, 9, 41, 7, TimeSpan.Zero);
    // Spelled out: a kind that is added later must not change what was signed.
    private static readonly EntryKind[] Kinds =
    [
        EntryKind.Report, EntryKind.Addition, EntryKind.SealedDraft, EntryKind.Erasure, EntryKind.Event, EntryKind.Report, EntryKind.SealedDraft, EntryKind.Report,
    ];

    private static readonly Lazy<SigningKey> LazyServer = new(() => Key("server"));
    private static readonly Lazy<SigningKey> LazyRoot = new(() => Key("root"));
    private static readonly Lazy<SigningKey> LazyDesk = new(() => Key("desk"));

    /// <summary>Where the corpus lies: beside the program.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "corpus");

    /// <summary>Where <see cref="File"/> makes its files anew; null for a round, which only reads.</summary>
    public static string? MakesIn { get; set; }

    public static SigningKey Server => LazyServer.Value;
    public static SigningKey Root => LazyRoot.Value;
    public static SigningKey Desk => LazyDesk.Value;

    public static byte[] Bytes(string word, int length)
    {
        var bytes = new byte[length];
        Span<byte> block = stackalloc byte[32];
        for (var at = 0; at < length; at += 32)
        {
            SHA256.HashData(Encoding.UTF8.GetBytes($"{word} {at}"), block);
            block[..Math.Min(32, length - at)].CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }

    public static Guid Guid(string word) => new(Bytes(word, 16), bigEndian: true);

    public static Identity Identity(string word) =>
        Opening.Identity.TryParse(Bech32.Encode("age-secret-key-", Bytes(word, 32)).ToUpperInvariant()) ?? throw new InvalidOperationException();

    /// <summary>A file of the corpus that cannot be made the same twice.</summary>
    public static byte[] File(string name, Func<byte[]> make)
    {
        var path = Path.Combine(MakesIn ?? Folder, name);
        if (MakesIn is null) return System.IO.File.ReadAllBytes(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? MakesIn);
        var bytes = make();
        System.IO.File.WriteAllBytes(path, bytes);
        return bytes;
    }

    /// <summary>All files of a folder: written by hand, or inputs that once broke something.</summary>
    public static IEnumerable<byte[]> All(string folder)
    {
        var path = Path.Combine(Folder, folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path).Order(StringComparer.Ordinal).Select(System.IO.File.ReadAllBytes)
            : [];
    }

    public static byte[][] Words(params string[] words) => [.. words.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Bytes → text, each byte a character, or UTF-8 with half a pair here and there: what a decoder before us could hand over.</summary>
    public static string Text(byte[] input) => Encoding.UTF8.GetString(input);

    /// <summary>Five entries of every kind, each with its files in <see cref="Sealed"/>.</summary>
    public static IReadOnlyList<JournalEntry> Entries { get; } = Journal();

    public static byte[] Sealed(string name) => Bytes($"sealed {name}", 200 + BinaryPrimitives.ReadUInt16BigEndian(Bytes(name, 2)) % 700);

    private static SealedItem Item(string name) => new(Sealed(name).Length, Sha256Hash.Of(Sealed(name)));

    private static List<JournalEntry> Journal()
    {
        var entries = new List<JournalEntry>();
        var head = JournalHead.Empty;
        var forms = new[] { "report-a-person 3", "intake v2 (ar)", "", "تقرير 1", "form \U0001F54A" };
        foreach (var (kind, i) in Kinds.Select((k, i) => (k, i)))
        {
            var id = new EntryId(Guid($"entry {i}"));
            var attachment = Guid($"attachment {i}");
            var entry = head.Next(
                kind, id, new ThreadKey(Guid($"thread {i % 3}")), Now.AddHours(i), forms[i % forms.Length],
                kind == EntryKind.Erasure ? SealedItem.None : Item(new BundleItem(BundleItemKind.Body, id.Value, SealedItem.None).FileName),
                i % 3 == 0 ? [] : [new AttachmentItem(attachment, Item(new BundleItem(BundleItemKind.Attachment, attachment, SealedItem.None).FileName))]);
            entries.Add(entry);
            head = head.Append(entry);
        }

        return entries;
    }

    public static JournalHead HeadAt(int size) => Entries.Take(size).Aggregate(JournalHead.Empty, (h, e) => h.Append(e));

    private static SigningKey Key(string word)
    {
        var secret = Bytes($"key {word}", 32);
        secret[0] &= 0x7f; // below the order of the curve
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = secret });
        return SigningKey.TryReadPem(key.ExportPkcs8PrivateKeyPem()) ?? throw new InvalidOperationException();
    }
}
