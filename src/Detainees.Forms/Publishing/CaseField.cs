using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>One field of the domain model, with what holds for it unless a form says more.</summary>
/// <param name="Name">As in <c>bind::case:field</c>. Parts of it follow after a point: <c>birth.year</c> is part of <c>birth</c>.</param>
/// <param name="Sensitivity">0 harmless, 1 personal, 2 sensitive, 3 dangerous if leaked. A form may raise it, never lower it.</param>
/// <param name="Purpose">Why it is asked.</param>
/// <param name="Retention">How long it is kept.</param>
/// <param name="NeededBy">Who needs it, if the family agrees.</param>
/// <param name="Refusal">Why a chat never asks for it; null when it may.</param>
public sealed record CaseField(
    string Name, int Sensitivity, string Purpose, string Retention, ImmutableArray<string> NeededBy, string? Refusal = null);
