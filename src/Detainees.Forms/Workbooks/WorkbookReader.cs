using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>Reads a form's file. Bad input of any kind ends in diagnostics, within bounds of time and memory.</summary>
public static class WorkbookReader
{
    /// <summary>Bytes of a file. The largest real forms seen hold a tenth of it.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>UTF-16 units of one cell, as in Excel.</summary>
    public const int MaxCellLength = 32_767;

    internal static string TooLong(long length) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"The cell holds {length:N0} characters; a cell may hold at most {MaxCellLength:N0}, and none of its text is dropped in silence. Shorten it.");

    /// <summary>Non-blank cells of a workbook.</summary>
    public const int MaxCells = 500_000;

    /// <summary>Blank rows after which a sheet is read no further, and blank columns in a row (pyxform, xls2json_backends.py).</summary>
    internal const int BlankRowsToStop = 60;
    internal const int BlankColumnsToStop = 20;

    private static readonly string[] Sheets = ["survey", "choices", "settings", "entities", "external_choices"];

    private static ReadOnlySpan<byte> ZipSignature => "PK\u0003\u0004"u8;
    private static ReadOnlySpan<byte> CompoundFileSignature => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    internal static bool IsFormSheet(string name) => Sheets.Contains(name.Trim().ToLowerInvariant());

    /// <summary>Reads .xlsx or .xls, told apart by signature whatever the name says; anything else as Markdown tables in pyxform's dialect where it begins with a bar, or as YAML in the yxf layout.</summary>
    /// <param name="content">Read to its end; neither seeking nor a length is needed.</param>
    /// <param name="fileName">For messages, and for the form's id where the form gives none.</param>
    public static WorkbookReading Read(Stream content, string fileName)
    {
        var bytes = ReadAll(content);
        if (bytes is null)
            return Unreadable(DiagnosticCodes.FileTooLarge, $"The file is larger than {MaxBytes / (1024 * 1024)} MB; no form is.");
        try
        {
            if (bytes.AsSpan().StartsWith(ZipSignature)) return XlsxWorkbook.Read(bytes, fileName);
            if (bytes.AsSpan().StartsWith(CompoundFileSignature)) return XlsWorkbook.Read(bytes, fileName);
        }
        catch (RefusedWorkbookException refused)
        {
            return Unreadable(refused.Code, refused.Message);
        }

        return OtherKinds.Recognize(bytes) is { } reason
            ? Unreadable(DiagnosticCodes.FileUnreadable, reason)
            : YamlWorkbook.Read(bytes, fileName);
    }

    internal static WorkbookReading Unreadable(string code, string message, int row = 0) =>
        new(null, [new FormDiagnostic(code, DiagnosticSeverity.Error, "", row, null, null, message, null, null, null)]);

    private static byte[]? ReadAll(Stream content)
    {
        using var all = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = content.Read(buffer, 0, buffer.Length)) > 0)
        {
            if (all.Length + read > MaxBytes) return null;
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }
}
