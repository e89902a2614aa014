using System.IO.Compression;
using System.Text;
using Detainees.Forms;
using Detainees.Fuzz.Running;
using static Detainees.Fuzz.Running.OracleException;

namespace Detainees.Fuzz.Targets;

/// <summary>Forms in every format, the lists beside them, and expressions.</summary>
internal static class FormTargets
{
    private static readonly Moment Moment = new(Kept.Now, "en", 7);

    private static readonly byte[][] Cells = Kept.Words(
        "survey", "choices", "settings", "type", "name", "label", "label::Հայերեն (hy)", "text", "integer", "select_one l", "select_one_from_file l.csv", "begin_repeat", "end_repeat", "begin_group", "end_group", "calculate",
        "relevant", "constraint", "calculation", "choice_filter", "${a}", "${b} + 1", "true()", "jr:choice-name(${a}, '${a}')", "=1+1", "\u202e", "_x000D_", "yes", "\n", "|", "- ", ": ", "'", "\"", "&x ", "*x", "!t", "[", "]", "{", "}", "---", "? ");

    private static readonly byte[][] Markup = Kept.Words(
        "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>", "&a;", "&#0;", "&#xD800;", "<![CDATA[", "]]>", "<c r=\"XFD1048576\"><v>1</v></c>", "<row r=\"1048576\">", "</row>", "<si><t>x</t></si>", " t=\"s\"", " t=\"inlineStr\"",
        " t=\"e\"", " s=\"4294967295\"", "<v>-1</v>", "<v>99999999999</v>", "<x>", "../../../etc/passwd", "xl/worksheets/sheet1.xml", "<mergeCell ref=\"A1:XFD1048576\"/>", "<root><item><name>a</name></item></root>");

    private static readonly byte[][] Pieces = Kept.Words(
        "1", "2.5", "'x'", "${n}", "${t}", "${m}", "${in}", ".", "..", "/data/n", "/data/r[1]/in", "today()", "now()", "+", "-", "*", " div ", " mod ", "=", "!=", "<", ">=", " and ", " or ", "|", "(", ")", "[", "]", ",",
        "if(", "count(", "sum(", "concat(", "not(", "selected(", "position(..)", "regex(., '(a+)+$')", "indexed-repeat(", "instance('l')/root/item[name = ", "jr:choice-name(", "format-date(", "substr(", "coalesce(", "current()/", "\"", "$",
        "join(' ', ", "round(", "once(", "digest(", "area(", "1e308", "9999999999999999999", "-", "\u00e9");

    public static IEnumerable<FuzzTarget> All()
    {
        byte[][] markdown = [.. Kept.All("markdown")];
        var workbooks = markdown.Select(m => WorkbookReader.Read(new MemoryStream(m), "form.md").Workbook ?? throw new InvalidOperationException("A form of the corpus is not read.")).ToArray();
        yield return new("form-markdown", 300_000_000, 1_000, markdown, Cells, Compile) { Short = 300, MostInput = 16_384 };
        yield return new("form-yaml", 300_000_000, 1_000, [.. workbooks.Select(w => Encoding.UTF8.GetBytes(WorkbookWriter.ToYaml(w))), .. Kept.All("yaml")], Cells, Compile) { Short = 200, MostInput = 16_384 };
        yield return new("form-xlsx", 300_000_000, 1_000, [.. workbooks.Select(Xlsx), .. Kept.All("xlsx")], [.. Markup, .. Cells], Compile) { Short = 200, Mutate = MutateZip };
        yield return new("form-xls", 60_000_000, 1_000, [.. Kept.All("xls")], Kept.Words("\u0009\u0008", "Workbook", "\u00ff\u00ff"), Compile) { Short = 150 };
        yield return new("list-csv", 2_000_000, 400, [.. Kept.All("csv")], Kept.Words("\"", ",", ";", "\r\n", "name", "label", "\"\"", "\uFEFF"), input => ReadTable(CsvText.Read(input, out var problem), problem)) { Short = 2000 };
        yield return new("list-xml", 2_000_000, 400, [.. Kept.All("xml")], Markup, input => ReadTable(XmlTable.Read(input, out var problem), problem)) { Short = 1500 };
        yield return new("expression-text", 200_000, 400, [.. Kept.All("expression")], Pieces, Parse) { Short = 3000, MostInput = 5000, Mutate = MutateExpression };
        yield return new("expression", 60_000_000, 20_000, [.. Kept.All("expression")], Pieces, input => Evaluate(input, workbooks[0])) { Short = 100, MostInput = 600, Mutate = MutateExpression };
    }

