using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>What a changed form means for those who are answering the old one.</summary>
internal static class ConversationEffects
{
    public static ImmutableArray<string> Of(FormDefinition before, FormDefinition after, FormPairs pairs, bool differ)
    {
        if (!differ) return ["Nobody notices: there is nothing that differs."];
        var said = ImmutableArray.CreateBuilder<string>();
        if (before.Id != after.Id)
        {
            said.Add($"The form_id differs, so these are two forms: \"{after.Id}\" is offered beside \"{before.Id}\", and no conversation goes from one to the other.");
            return said.ToImmutable();
        }

        if (before.Version == after.Version)
            said.Add($"The version is \"{after.Version}\" in both: give the new form another one, or reports of the two cannot be told apart.");
        said.Add("Conversations under way stay on the version they began with; only new ones get the new form.");
        foreach (var gone in pairs.Removed.OfType<FormQuestion>().Where(IsAnswered))
            said.Add($"An answer to \"{gone.Name}\" has no place in the new form.");
        foreach (var now in pairs.All.OfType<FormQuestion>())
        {
            if (pairs.OldOf(now) is not FormQuestion was)
            {
                if (IsAnswered(now) && now.MayBeRequired) said.Add($"\"{now.Name}\" is new and may not be skipped: a report on the old form is incomplete by the new one.");
                continue;
            }

            if (!IsAnswered(was) || !IsAnswered(now)) continue;
            if (was.Type != now.Type) said.Add(Fits(was.Type, now.Type) ? $"Answers to \"{now.Name}\" fit its new type." : $"Answers to \"{now.Name}\" may not fit its new type {TypeWords.Of(now.Type)}.");
            if (was.Choices is { } old && now.Choices is { } list && old.Choices.Where(choice => list.Find(choice.Name) is null).Select(choice => $"\"{choice.Name}\"").ToList() is { Count: > 0 } lost)
                said.Add($"\"{now.Name}\": whoever chose {string.Join(", ", lost.Take(10))}{(lost.Count > 10 ? " …" : "")} has an answer that the new form does not offer.");
            if (was.Constraint?.Source != now.Constraint?.Source && now.Constraint is not null) said.Add($"Answers to \"{now.Name}\" were accepted by other rules; the new constraint may refuse some of them, so answers may not fit.");
            if (was.Type == QuestionType.Range && now.Type == QuestionType.Range && !RangeParameters.Of(now).HoldsAllOf(RangeParameters.Of(was)))
                said.Add($"Answers to \"{now.Name}\" may not fit: its range holds fewer numbers, or other ones.");
            if (now.Type == QuestionType.Text && now.Appearances.Contains("numbers") && !was.Appearances.Contains("numbers"))
                said.Add($"Answers to \"{now.Name}\" may not fit: only digits are taken now (appearance numbers).");
            if (now.ChoiceFilter is { } filter && was.ChoiceFilter?.Source != filter.Source)
                said.Add($"Answers to \"{now.Name}\" may not fit: its new choice_filter may leave out what was chosen.");
            if (was.NearestRepeat?.Name != now.NearestRepeat?.Name) said.Add($"\"{now.Name}\" is asked {(now.NearestRepeat is null ? "once" : $"for each \"{now.NearestRepeat.Name}\"")} now, so its answers have another shape.");
        }

        if (said[^1].StartsWith("Conversations", StringComparison.Ordinal)) said.Add("Every answer given on the old form would fit the new one.");
        return said.ToImmutable();
    }

    private static bool IsAnswered(FormQuestion question) => question.IsAsked && question.Type != QuestionType.Note;

    private static bool Fits(QuestionType was, QuestionType now) => (was, now) switch
    {
        (_, QuestionType.Text) => true,
        (QuestionType.Integer, QuestionType.Decimal) => true,
        (QuestionType.SelectOne, QuestionType.SelectMultiple) => true,
        _ => false,
    };
}
