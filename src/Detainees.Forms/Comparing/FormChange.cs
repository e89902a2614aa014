namespace Detainees.Forms;

/// <summary>What of a form differs.</summary>
public enum FormChangeKind
{
    Settings, Language, Added, Removed, Moved, Renamed, Type, Text, Choice, Condition, Required, ReadOnly, Constraint, Calculation, Default, Filter,
    RepeatCount, Appearance, Parameters, CaseField,
}

/// <summary>One difference between two forms.</summary>
/// <param name="Kind">For programs.</param>
/// <param name="Path">Of the question, group or repeat, in the new form where it is there; empty for the form as a whole.</param>
/// <param name="Row">Row or line of the new form, of the old one for what was removed; 0 for the form as a whole.</param>
/// <param name="Words">The difference in plain English, one line.</param>
/// <param name="Before">What stood in the old form; null where nothing did.</param>
/// <param name="After">What stands in the new form; null where nothing does.</param>
public sealed record FormChange(FormChangeKind Kind, string Path, int Row, string Words, string? Before = null, string? After = null);
