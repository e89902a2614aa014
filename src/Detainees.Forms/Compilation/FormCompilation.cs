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

    /// <summary>As many as are asked for, the gravest: a hundred gaps that matter only to families must not hide what keeps the form from being read.</summary>
    public static ImmutableArray<FormDiagnostic> Gravest(ImmutableArray<FormDiagnostic> all, int most) =>
    [
        .. all.OrderBy(diagnostic => diagnostic.Severity == DiagnosticSeverity.Note).ThenBy(diagnostic => diagnostic.Class)
            .ThenByDescending(diagnostic => diagnostic.Severity).Take(most),
    ];

    public bool MayBePublished => Form is not null && Publishing.All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);
}
