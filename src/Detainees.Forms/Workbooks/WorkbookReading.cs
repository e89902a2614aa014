using System.Collections.Immutable;

namespace Detainees.Forms;

/// <param name="Workbook">Null when the file cannot be read at all.</param>
/// <param name="Diagnostics">Everything found while reading; an error when <paramref name="Workbook"/> is null.</param>
public sealed record WorkbookReading(Workbook? Workbook, ImmutableArray<FormDiagnostic> Diagnostics);
