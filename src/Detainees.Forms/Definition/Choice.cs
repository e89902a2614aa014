namespace Detainees.Forms;

/// <summary>One row of a choice list.</summary>
/// <param name="Name">What is stored when it is chosen.</param>
/// <param name="Label">What is shown.</param>
/// <param name="Columns">Further columns by header, for choice_filter and lookups; of a row of the choices sheet not its name and label, of a row of a file all.</param>
/// <param name="Row">Row of the sheet, or line of the YAML form or of the file.</param>
public sealed record Choice(string Name, LocalizedText Label, IReadOnlyDictionary<string, string> Columns, int Row);
