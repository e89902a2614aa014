using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Detainees.Forms;

/// <summary>The parts of an .xlsx file (ISO/IEC 29500), unpacked as they are read and never beyond a bound, whatever sizes the file declares.</summary>
internal sealed class XlsxPackage : IDisposable
{
    private const long MaxUnpackedBytes = 128L * 1024 * 1024;
    private const int MaxParts = 2000;
    private const int MaxDepth = 64;
    private const int MaxAttributes = 200;

    private static ReadOnlySpan<byte> DirectoryEntrySignature => "PK\u0001\u0002"u8;

    private readonly ZipArchive zip;
    private readonly char[] buffer = new char[1024];
    private readonly StringBuilder text = new();
    private long unpacked;

    /// <summary>Characters of the text last read, also those beyond the cut.</summary>
    public long TextLength { get; private set; }

    private XlsxPackage(ZipArchive zip) => this.zip = zip;

    public void Dispose() => zip.Dispose();

    public static XlsxPackage Open(byte[] bytes)
    {
        // Counted before the directory is read: each entry of it costs twenty times its own bytes in memory.
        var entries = 0;
        for (var rest = bytes.AsSpan(); rest.IndexOf(DirectoryEntrySignature) is var at and >= 0; rest = rest[(at + 4)..])
            if (++entries > MaxParts) throw RefusedWorkbookException.TooLarge($"The workbook has more than {MaxParts} parts; no form has.");
        try
        {
            var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            _ = zip.Entries.Count;
            return new XlsxPackage(zip);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException)
        {
            throw RefusedWorkbookException.Damaged("The workbook is damaged: it is not a complete .xlsx file. Take it from where it came once more, or save it again.");
        }
    }

    public bool Has(string part) => zip.GetEntry(part) is not null;

    /// <summary>The part's elements one after the other; nothing at all when there is no such part.</summary>
    /// <param name="part">Its path in the file.</param>
    /// <param name="atElement">Called at each start tag; may read on within it. False ends the reading.</param>
    public void Read(string part, Func<XmlReader, bool> atElement)
    {
        if (zip.GetEntry(part) is not { } entry) return;
        try
        {
            using var content = new Counted(entry.Open(), this);
            using var reader = XmlReader.Create(content, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true,
            });
            while (reader.Read())
            {
                if (reader.Depth > MaxDepth || reader.AttributeCount > MaxAttributes)
                    throw RefusedWorkbookException.Damaged("The workbook is built unlike any that a spreadsheet program writes, so it is not read.");
                if (reader.NodeType == XmlNodeType.Element && !atElement(reader)) return;
            }
        }
        catch (Exception e) when (e is XmlException or InvalidDataException or IOException or NotSupportedException or FormatException)
        {
            throw RefusedWorkbookException.Damaged(e is XmlException && e.Message.Contains("DTD", StringComparison.Ordinal)
                ? "The workbook declares a document type, which no spreadsheet program writes, so it is not read."
                : "The workbook is damaged: one of its parts cannot be read. Open it in a spreadsheet program and save it again as .xlsx.");
        }
    }

    /// <summary>The text inside the element the reader is at, without phonetic runs, cut at the longest cell; the reader ends on the end tag.</summary>
    public string Text(XmlReader reader)
    {
        if (reader.IsEmptyElement) return "";
        text.Clear();
        TextLength = 0;
        var depth = reader.Depth;
        var (inText, inPhonetic) = (reader.LocalName is "v" or "t", -1);
        while (reader.Read() && reader.Depth > depth)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (reader.Depth > MaxDepth) throw RefusedWorkbookException.Damaged("The workbook is built unlike any that a spreadsheet program writes, so it is not read.");
                    if (reader is { LocalName: "rPh", IsEmptyElement: false } && inPhonetic < 0) inPhonetic = reader.Depth;
                    inText = reader is { LocalName: "t", IsEmptyElement: false };
                    break;
                case XmlNodeType.EndElement:
                    if (reader.Depth == inPhonetic) inPhonetic = -1;
                    inText = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    // Piece by piece: one text of a hundred megabytes must not become one string.
                    for (int read; (read = reader.ReadValueChunk(buffer, 0, buffer.Length)) > 0;)
                    {
                        if (!inText || inPhonetic >= 0) continue;
                        TextLength += read;
                        if (text.Length < WorkbookReader.MaxCellLength) text.Append(buffer, 0, Math.Min(read, WorkbookReader.MaxCellLength - text.Length));
                    }

                    break;
                default:
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>Unpacked bytes of all parts together are counted, since the sizes that a zip file declares can lie.</summary>
    private sealed class Counted(Stream inner, XlsxPackage package) : Stream
    {
        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));
        public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

        private int Count(int read) => (package.unpacked += read) <= MaxUnpackedBytes
            ? read
            : throw RefusedWorkbookException.TooLarge($"The workbook unpacks to more than {MaxUnpackedBytes / (1024 * 1024)} MB; no form does.");

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
