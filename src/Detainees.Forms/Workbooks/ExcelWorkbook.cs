using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;

namespace Detainees.Forms;

/// <summary>Reads .xlsx and .xls through ExcelDataReader, after making sure that unpacking it is harmless.</summary>
internal static class ExcelWorkbook
{
    private const long MaxUnpackedBytes = 128L * 1024 * 1024;
    private const int MaxEntries = 2000;
    private const int MaxRows = 50_000;
    private const int BlankRowsToStop = 60;
    private const int BlankColumnsToStop = 20;
    private const int MaxSheets = 100;

    private static readonly string[] Known = ["survey", "choices", "settings", "entities", "external_choices"];

    public static WorkbookReading Read(byte[] bytes, string fileName, bool isZip)
    {
        if (isZip && !IsHarmless(bytes, out var harm)) return WorkbookReader.Unreadable(DiagnosticCodes.FileTooLarge, harm);
        try
        {
            // .xls files name their encoding by code page. Registering is idempotent.
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            using var stream = new MemoryStream(bytes, writable: false);
            using var reader = ExcelReaderFactory.CreateReader(stream);
            return ReadSheets(reader, fileName, isZip ? FormulaErrors.Find(bytes) : []);
        }
        // The library throws a dozen kinds on damaged files (index, cast, null, XML, its own): each means the same.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return WorkbookReader.Unreadable(DiagnosticCodes.FileUnreadable,
                "The workbook is damaged or protected and cannot be read. Open it in a spreadsheet program and save it again as .xlsx.");
        }
    }

    // The sizes a zip file declares can lie, so everything is unpacked once and counted.
    private static bool IsHarmless(byte[] bytes, out string harm)
    {
        harm = $"The workbook unpacks to more than {MaxUnpackedBytes / (1024 * 1024)} MB; no form does.";
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (zip.Entries.Count > MaxEntries || zip.Entries.Sum(entry => entry.Length) > MaxUnpackedBytes) return false;
            var buffer = new byte[81920];
            var total = 0L;
            foreach (var entry in zip.Entries)
            {
                using var content = entry.Open();
                int read;
                while ((read = content.Read(buffer, 0, buffer.Length)) > 0)
                    if ((total += read) > MaxUnpackedBytes) return false;
            }

            return true;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            harm = "The workbook is damaged: it is not a complete .xlsx file.";
            return false;
        }
    }

    private static WorkbookReading ReadSheets(IExcelDataReader reader, string fileName, List<(string Sheet, string Cell, string Error)> errors)
    {
        var sheets = ImmutableArray.CreateBuilder<WorkbookSheet>();
        var diagnostics = ImmutableArray.CreateBuilder<FormDiagnostic>();
        var alone = reader.ResultsCount == 1;
        var cells = 0;
        do
        {
            if (sheets.Count == MaxSheets) break;
            var name = reader.Name ?? "";
            var isRead = alone || Known.Contains(name.Trim().ToLowerInvariant());
            sheets.Add(new(name, isRead ? ReadRows(reader, ref cells) : []));
            if (isRead) diagnostics.AddRange(errors.Where(error => error.Sheet == name).Select(Diagnose));
            if (cells > WorkbookReader.MaxCells)
                return WorkbookReader.Unreadable(DiagnosticCodes.FileTooLarge, $"The workbook has more than {WorkbookReader.MaxCells} filled cells; no form has.");
        }
        while (reader.NextResult());
        return new(new Workbook(fileName, sheets.ToImmutable(), HasLines: false), diagnostics.ToImmutable());
    }

    private static FormDiagnostic Diagnose((string Sheet, string Cell, string Error) error)
    {
        var letters = error.Cell.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        _ = int.TryParse(error.Cell.AsSpan(letters.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var row);
        return new(DiagnosticCodes.CellError, DiagnosticSeverity.Error, error.Sheet, row, letters, null,
            $"The cell's formula gives the error {error.Error}. Put in the value itself.", null, null, null);
    }

    private static ImmutableArray<WorkbookRow> ReadRows(IExcelDataReader reader, ref int cells)
    {
        var rows = ImmutableArray.CreateBuilder<WorkbookRow>();
        var blank = 0;
        // A header's columns bound all others: sheets formatted to column XFD have 16,384 of them.
        for (var number = 1; number <= MaxRows && blank < BlankRowsToStop && cells <= WorkbookReader.MaxCells && reader.Read(); number++)
        {
            var row = ReadCells(reader);
            blank = row.IsEmpty ? blank + 1 : 0;
            cells += row.Length;
            if (!row.IsEmpty) rows.Add(new(number, row));
        }

        return rows.ToImmutable();
    }

    private static ImmutableArray<WorkbookCell> ReadCells(IExcelDataReader reader)
    {
        var cells = ImmutableArray.CreateBuilder<WorkbookCell>();
        var blank = 0;
        for (var column = 0; column < reader.FieldCount && blank < BlankColumnsToStop; column++)
        {
            var text = ToText(reader.GetValue(column));
            if (string.IsNullOrWhiteSpace(text))
            {
                blank++;
                continue;
            }

            blank = 0;
            if (text.Length > WorkbookReader.MaxCellLength) text = text[..WorkbookReader.MaxCellLength];
            cells.Add(new(column, text));
        }

        return cells.ToImmutable();
    }

    // As pyxform's xlsx_value_to_str: the form language is text, whatever a cell looks like.
    private static string ToText(object? value) => value switch
    {
        null => "",
        string text => text,
        bool truth => truth ? "TRUE" : "FALSE",
        double number => Numbers.ToText(number),
        DateTime date => date.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };
}
