using System.Text;

namespace Detainees.Forms;

/// <summary>Files that are given for forms by mistake, known by how they begin.</summary>
internal static class OtherKinds
{
    /// <returns>What it is and what to do; null for what may be a form as YAML.</returns>
    public static string? Recognize(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return "The file is empty.";
        if (bytes.StartsWith("%PDF"u8)) return "This is a PDF. A form is a workbook (.xlsx, .xls) or YAML.";
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || LooksLikeUtf16(bytes))
            return "The file is text as UTF-16. Save it as UTF-8.";
        if (bytes.StartsWith("PK"u8)) return "The file is an empty or damaged zip file, no workbook.";
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return "The file is packed (gzip). Unpack it first.";
        var start = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 400)]).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        if (start.Length == 0) return "The file holds nothing but blanks.";
        if (start is ['<', '?' or '!' or >= 'a' and <= 'z' or >= 'A' and <= 'Z', ..])
            return start.Contains("<html", StringComparison.OrdinalIgnoreCase) || start.Contains("<table", StringComparison.OrdinalIgnoreCase)
                ? "This is a web page, whatever its name says. Open it in a spreadsheet program and save it as .xlsx."
                : start.Contains("xforms", StringComparison.Ordinal)
                    ? "This is an XForm, which is made from a form and cannot be read back. Take the workbook it was made from."
                    : "This is XML. Open it in a spreadsheet program and save it as .xlsx.";
        if (start.StartsWith('{')) return "This is JSON. A form is a workbook (.xlsx, .xls) or YAML.";
        var line = start.Split('\n')[0];
        if (!line.Contains(": ", StringComparison.Ordinal) && line.Count(c => c is ',' or ';' or '\t') > 1 && line.Contains("type", StringComparison.OrdinalIgnoreCase))
            return "This is a table as text (CSV), which has one sheet only. Save the form as .xlsx, or write it as YAML.";
        return null;
    }

    private static bool LooksLikeUtf16(ReadOnlySpan<byte> bytes) => bytes.Length >= 4 && ((bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0) || (bytes[0] != 0 && bytes[1] == 0 && bytes[3] == 0));
}
