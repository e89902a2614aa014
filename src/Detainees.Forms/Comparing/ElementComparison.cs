using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>Differences of questions, groups and repeats.</summary>
internal sealed class ElementComparison(FormDefinition before, FormDefinition after, FormPairs pairs)
{
    private readonly ImmutableArray<string> languages = after.Languages;
    private readonly List<FormChange> changes = [];
    private readonly HashSet<(string?, string?)> listsDone = [];

    public List<FormChange> Changes()
    {
        foreach (var gone in pairs.Removed)
            changes.Add(new(FormChangeKind.Removed, gone.Path, gone.Row, $"{Wording.Name(gone)} is gone{Says(gone, before.DefaultLanguage)}", gone.Path));
        var moved = Moved();
        foreach (var now in pairs.All)
        {
            if (pairs.OldOf(now) is not { } was)
            {
                changes.Add(new(FormChangeKind.Added, now.Path, now.Row, $"{Wording.Name(now)} is new{Says(now, after.DefaultLanguage)}", null, now.Path));
                continue;
            }

            if (was.Name != now.Name) Add(FormChangeKind.Renamed, now, $" was named \"{was.Name}\"", was.Name, now.Name);
            if (Place(was) != Place(now, byOld: true)) Add(FormChangeKind.Moved, now, $" moved from {Place(was)} to {Place(now)}", was.Path, now.Path);
            else if (moved.Contains(now)) Add(FormChangeKind.Moved, now, " is asked at another place in the order", null, null);
            Compare(was, now);
        }

        return changes;
    }

    private static string Says(FormElement element, string language) => element.Label.IsEmpty ? "" : ": " + Wording.Quoted(element.Label.In(language));

    private static string Place(FormElement element) => element.Parent?.Parent is null ? "the top of the form" : $"{Wording.Name(element.Parent)}";

    // A renamed group does not move what is in it.
    private string Place(FormElement now, bool byOld) =>
        byOld && now.Parent is { Parent: not null } parent && pairs.OldOf(parent) is { } was ? Wording.Name(was) : Place(now);

    /// <summary>What stands elsewhere among its siblings: all but the longest run that kept its order.</summary>
    private HashSet<FormElement> Moved()
    {
        var moved = new HashSet<FormElement>(ReferenceEqualityComparer.Instance);
        foreach (var siblings in pairs.All.Where(now => pairs.OldOf(now) is not null).GroupBy(now => (now.Parent, pairs.OldOf(now)?.Parent)))
        {
            var kept = LongestRun([.. siblings.Select(now => pairs.OldOf(now)?.Index ?? 0)]);
            var i = 0;
            foreach (var now in siblings)
                if (!kept.Contains(i++)) moved.Add(now);
        }

        return moved;
    }

    // The longest increasing subsequence; forms are small enough for the square of their length.
    private static HashSet<int> LongestRun(int[] values)
    {
        var length = new int[values.Length];
        var previous = new int[values.Length];
        var best = -1;
        for (var i = 0; i < values.Length; i++)
        {
            (length[i], previous[i]) = (1, -1);
            for (var j = 0; j < i; j++)
                if (values[j] < values[i] && length[j] + 1 > length[i]) (length[i], previous[i]) = (length[j] + 1, j);
            if (best < 0 || length[i] > length[best]) best = i;
        }

        var run = new HashSet<int>();
        for (var i = best; i >= 0; i = previous[i]) run.Add(i);
        return run;
    }

