using System.Collections.Immutable;

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
        var found = new Dictionary<string, List<Choice>>(StringComparer.Ordinal);
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

            if (!found.TryGetValue(list, out var choices))
            {
                found[list] = choices = [];
                order.Add(list);
            }

            if (ReadChoice(row, list, choices, allowDuplicates) is not { } choice) continue;
            choices.Add(choice);
            choiceRows[choice] = row;
        }

        lists = order.ToImmutableDictionary(name => name, name => new ChoiceList(name, [.. found[name]]), StringComparer.Ordinal);
    }

    private Choice? ReadChoice(SheetRow row, string list, List<Choice> before, bool allowDuplicates)
    {
        var name = row.Text("name");
        if (name.Length == 0)
        {
            bag.Error(DiagnosticCodes.ChoiceNameMissing, row, "name", $"The choice of list \"{list}\" has no name.");
            return null;
        }

        if (!allowDuplicates && before.Find(choice => choice.Name == name) is { } first)
            bag.Error(DiagnosticCodes.ChoiceTwice, row, "name",
                $"\"{name}\" stands twice in list \"{list}\" (first in row {first.Row}). Rename one, or set allow_choice_duplicates if a choice_filter tells them apart.");
        var label = translations.Text(row, "label");
        if (label.IsEmpty)
            bag.Warn(DiagnosticCodes.ChoiceLabelMissing, row, "label", $"The choice \"{name}\" of list \"{list}\" has no label; people will read its name.");
        foreach (var cell in row.Cells)
            if (cell.Header.Name == "label" && cell.Text.Length > MaxButtonLabel)
                bag.Cell(DiagnosticSeverity.Note, DiagnosticCodes.LabelTooLong, cell, $"The label has {cell.Text.Length} characters; a button shows about {MaxButtonLabel}.");
        var columns = row.Cells.Where(cell => cell.Header.Name is not ("list_name" or "name" or "label" or "#") && !HeaderNames.Media.Contains(cell.Header.Name))
            .GroupBy(cell => cell.Header.Name, StringComparer.Ordinal)
            .ToImmutableDictionary(group => group.Key, group => group.First().Text, StringComparer.Ordinal);
        return new Choice(name, label, columns, row.Number);
    }

    private void CheckChoices()
    {
        var questions = made.Select(pair => pair.Element).OfType<FormQuestion>().Where(q => q.Choices is not null).ToList();
        var used = questions.Select(q => q.Choices?.Name).ToHashSet();
        foreach (var (name, list) in lists)
        {
            if (!used.Contains(name) && list.Choices is [var first, ..] && choiceRows.TryGetValue(first, out var row) && !IsLookedUp(name))
                bag.Note(DiagnosticCodes.ListUnused, row, "list_name", $"No question uses the list \"{name}\".");
            var several = questions.Find(q => q.Choices?.Name == name && q.Type is QuestionType.SelectMultiple or QuestionType.Rank && q.Choices?.Name == name);
            if (several is null) continue;
            foreach (var choice in list.Choices)
                if (choice.Name.Any(char.IsWhiteSpace) && choiceRows.TryGetValue(choice, out var at))
                    bag.Error(DiagnosticCodes.ChoiceBlank, at, "name",
                        $"\"{choice.Name}\" holds a blank, but \"{several.Name}\" (row {several.Row}) stores several names separated by blanks.", null, null, choice.Name.Replace(' ', '_'));
        }
    }

    private bool IsLookedUp(string list) =>
        survey.Rows.Any(row => row.Cells.Any(cell => cell.Text.Contains("instance(", StringComparison.Ordinal) && cell.Text.Contains(list, StringComparison.Ordinal)));
}
