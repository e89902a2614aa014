using System.Collections.Immutable;
using System.Text;

namespace Detainees.Forms;

/// <summary>Writes a form in any of its formats: the same form always gives the same bytes.</summary>
public static class FormWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="workbook">As read. For XForm it must compile without an error; the other formats hold drafts too.</param>
    /// <param name="format">The format to write.</param>
    /// <param name="attachments">For XForm: asked for the files that the form names.</param>
    public static FormWriting Write(Workbook workbook, FormFormat format, AttachmentReader? attachments = null)
    {
        var losses = new List<string>();
        var refusals = new List<string>();
        if (format == FormFormat.XForm) return WriteXForm(workbook, attachments);
        var sheets = WritableSheets.Of(workbook, losses, refusals);
        var bytes = format switch
        {
            FormFormat.Xlsx => XlsxWriter.Write(sheets, refusals),
            FormFormat.Yaml => Utf8.GetBytes(WorkbookWriter.Write(sheets, losses, refusals)),
            FormFormat.Markdown => Utf8.GetBytes(MarkdownWriter.Write(sheets, losses, refusals)),
            FormFormat.XForm => [],
        };
        return refusals.Count > 0 ? new FormWriting.Refused(Short(refusals)) : new FormWriting.Written(bytes, [.. losses]);
    }

    private static FormWriting WriteXForm(Workbook workbook, AttachmentReader? attachments)
    {
        var compilation = FormCompiler.Compile(workbook, attachments);
        if (compilation.Form is not { } form)
        {
            return new FormWriting.Refused(Short([.. compilation.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
                .Select(d => d.ToString())]));
        }

        var losses = new List<string>();
        foreach (var sheet in workbook.Sheets)
            foreach (var row in sheet.Rows)
                foreach (var cell in row.Cells)
                    if (!ReferenceEquals(XFormText.Clean(cell.Text), cell.Text))
                        losses.Add($"{WritableSheets.Place(sheet, row, cell)}: characters that XML cannot hold; U+FFFD stands for each.");
        return new FormWriting.Written(Utf8.GetBytes(XFormWriter.Write(form, XFormNamespaces.Of(workbook), losses)), [.. losses]);
    }

    private static ImmutableArray<string> Short(List<string> reasons)
    {
        const int most = 20;
        return reasons.Count <= most ? [.. reasons] : [.. reasons.Take(most), $"… and {reasons.Count - most} more."];
    }
}
