using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace Detainees.Forms;

/// <summary>Reads the old binary .xls through ExcelDataReader.</summary>
internal static class XlsWorkbook
{
    private const int MaxSheets = 100;
    private const int MaxCellErrors = 1000;

    /// <summary>The format has no more ([MS-XLS], 2.1); a damaged file can claim any number, and each row would take as much memory.</summary>
    private const int MaxColumns = 256;

    private const string Damaged = "The workbook is damaged and cannot be read. Open it in a spreadsheet program and save it again as .xlsx.";

    public static WorkbookReading Read(byte[] bytes, string fileName)
    {
        const string Protected = "The workbook is protected with a password. Save it without one.";
        var file = CompoundFile.Open(bytes);
        // A protected .xlsx is a compound file with one stream of this name ([MS-OFFCRYPTO], 2.3.4).
        if (file.Names.Contains("EncryptedPackage", StringComparer.Ordinal)) throw RefusedWorkbookException.Damaged(Protected);
        if ((file.Find("Workbook") ?? file.Find("Book")) is not { } book)
            throw RefusedWorkbookException.Damaged("This is an old document of another kind, no workbook. A form is a workbook (.xlsx).");
        try
        {
            // .xls files name their encoding by code page. Registering is idempotent.
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            using var stream = new BoundedReading(bytes);
            using var reader = ExcelReaderFactory.CreateBinaryReader(stream);
            return ReadSheets(reader, fileName, XlsErrors.Find(book));
        }
        catch (InvalidPasswordException)
        {
            throw RefusedWorkbookException.Damaged(Protected);
        }
        // The library throws a dozen kinds on damaged files (index, cast, null, its own): each means the same.
        catch (Exception e) when (e is not (OutOfMemoryException or RefusedWorkbookException))
        {
            throw RefusedWorkbookException.Damaged(Damaged);
        }
    }

    private static WorkbookReading ReadSheets(IExcelDataReader reader, string fileName, List<(int Sheet, int Row, int Column, string Error)> errors)
    {
        var sheets = ImmutableArray.CreateBuilder<WorkbookSheet>();
        var diagnostics = ImmutableArray.CreateBuilder<FormDiagnostic>();
        var alone = reader.ResultsCount == 1;
        var cells = 0;
        do
        {
            if (sheets.Count == MaxSheets) break;
            var name = reader.Name ?? "";
            var isRead = alone || WorkbookReader.IsFormSheet(name);
            foreach (var (_, row, column, error) in errors.Where(error => isRead && error.Sheet == sheets.Count))
                diagnostics.Add(new(DiagnosticCodes.CellError, DiagnosticSeverity.Error, name, row, Columns.Letters(column), null,
                    $"The cell's formula gives the error {error}. Put in the value itself.", null, null, null));
            sheets.Add(new(name, isRead ? ReadRows(reader, name, ref cells, diagnostics) : []));
        }
        while (reader.NextResult());
        return new(new Workbook(fileName, sheets.ToImmutable(), HasLines: false), diagnostics.ToImmutable());
    }

    private static ImmutableArray<WorkbookRow> ReadRows(IExcelDataReader reader, string sheet, ref int cells, ImmutableArray<FormDiagnostic>.Builder diagnostics)
    {
        var rows = ImmutableArray.CreateBuilder<WorkbookRow>();
        var blank = 0;
        for (var number = 1; blank < WorkbookReader.BlankRowsToStop && reader.Read(); number++)
        {
            if (reader.FieldCount > MaxColumns) throw RefusedWorkbookException.Damaged(Damaged);
            var row = ReadCells(reader, sheet, number, diagnostics);
            blank = row.IsEmpty ? blank + 1 : 0;
            if ((cells += row.Length) > WorkbookReader.MaxCells) throw RefusedWorkbookException.TooLarge($"The workbook has more than {WorkbookReader.MaxCells:N0} filled cells; no form has.");
            if (!row.IsEmpty) rows.Add(new(number, row));
        }

        return rows.ToImmutable();
    }

    private static ImmutableArray<WorkbookCell> ReadCells(IExcelDataReader reader, string sheet, int row, ImmutableArray<FormDiagnostic>.Builder diagnostics)
    {
        var cells = ImmutableArray.CreateBuilder<WorkbookCell>();
        var blank = 0;
        for (var column = 0; column < reader.FieldCount && blank < WorkbookReader.BlankColumnsToStop; column++)
        {
            var text = ToText(reader.GetValue(column));
            if (string.IsNullOrWhiteSpace(text))
            {
                blank++;
                continue;
            }

            blank = 0;
            if (text.Length <= WorkbookReader.MaxCellLength) cells.Add(new(column, text));
            else if (diagnostics.Count < MaxCellErrors)
                diagnostics.Add(new(DiagnosticCodes.CellError, DiagnosticSeverity.Error, sheet, row, Columns.Letters(column), null, WorkbookReader.TooLong(text.Length), null, null, null));
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
        DateTime { Year: <= 1900, Month: 12, Day: >= 30 } time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        DateTime date => date.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };
}