    private static byte[] Xlsx(Workbook workbook) =>
        FormWriter.Write(workbook, FormFormat.Xlsx) is FormWriting.Written written ? written.Bytes : throw new InvalidOperationException("A form of the corpus is not written.");

    private static Verdict Compile(byte[] input)
    {
        var compilation = FormCompiler.Compile(WorkbookReader.Read(new MemoryStream(input), "form"), _ => new FormAttachment.Found("name,label\na,A\n"u8.ToArray()));
        if (compilation.Form is not { } form)
        {
            Require(compilation.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error), "refused without a word");
            return Verdict.Refused;
        }

        var instance = FormInstance.Start(form, Moment);
        _ = instance.FirstViolation();
        return Verdict.Accepted;
    }

    /// <summary>Two in three: one part is bent and packed again. The others: the archive's own bytes.</summary>
    private static byte[] MutateZip(FuzzTarget target, ref Dice dice)
    {
        var whole = dice.Of(target.Corpus);
        if (dice.Next(3) == 0) return Mutator.Mutate(whole, target, ref dice);
        var parts = new List<(string Name, byte[] Content)>();
        using (var zip = new ZipArchive(new MemoryStream(whole)))
        {
            foreach (var entry in zip.Entries)
            {
                using var content = new MemoryStream();
                using var stream = entry.Open();
                stream.CopyTo(content);
                parts.Add((entry.FullName, content.ToArray()));
            }
        }

        var at = dice.Next(parts.Count);
        parts[at] = (parts[at].Name, Mutator.Mutate(parts[at].Content, target, ref dice));
        if (dice.Next(10) == 0) parts.RemoveAt(dice.Next(parts.Count));
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }

        return packed.ToArray();
    }

    private static Verdict ReadTable(List<(int Line, string[] Cells)> rows, string? problem)
    {
        Require(problem is null || rows.Count == 0, "rows beside a problem");
        return problem is null ? Verdict.Accepted : Verdict.Refused;
    }

    private static byte[] MutateExpression(FuzzTarget target, ref Dice dice)
    {
        if (dice.Next(2) == 0) return Mutator.Mutate(target, ref dice);
        var pieces = new List<byte>();
        for (var count = 1 + dice.Next(14); count > 0; count--) pieces.AddRange(dice.Of(target.Words));
        return [.. pieces];
    }

    private static Verdict Parse(byte[] input)
    {
        var expression = ExpressionParser.Parse(Kept.Text(input), out var problem);
        Require(expression is null == problem is not null, "neither read nor refused");
        return expression is null ? Verdict.Refused : Verdict.Accepted;
    }

    /// <summary>As calculation, constraint, condition and filter of a form, which is then answered.</summary>
    private static Verdict Evaluate(byte[] input, Workbook workbook)
    {
        var text = Kept.Text(input);
        var verdict = Verdict.Accepted;
        foreach (var (row, column) in (ReadOnlySpan<(int, int)>)[(10, 5), (3, 3), (2, 4), (4, 6)])
        {
            var sheet = workbook.Sheets[0];
            if (row >= sheet.Rows.Length) continue;
            var old = sheet.Rows[row];
            var changed = workbook with { Sheets = workbook.Sheets.SetItem(0, sheet with { Rows = sheet.Rows.SetItem(row, old with { Cells = old.Cells.RemoveAll(c => c.Column == column).Add(new(column, text)) }) }) };
            if (FormCompiler.Compile(changed).Form is not { } form)
            {
                verdict = Verdict.Refused;
                continue;
            }

            var instance = FormInstance.Start(form, Moment).AddRepeat("/data/r", Moment);
            if (instance.Answer("/data/n", "7", Moment) is AnswerResult.Accepted accepted) instance = accepted.Instance;
            _ = instance.FirstViolation();
            _ = instance.ChoicesOf("/data/m").Length;
        }

        return verdict;
    }
}
