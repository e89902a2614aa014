using System.Collections.Immutable;
using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>Typed words at a question of choices: by label in any script, by number, by yes and no; never by half without a tap.</summary>
internal sealed partial class DraftTurn
{
    private const int MaxSearch = 60;

    private Meaning OneChoice(Stop stop, Prompt.Question? asked, string text)
    {
        var choices = Instance.ChoicesOf(stop.Path);
        var labels = Labels(stop, choices);
        return MatchChoice(stop, asked, choices, labels, text) is { } index ? new Meaning.Value(choices[index].Name) : NotFound(labels, text);
    }

    private Meaning SeveralChoices(Stop stop, Prompt.Question? asked, string text)
    {
        var choices = Instance.ChoicesOf(stop.Path);
        var labels = Labels(stop, choices);
        var parts = text.Split([',', ';', '\n', '،', '՝'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (MatchChoice(stop, asked, choices, labels, text) is not null) parts = [text];
        else if (parts.Length == 1 && Folding.Digits(text).All(c => char.IsAsciiDigit(c) || c == ' ')) parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var picked = asked?.Picked.ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (var part in parts)
        {
            if (MatchChoice(stop, asked, choices, labels, part) is not { } index) return NotFound(labels, part);
            picked.Add(choices[index].Name);
        }

        return parts.Length == 0 ? new Meaning.NoChoice(text) : new Meaning.Value(InOrder(choices, picked));
    }

    /// <summary>The only button left whose label was typed, in the order of the answers.</summary>
    private Meaning NextInRank(Stop stop, Prompt.Question? asked, string text)
    {
        var choices = Instance.ChoicesOf(stop.Path);
        if (asked is null || MatchChoice(stop, asked, choices, Labels(stop, choices), text) is not { } index) return new Meaning.Refused(Texts[TextKey.RankHow]);
        return asked.Picked.Contains(choices[index].Name) ? new Meaning.Refused(Texts[TextKey.RankHow]) : new Meaning.Placed(choices[index].Name);
    }

    /// <summary>By the number that stands before a label; where none are shown, by the place among the buttons that are.</summary>
    private static int? ByPlace(Stop stop, Prompt.Question? asked, string[] labels, int place)
    {
        if (asked is null) return place <= labels.Length ? place - 1 : null;
        var onPage = OnPage(Found(stop.Question, asked, labels), asked, out _, out _);
        var longest = LongLabel / Width(stop.Question, onPage, labels);
        if (Longest(onPage, labels) > longest) return onPage.Contains(place - 1) ? place - 1 : null;
        return place <= onPage.Count ? onPage[place - 1] : null;
    }

    /// <summary>Labels that are like what was typed are shown to be tapped; nothing is taken on a likeness alone.</summary>
    private static Meaning NotFound(string[] labels, string text) =>
        text.Length <= MaxSearch && ChoiceFinding.Find(labels, text).Count > 0 ? new Meaning.Search(text) : new Meaning.NoChoice(text);

    private int? MatchChoice(Stop stop, Prompt.Question? asked, ImmutableArray<Choice> choices, string[] labels, string text)
    {
        var typed = Folding.Fold(text);
        if (typed.Length == 0) return null;
        for (var i = 0; i < labels.Length; i++)
            if (Folding.Fold(labels[i]) == typed) return i;
        if (typed.Length <= 4 && int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place >= 1)
            return ByPlace(stop, asked, labels, place);
        var yes = Texts.Yes.Contains(typed);
        if (!yes && !Texts.No.Contains(typed)) return text.Length <= MaxSearch ? ChoiceFinding.SameSound(labels, text) : null;
        for (var i = 0; i < choices.Length; i++)
            if (choices[i].Name is "yes" or "y" or "true" ? yes : choices[i].Name is "no" or "n" or "false" && !yes) return i;
        return null;
    }

    private static string InOrder(ImmutableArray<Choice> choices, HashSet<string> picked) =>
        string.Join(' ', choices.Where(choice => picked.Contains(choice.Name)).Select(choice => choice.Name));
}
