using System.IO.Compression;
using System.Text;
using Detainees.Opening.Identities;
using Detainees.Opening.Reading;
using Detainees.Testing;

namespace Detainees.Opening.Tests;

/// <summary>One case of C2SP/CCTV's age vectors: "key: value" lines, an empty line, then the age file.</summary>
internal sealed class Cctv
{
    private readonly ILookup<string, string> fields;

    private Cctv(ILookup<string, string> fields, byte[] file) => (this.fields, File) = (fields, file);

    public byte[] File { get; }
    public string Expect => fields["expect"].Single();
    public string? Payload => fields["payload"].SingleOrDefault();
    public bool HasPassphrase => fields["passphrase"].Any();

    public static bool ArePresent => ReferenceData.IsPresent("age/cctv");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(ReferenceData.Path("age/cctv")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    /// <summary>What opens the case, which may be nothing at all.</summary>
    public IFileKeySource Keys() =>
        HasPassphrase
            ? new AnyOf([.. fields["passphrase"].Select(p => new ScryptKey(p))])
            : new X25519Keys([.. fields["identity"].Select(i => Identity.TryParse(i) ?? throw new InvalidDataException("identity"))]);

    public static Cctv Read(string name)
    {
        var bytes = System.IO.File.ReadAllBytes(ReferenceData.Path($"age/cctv/{name}"));
        var end = bytes.AsSpan().IndexOf("\n\n"u8);
        var fields = Encoding.UTF8.GetString(bytes, 0, end).Split('\n').Select(l => l.Split(": ", 2)).ToLookup(l => l[0], l => l[1]);
        var file = bytes[(end + 2)..];
        if (fields["compressed"].SingleOrDefault() == "zlib")
        {
            using var zlib = new ZLibStream(new MemoryStream(file), CompressionMode.Decompress);
            using var whole = new MemoryStream();
            zlib.CopyTo(whole);
            file = whole.ToArray();
        }

        return new Cctv(fields, file);
    }

    /// <summary>Several passphrases, tried in turn.</summary>
    private sealed class AnyOf(IFileKeySource[] sources) : IFileKeySource
    {
        public Unwrapping Unwrap(IReadOnlyList<Detainees.Sealing.Stanza> stanzas, Span<byte> fileKey)
        {
            foreach (var source in sources)
                if (source.Unwrap(stanzas, fileKey) is var tried and not Unwrapping.NoMatch) return tried;
            return Unwrapping.NoMatch;
        }
    }
}