    private void Compare(FormElement was, FormElement now)
    {
        Texts("label", now, was.Label, now.Label);
        foreach (var language in languages)
            Value(FormChangeKind.Text, language == Translations.Unnamed ? "file shown" : $"file shown in {language}", now, Files(was, language), Files(now, language));
        Expression(FormChangeKind.Condition, "condition", now, was.Relevant, now.Relevant);
        if (was is FormRepeat oldRepeat && now is FormRepeat newRepeat) Expression(FormChangeKind.RepeatCount, "number of times it is asked", now, oldRepeat.Count, newRepeat.Count);
        if (FieldList(was) != FieldList(now)) Value(FormChangeKind.Appearance, "appearance", now, FieldList(was) ? "field-list" : "", FieldList(now) ? "field-list" : "");
        if (was is not FormQuestion before || now is not FormQuestion after) return;
        if (before.Type != after.Type) Add(FormChangeKind.Type, now, $" was of type {TypeWords.Of(before.Type)} and is now of type {TypeWords.Of(after.Type)}", TypeWords.Of(before.Type), TypeWords.Of(after.Type));
        Texts("hint", now, before.Hint, after.Hint);
        Texts("guidance_hint", now, before.GuidanceHint, after.GuidanceHint);
        Expression(FormChangeKind.Required, "requirement", now, before.Required, after.Required);
        Texts("required_message", now, before.RequiredMessage, after.RequiredMessage);
        Expression(FormChangeKind.Constraint, "constraint", now, before.Constraint, after.Constraint);
        Texts("constraint_message", now, before.ConstraintMessage, after.ConstraintMessage);
        Expression(FormChangeKind.ReadOnly, "read_only", now, before.ReadOnly, after.ReadOnly);
        Expression(FormChangeKind.Calculation, "calculation", now, before.Calculation, after.Calculation);
        Value(FormChangeKind.Calculation, "trigger", now, string.Join(", ", before.Triggers.Select(t => t.Name)), string.Join(", ", after.Triggers.Select(t => t.Name)));
        Value(FormChangeKind.Default, "default", now, before.DynamicDefault?.Source ?? before.StaticDefault, after.DynamicDefault?.Source ?? after.StaticDefault);
        Expression(FormChangeKind.Filter, "choice_filter", now, before.ChoiceFilter, after.ChoiceFilter);
        Value(FormChangeKind.Appearance, "appearance", now, string.Join(' ', before.Appearances), string.Join(' ', after.Appearances));
        Value(FormChangeKind.Parameters, "parameters", now, Pairs(before.Parameters), Pairs(after.Parameters));
        foreach (var name in before.Case.Keys.Union(after.Case.Keys).Order(StringComparer.Ordinal))
            Value(FormChangeKind.CaseField, "bind::case:" + name, now, before.Case.GetValueOrDefault(name, ""), after.Case.GetValueOrDefault(name, ""));
        Lists(before, after);
    }

    private static bool FieldList(FormElement element) => element is FormGroup { FieldList: true } or FormRepeat { FieldList: true };

    private static string Pairs(IEnumerable<KeyValuePair<string, string>> values) =>
        string.Join(' ', values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key + "=" + pair.Value));

    private void Add(FormChangeKind kind, FormElement now, string words, string? before, string? after) =>
        changes.Add(new(kind, now.Path, now.Row, Wording.Name(now) + words, before, after));

    private void Value(FormChangeKind kind, string what, FormElement now, string before, string after)
    {
        if (before != after) Add(kind, now, $": the {what} {Wording.Change(before, after)}", Wording.OrNull(before), Wording.OrNull(after));
    }

    private void Expression(FormChangeKind kind, string what, FormElement now, CompiledExpression? before, CompiledExpression? after) =>
        Value(kind, what, now, before?.Source ?? "", after?.Source ?? "");

    private void Texts(string what, FormElement now, LocalizedText before, LocalizedText after)
    {
        foreach (var language in before.All.Select(text => text.Language).Union(after.All.Select(text => text.Language)))
            Value(FormChangeKind.Text, language == Translations.Unnamed ? what : $"{what} in {language}", now, before.Exactly(language) ?? "", after.Exactly(language) ?? "");
    }

    private static string Files(FormElement element, string language) => string.Join(", ", element.MediaIn(language).Select(file => file.Name));

    /// <summary>Each pair of lists is compared once, for the first question that uses it.</summary>
    private void Lists(FormQuestion was, FormQuestion now)
    {
        if (was.Choices?.Name != now.Choices?.Name)
            Value(FormChangeKind.Choice, "list of choices", now, was.Choices?.Name ?? "", now.Choices?.Name ?? "");
        if (was.Choices is not { } old || now.Choices is not { } list || !listsDone.Add((old.Name, list.Name))) return;
        foreach (var choice in old.Choices)
            if (list.Find(choice.Name) is null) Add(FormChangeKind.Choice, now, $": the choice \"{choice.Name}\" is gone{Label(choice, before)}", choice.Name, null);
        foreach (var choice in list.Choices)
        {
            if (old.Find(choice.Name) is not { } same)
            {
                Add(FormChangeKind.Choice, now, $": the choice \"{choice.Name}\" is new{Label(choice, after)}", null, choice.Name);
                continue;
            }

            Texts($"choice \"{choice.Name}\"", now, same.Label, choice.Label);
            foreach (var column in same.Columns.Keys.Union(choice.Columns.Keys).Order(StringComparer.Ordinal))
                Value(FormChangeKind.Choice, $"column {column} of the choice \"{choice.Name}\"", now, Column(same, column), Column(choice, column));
        }

        var common = old.Choices.Select(choice => choice.Name).Where(name => list.Find(name) is not null).ToList();
        var order = list.Choices.Select(choice => choice.Name).Where(name => old.Find(name) is not null).ToList();
        if (!common.SequenceEqual(order)) Add(FormChangeKind.Choice, now, ": the choices stand in another order", string.Join(' ', common), string.Join(' ', order));
    }

    private static string Column(Choice choice, string column) => choice.Columns.TryGetValue(column, out var text) ? text : "";

    private static string Label(Choice choice, FormDefinition form) => choice.Label.IsEmpty ? "" : ": " + Wording.Quoted(choice.Label.In(form.DefaultLanguage));
}
