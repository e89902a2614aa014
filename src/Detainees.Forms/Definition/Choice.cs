using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>One row of a choice list.</summary>
/// <param name="Name">What is stored when it is chosen.</param>
/// <param name="Label">What is shown.</param>
/// <param name="Columns">Further columns by header, for choice_filter and lookups; <c>name</c> and <c>label</c> are not among them.</param>
/// <param name="Row">Row of the sheet, or line of the YAML form.</param>
public sealed record Choice(string Name, LocalizedText Label, ImmutableDictionary<string, string> Columns, int Row);
