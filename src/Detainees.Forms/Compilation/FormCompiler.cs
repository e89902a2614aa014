using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>Turns a workbook into a form, or into everything that is wrong with it, all in one run.</summary>
public static class FormCompiler
{
    public static FormCompilation Compile(Workbook workbook)
    {
        var bag = new DiagnosticBag();
        var sheets = new FormSheets(workbook, bag);
        FormDefinition? form = null;
        if (sheets.Survey is not null) form = new FormBuilder(sheets, bag).Build();
        return new(bag.HasErrors ? null : form, bag.Sorted());
    }
}
