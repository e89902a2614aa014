using System.Xml;

namespace Detainees.Forms;

/// <summary>A list from an XML file beside the form: <c>&lt;root&gt;&lt;item&gt;&lt;name&gt;…</c>. No DTD, no other shape.</summary>
internal static class XmlTable
{
    private const int MaxDepth = 3;

    /// <returns>As <see cref="CsvText.Read"/>: the first row holds the columns.</returns>
    public static List<(int Line, string[] Cells)> Read(ReadOnlySpan<byte> content, out string? problem)
    {
        problem = null;
        var items = new List<(int Line, Dictionary<string, string> Cells)>();
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = AttachmentNames.MaxBytes,
        };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(content.ToArray(), writable: false), settings);
            reader.MoveToContent();
            while (reader.Read() && problem is null)
            {
                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) problem = $"line {Line(reader)} holds text where none may stand";
                if (reader.NodeType != XmlNodeType.Element) continue;
                if (reader.Depth == 1 && reader.LocalName == "item") items.Add((Line(reader), new(StringComparer.Ordinal)));
                else if (reader.Depth == 1) problem = $"line {Line(reader)} holds \"{reader.LocalName}\", where only item may stand";
                else if (items.Count > CsvText.MaxRows) problem = $"it has more than {CsvText.MaxRows} items";
                else ReadCell(reader, items[^1].Cells, ref problem);
            }
        }
        catch (XmlException fault)
        {
            problem = $"it is not plain XML (line {fault.LineNumber})";
        }

        if (problem is null && items.Count == 0) problem = "it is empty";
        if (problem is not null) return [];
        var headers = items.SelectMany(item => item.Cells.Keys).Distinct(StringComparer.Ordinal).ToArray();
        if (headers.Length > CsvText.MaxColumns) problem = $"it has more than {CsvText.MaxColumns} columns";
        return problem is not null ? [] : [(1, headers), .. items.Select(item => (item.Line, Array.ConvertAll(headers, header => item.Cells.GetValueOrDefault(header, ""))))];
    }

    private static void ReadCell(XmlReader reader, Dictionary<string, string> cells, ref string? problem)
    {
        var (name, line) = (reader.LocalName, Line(reader));
        if (reader.Depth >= MaxDepth || cells.ContainsKey(name)) problem = $"line {line} holds \"{name}\" inside another value, or twice in one item";
        else if (!reader.IsEmptyElement && reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            cells[name] = reader.Value;
            if (reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace))
                problem = $"line {line} holds more than text in \"{name}\"";
        }
        else cells[name] = "";
    }

    private static int Line(XmlReader reader) => reader is IXmlLineInfo info ? info.LineNumber : 0;
}
