using System.Collections.Immutable;

namespace Detainees.Forms;

/// <param name="Form">Null when any diagnostic is an error.</param>
/// <param name="Diagnostics">All of them, by sheet, row and column.</param>
public sealed record FormCompilation(FormDefinition? Form, ImmutableArray<FormDiagnostic> Diagnostics);
