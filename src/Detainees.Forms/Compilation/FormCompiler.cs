using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>Turns a workbook into a form, or into everything that is wrong with it, all in one run.</summary>
public static class FormCompiler
{
    /// <param name="workbook">The sheets.</param>
    /// <param name="attachments">Asked for each file that the form names; without it there are none.</param>
    public static FormCompilation Compile(Workbook workbook, AttachmentReader? attachments = null)
    {
        var bag = new DiagnosticBag();
        var sheets = new FormSheets(workbook, bag);
        FormDefinition? form = null;
        if (sheets.Survey is not null) form = new FormBuilder(sheets, attachments ?? (_ => new Attachment.Missing()), bag).Build();
        return new(bag.HasErrors ? null : form, bag.Sorted());
    }
}
