using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Detainees.Forms;

internal sealed partial class FormBuilder
{
    /// <summary>Labels on buttons are cut near this many characters on a phone.</summary>
    private const int MaxButtonLabel = 64;

    private void ReadChoices(bool allowDuplicates)
    {
        if (sheets.Choices is not { } table) return;
        foreach (var needed in (ReadOnlySpan<string>)["list_name", "name"])
            if (table.Header(needed) is null && table.Rows.Exists(row => !row.IsBlank))
                bag.Add(DiagnosticCodes.HeaderMissing, DiagnosticSeverity.Error, table, table.HeaderRow, null, $"The sheet has no column \"{needed}\".");
        if (table.Header("list_name") is null || table.Header("name") is null) return;
        var found = new Dictionary<string, Dictionary<string, Choice>>(StringComparer.Ordinal);
        var all = new Dictionary<string, List<Choice>>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (var row in table.Rows)
        {
            // A row with a comment and nothing else is no choice.
            if (row.Cells.All(cell => cell.Header.Name == "#")) continue;
            var list = row.Text("list_name");
            if (list.Length == 0)
            {
                bag.Error(DiagnosticCodes.ChoiceListMissing, row, "list_name", "The choice has no list_name, so no question offers it.");
                continue;
            }

            if (!found.TryGetValue(list, out var before))
            {
                found[list] = before = new(StringComparer.Ordinal);
                all[list] = [];
                order.Add(list);
            }

            if (ReadChoice(row, list, before, allowDuplicates) is not { } choice) continue;
            before.TryAdd(choice.Name, choice);
            all[list].Add(choice);
            choiceRows[choice] = row;
        }

        lists = order.ToImmutableDictionary(name => name, name => new ChoiceList(name, [.. all[name]]), StringComparer.Ordinal);
    }

    private Choice? ReadChoice(SheetRow row, string list, Dictionary<string, Choice> before, bool allowDuplicates)
    {
        var name = row.Text("name");
        if (name.Length == 0)
        {
            bag.Error(DiagnosticCodes.ChoiceNameMissing, row, "name", $"The choice of list \"{list}\" has no name.");
            return null;
        }

        if (!allowDuplicates && before.GetValueOrDefault(name) is { } first)
            bag.Error(DiagnosticCodes.ChoiceTwice, row, "name",
                $"\"{name}\" stands twice in list \"{list}\" (first in row {first.Row}). Rename one, or set allow_choice_duplicates if a choice_filter tells them apart.");
        if (name.Any(CellText.IsInvisible))
            bag.Warn(DiagnosticCodes.ChoiceBlank, row, "name", $"\"{name}\" holds an invisible character, so it equals no name that looks the same.", null, null,
                new string([.. name.Where(c => !CellText.IsInvisible(c))]));
        var label = translations.Text(row, "label");
        if (label.IsEmpty)
            bag.Warn(DiagnosticCodes.ChoiceLabelMissing, row, "label", $"The choice \"{name}\" of list \"{list}\" has no label; people will read its name.");
        foreach (var cell in row.Cells)
            if (cell.Header.Name == "label" && cell.Text.Length > MaxButtonLabel)
                bag.Cell(DiagnosticSeverity.Warning, DiagnosticCodes.LabelTooLong, cell, $"The label has {cell.Text.Length} characters; a button shows about {MaxButtonLabel}.");
        var columns = row.Cells.Where(cell => cell.Header.Name is not ("list_name" or "name" or "label" or "#") && !HeaderNames.Media.Contains(cell.Header.Name))
            .GroupBy(cell => cell.Header.Name, StringComparer.Ordinal)
            .ToImmutableDictionary(group => group.Key, group => group.First().Text, StringComparer.Ordinal);
        return new Choice(name, label, columns, row.Number);
    }

    private void CheckChoices()
    {
        var questions = made.Select(pair => pair.Element).OfType<FormQuestion>().Where(q => q.Choices is not null).ToLookup(q => q.Choices?.Name ?? "", StringComparer.Ordinal);
        var lookedUp = survey.Rows.SelectMany(row => row.Cells).SelectMany(cell => Instance().Matches(cell.Text)).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, list) in lists)
        {
            if (!questions.Contains(name) && !lookedUp.Contains(name) && list.Choices is [var first, ..] && choiceRows.TryGetValue(first, out var row))
                bag.Note(DiagnosticCodes.ListUnused, row, "list_name", $"No question uses the list \"{name}\".");
            if (questions[name].FirstOrDefault(q => q.Type is QuestionType.SelectMultiple or QuestionType.Rank) is not { } several) continue;
            foreach (var choice in list.Choices)
                if (choice.Name.Any(char.IsWhiteSpace) && choiceRows.TryGetValue(choice, out var at))
                    bag.Error(DiagnosticCodes.ChoiceBlank, at, "name",
                        $"\"{choice.Name}\" holds a blank, but \"{several.Name}\" (row {several.Row}) stores several names separated by blanks.", null, null, choice.Name.Replace(' ', '_'));
        }
    }

    [GeneratedRegex("""instance\(\s*['"]([^'"]*)['"]""", RegexOptions.CultureInvariant)]
    private static partial Regex Instance();
}
