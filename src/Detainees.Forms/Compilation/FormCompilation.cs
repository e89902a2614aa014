using System.Collections.Immutable;

namespace Detainees.Forms;

/// <param name="Form">Null when any of <paramref name="Diagnostics"/> is an error.</param>
/// <param name="Diagnostics">All of them, by sheet, row and column.</param>
public sealed record FormCompilation(FormDefinition? Form, ImmutableArray<FormDiagnostic> Diagnostics)
{
    /// <summary>What the rules of publishing say, by sheet, row and column; an error here keeps the form from families, not from being tried out.</summary>
    public ImmutableArray<FormDiagnostic> Publishing { get; init; } = [];

    /// <summary><see cref="Diagnostics"/> and <see cref="Publishing"/> together, by sheet, row and column.</summary>
    public ImmutableArray<FormDiagnostic> Everything { get; init; } = Diagnostics;

    public bool MayBePublished => Form is not null && Publishing.All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);
}
