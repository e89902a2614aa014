using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Detainees.Forms;

/// <summary>
/// Reads the yxf layout: one mapping, each sheet a sequence of row mappings, every scalar text. Only the parser's events
/// are used, so nothing is guessed about types and nothing is expanded: anchors, aliases and tags are refused.
/// </summary>
internal sealed class YamlWorkbook
{
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly IParser parser;
    private readonly Dictionary<string, List<string>> headers = new(StringComparer.Ordinal);
    private readonly List<WorkbookSheet> sheets = [];
    private int cells;

    private YamlWorkbook(IParser parser) => this.parser = parser;

    public static WorkbookReading Read(byte[] bytes, string fileName)
    {
        if (bytes.Length > MaxBytes)
            return WorkbookReader.Unreadable(DiagnosticCodes.FileTooLarge, $"A form as YAML may hold at most {MaxBytes / (1024 * 1024)} MB.");
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (ArgumentException)
        {
            return WorkbookReader.Unreadable(DiagnosticCodes.FileUnreadable, "The file is neither a workbook (.xlsx, .xls) nor a form as YAML.");
        }

        if (text.StartsWith('\uFEFF')) text = text[1..];
        if (MarkdownWorkbook.Looks(text)) return MarkdownWorkbook.Read(text, fileName);
        try
        {
            var reading = new YamlWorkbook(new Parser(new StringReader(text)));
            reading.ReadDocument();
            return new(new Workbook(fileName, [.. reading.sheets], HasLines: true), []);
        }
        catch (RefusedException e)
        {
            return WorkbookReader.Unreadable(DiagnosticCodes.YamlRefused, e.Message, e.Line);
        }
        catch (YamlException e)
        {
            return WorkbookReader.Unreadable(DiagnosticCodes.YamlRefused, "This is not YAML that can be read: look at this line and the one before.",
                (int)Math.Clamp(e.Start.Line, 0, int.MaxValue));
        }
        // The scanner has thrown these on hostile input; they mean the same.
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            return WorkbookReader.Unreadable(DiagnosticCodes.YamlRefused, "This is not YAML that can be read.");
        }
    }

    private sealed class RefusedException(string message, long line) : Exception(message)
    {
        public int Line { get; } = (int)Math.Clamp(line, 0, int.MaxValue);
    }

    private static RefusedException Refuse(ParsingEvent at, string message) => new(message, at.Start.Line);

    private T Take<T>(string expected) where T : ParsingEvent
    {
        var now = Peek();
        if (now is not T taken) throw Refuse(now, expected);
        if (now is NodeEvent node)
        {
            if (!node.Anchor.IsEmpty) throw Refuse(now, "Anchors (&) are not allowed in a form; write the text out.");
            if (!node.Tag.IsEmpty) throw Refuse(now, "Tags (!) are not allowed in a form; a value that begins with ! stands in quotes.");
        }

        parser.MoveNext();
        return taken;
    }

    private ParsingEvent Peek()
    {
        if (parser.Current is null && !parser.MoveNext()) throw new RefusedException("The file ends too early.", 0);
        var now = parser.Current ?? throw new RefusedException("The file ends too early.", 0);
        return now is AnchorAlias ? throw Refuse(now, "Aliases (*) are not allowed in a form; a value that begins with * stands in quotes.") : now;
    }

    private bool TryEnd<T>() where T : ParsingEvent
    {
        if (Peek() is not T) return false;
        parser.MoveNext();
        return true;
    }

    private void ReadDocument()
    {
        const string layout = "A form as YAML is one mapping with the sheets survey, choices and settings.";
        Take<StreamStart>(layout);
        Take<DocumentStart>(layout);
        Take<MappingStart>(layout);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!TryEnd<MappingEnd>())
        {
            var key = TakeKey(seen);
            if (key.Value == "yxf") ReadFrame();
            else ReadSheet(key);
        }

        Take<DocumentEnd>("There must be one YAML document only.");
        if (Peek() is not StreamEnd) throw Refuse(Peek(), "There must be one YAML document only.");
    }

    private Scalar TakeKey(HashSet<string> seen)
    {
        var key = Take<Scalar>("A plain name and a colon are expected here.");
        return seen.Add(key.Value) ? key : throw Refuse(key, $"\"{Shown(key.Value)}\" stands twice here; each name may stand once.");
    }

    private void ReadFrame()
    {
        Take<MappingStart>("\"yxf\" holds a mapping with headers.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!TryEnd<MappingEnd>())
        {
            var key = TakeKey(seen);
            if (key.Value != "headers")
            {
                Take<Scalar>($"\"{Shown(key.Value)}\" holds a text.");
                continue;
            }

            Take<MappingStart>("\"headers\" holds a mapping from sheets to lists of columns.");
            var seenSheets = new HashSet<string>(StringComparer.Ordinal);
            while (!TryEnd<MappingEnd>()) headers[TakeKey(seenSheets).Value] = ReadHeaderList();
        }
    }

    private List<string> ReadHeaderList()
    {
        Take<SequenceStart>("A list of column headers is expected here.");
        var list = new List<string>();
        while (!TryEnd<SequenceEnd>())
        {
            var header = Take<Scalar>("A column header is a text.");
            if (list.Contains(header.Value)) throw Refuse(header, $"The header \"{Shown(header.Value)}\" stands twice.");
            if (list.Count >= 1000) throw Refuse(header, "A sheet may have at most 1,000 columns.");
            list.Add(header.Value);
        }

        return list;
    }

    private void ReadSheet(Scalar key)
    {
        if (sheets.Count > 100) throw Refuse(key, "A form may have at most 100 sheets.");
        if (Peek() is Scalar { Value: "" } or Scalar { Value: "[]" })
        {
            parser.MoveNext();
            sheets.Add(new(key.Value, []));
            return;
        }

        var start = Take<SequenceStart>($"The sheet \"{Shown(key.Value)}\" is a list of rows, each beginning with a dash.");
        var columns = headers.TryGetValue(key.Value, out var given) ? new List<string>(given) : [];
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var column in columns) places.Add(column, places.Count);
        var rows = ImmutableArray.CreateBuilder<WorkbookRow>();
        while (!TryEnd<SequenceEnd>()) rows.Add(ReadRow(columns, places));
        var header = new WorkbookRow((int)key.Start.Line,
            [.. columns.Select((column, i) => new WorkbookCell(i, column, (int)key.Start.Line)).Where(cell => cell.Text.Length > 0)]);
        _ = start;
        sheets.Add(new(key.Value, [header, .. rows]));
    }

    private WorkbookRow ReadRow(List<string> columns, Dictionary<string, int> places)
    {
        var start = Take<MappingStart>("A row is a mapping from column headers to texts.");
        var row = new List<WorkbookCell>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!TryEnd<MappingEnd>())
        {
            var key = TakeKey(seen);
            var value = Take<Scalar>($"The value of \"{Shown(key.Value)}\" must be a text; one that begins with [ or {{ stands in quotes.");
            if (!places.TryGetValue(key.Value, out var column))
            {
                if (columns.Count >= 1000) throw Refuse(key, "A sheet may have at most 1,000 columns.");
                places[key.Value] = column = columns.Count;
                columns.Add(key.Value);
            }

            if (value.Value.Length > WorkbookReader.MaxCellLength)
                throw Refuse(value, string.Create(CultureInfo.InvariantCulture, $"A cell may hold at most {WorkbookReader.MaxCellLength} characters."));
            if (++cells > WorkbookReader.MaxCells) throw Refuse(value, "The form has too many cells.");
            if (!string.IsNullOrWhiteSpace(value.Value)) row.Add(new(column, value.Value, (int)key.Start.Line));
        }

        row.Sort((a, b) => a.Column.CompareTo(b.Column));
        return new((int)start.Start.Line, [.. row]);
    }

    private static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
