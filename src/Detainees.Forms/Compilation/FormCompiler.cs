using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>Turns a workbook into a form, or into everything that is wrong with it, all in one run.</summary>
public static class FormCompiler
{
    /// <inheritdoc cref="Compile(WorkbookReading, AttachmentReader?)"/>
    public static FormCompilation Compile(Workbook workbook, AttachmentReader? attachments = null) =>
        Compile(new WorkbookReading(workbook, []), attachments);

    /// <summary>What was found while reading counts too: a cell whose formula failed is a rule that silently is not there.</summary>
    /// <param name="reading">The sheets.</param>
    /// <param name="attachments">Asked for each file that the form names; without it there are none.</param>
    public static FormCompilation Compile(WorkbookReading reading, AttachmentReader? attachments = null)
    {
        if (reading.Workbook is not { } workbook) return new(null, reading.Diagnostics);
        var (bag, publishing) = (new DiagnosticBag(), new DiagnosticBag(DiagnosticClass.Publishing));
        var sheets = new FormSheets(workbook, bag);
        foreach (var diagnostic in reading.Diagnostics) bag.Add(diagnostic, sheets.Table(diagnostic.Sheet));
        FormDefinition? form = null;
        if (sheets.Survey is not null) form = new FormBuilder(sheets, attachments ?? (_ => new FormAttachment.Missing()), bag, publishing).Build();
        return new(bag.HasErrors ? null : form, bag.Sorted()) { Publishing = publishing.Sorted(), Everything = bag.SortedWith(publishing) };
    }
}
