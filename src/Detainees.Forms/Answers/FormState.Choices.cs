using System.Collections.Immutable;
using System.Globalization;

namespace Detainees.Forms;

/// <summary>What a select offers now.</summary>
internal sealed partial class FormState
{
    /// <summary>The choices a question offers now, in the order to show them.</summary>
    public ImmutableArray<Choice> Choices(Evaluation pass, FormQuestion question, ulong place)
    {
        var offered = question.ChoicesFrom is { } asked ? AnswersOf(pass, question, asked, place)
            : question.Choices is not { } list ? []
            : question.ChoiceFilter is { } filter ? Filtered(pass, list, filter, Node(new(question.Index, place)))
            : list.Choices;
        return question.Randomize ? [.. Shuffling.Shuffle(offered, Seed(pass, question, place))] : offered;
    }

    /// <summary>Whether a choice is among those offered now, without making the list of them.</summary>
    public bool IsOffered(Evaluation pass, FormQuestion question, ulong place, string name)
    {
        if (question.ChoicesFrom is { } asked) return AnswersOf(pass, question, asked, place).Any(choice => choice.Name == name);
        if (question.Choices is not { } list) return false;
        return question.ChoiceFilter is null ? list.IndexOf(name) >= 0 : FindOffered(pass, question, list, place, name) is not null;
    }

    public bool OffersNothing(Evaluation pass, FormQuestion question, ulong place) =>
        question is { ChoiceFilter: null, Choices: { } list } ? list.Choices.IsEmpty : Choices(pass, question, place).IsEmpty;

    private Choice? FindOffered(Evaluation pass, FormQuestion question, ChoiceList list, ulong place, string name)
    {
        var current = Node(new(question.Index, place));
        foreach (var index in list.IndexesOf(name, stackalloc int[1]))
            if (question.ChoiceFilter?.Holds(pass, list.Source.Item(index), current, index + 1, list.Choices.Length) ?? true) return list.Choices[index];
        return null;
    }

    private static ImmutableArray<Choice> Filtered(Evaluation pass, ChoiceList list, CompiledExpression filter, XNode current)
    {
        var kept = ImmutableArray.CreateBuilder<Choice>();
        if (filter.Operation is EqualityCondition lookup)
        {
            var found = new List<XNode>();
            if (lookup.TrySelect(new Frame(pass, current, current, 1, 1), list.Source, found))
            {
                foreach (var item in found) kept.Add(list.Choices[item.Id]);
                return kept.ToImmutable();
            }
        }

        for (var i = 0; i < list.Choices.Length; i++)
            if (filter.Holds(pass, list.Source.Item(i), current, i + 1, list.Choices.Length)) kept.Add(list.Choices[i]);
        return kept.ToImmutable();
    }

    /// <summary>The answers to a question of a repeat, each once, as choices. Where several can be chosen, blanks in them do not break.</summary>
    private ImmutableArray<Choice> AnswersOf(Evaluation pass, FormQuestion question, FormQuestion asked, ulong place)
    {
        if (asked.NearestRepeat is not { } repeat) return [];
        var current = Node(new(question.Index, place));
        var shared = ExpressionBinder.SharedRepeats(question, repeat);
        var instances = new List<XNode>();
        SelectNodes(repeat, NodePath.Cut(place, shared), shared, instances);
        var choices = ImmutableArray.CreateBuilder<Choice>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < instances.Count; i++)
        {
            if (question.ChoiceFilter?.Holds(pass, instances[i], current, i + 1, instances.Count) == false) continue;
            var answer = Text(new XNode(this, asked.Index, instances[i].Place)).ReplaceLineEndings(" ");
            var name = question.Type == QuestionType.SelectOne ? answer : answer.Replace(' ', '\u00A0').Replace('\t', '\u00A0');
            if (name.Length == 0 || !seen.Add(name)) continue;
            choices.Add(new Choice(name, new LocalizedText([(pass.Moment.Language, answer)], ""), ImmutableDictionary<string, string>.Empty, asked.Row));
        }

        return choices.ToImmutable();
    }

    /// <summary>The label in the person's language; empty when the value is no choice.</summary>
    public string ChoiceLabel(Evaluation pass, FormQuestion question, ulong place, string value)
    {
        if (value.Length == 0) return "";
        var choice = question.ChoicesFrom is { } asked ? AnswersOf(pass, question, asked, place).FirstOrDefault(offered => offered.Name == value)
            : question.Choices is { } list ? FindOffered(pass, question, list, place, value)
            : null;
        return choice is null ? "" : Interpolation.Fill(choice.Label, question, place, pass.Moment.Language, pass);
    }

    /// <summary>The label behind an itextId of a list: <c>list-0</c>.</summary>
    public string LabelById(string id, string language)
    {
        var dash = id.LastIndexOf('-');
        return dash > 0 && form.Lists.TryGetValue(id[..dash], out var list)
            && int.TryParse(id.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Choices.Length
            ? list.Choices[index].Label.In(language)
            : "";
    }

    private double Seed(Evaluation pass, FormQuestion question, ulong place)
    {
        if (question.RandomizeSeed is { } seed) return seed.Number(pass, Node(new(question.Index, place)));
        // No seed given: the order is the draft's own, and does not change while it is answered.
        var own = pass.Moment.Seed + (ulong)question.Index * 0x9E3779B97F4A7C15 + place;
        return own % 2147483646 + 1;
    }
}
