using System.Collections.Immutable;
using System.Globalization;

namespace Detainees.Forms;

internal sealed partial class FormBuilder
{
    private const int MaxElements = 2000;
    private const int MaxGroupDepth = 32;

    /// <summary>Groups begun too deep to be taken up, whose ends are still to come.</summary>
    private int leftOut;

    private readonly Dictionary<string, FormElement> repeats = new(StringComparer.Ordinal);

    /// <summary>A group or repeat whose end has not come yet.</summary>
    private sealed record Open(FormElement Element, SheetRow? Row, ImmutableArray<FormElement>.Builder Children);

    private void ReadSurvey()
    {
        var open = new Stack<Open>();
        open.Push(new(root, null, ImmutableArray.CreateBuilder<FormElement>()));
        foreach (var row in survey.Rows)
        {
            if (row.IsBlank || row.Cells.All(cell => HeaderNames.Survey.IsIgnored(cell.Header.Name))) continue;
            if (CellText.IsYes(row.Text("disabled")))
            {
                bag.Note(DiagnosticCodes.NoEffect, row, "disabled", "The row is disabled and left out.");
                continue;
            }

            var type = row.Text("type");
            if (type.Length == 0) bag.Error(DiagnosticCodes.TypeMissing, row, "type", "The row has no type. A remark goes into a column named #.");
            else if (QuestionTypes.Read(type) is { } known) ReadRow(row, known, open);
            else
                bag.Error(DiagnosticCodes.TypeUnknown, row, "type", $"There is no question type \"{type}\".", null, null, QuestionTypes.Suggest(type));
            if (made.Count <= MaxElements) continue;
            bag.Error(DiagnosticCodes.TooMany, row, "name", $"A form may have at most {MaxElements} rows.");
            break;
        }

        while (open.Count > 1)
        {
            var left = open.Peek();
            if (left.Row is { } begin)
                bag.Error(DiagnosticCodes.GroupUnclosed, begin, "type", $"This {Word(left.Element)} \"{left.Element.Name}\" is never ended: a row \"end_{Word(left.Element)}\" is missing.");
            Close(open);
        }

        root.Children = open.Peek().Children.ToImmutable();
        if (root.Children.IsEmpty && !bag.HasErrors)
            bag.Add(DiagnosticCodes.GroupEmpty, DiagnosticSeverity.Error, survey, survey.HeaderRow, null, "The form asks nothing.");
    }

    private static string Word(FormElement element) => element is FormRepeat ? "repeat" : "group";

    private void ReadRow(SheetRow row, RowType type, Stack<Open> open)
    {
        switch (type.Kind)
        {
            case RowKind.Refused:
                bag.Error(DiagnosticCodes.NotSupported, row, "type", type.Reason);
                break;
            case RowKind.Ignored:
                bag.Warn(DiagnosticCodes.LeftEmpty, row, "type", type.Reason);
                break;
            case RowKind.External:
                // Read before everything else: any row may look something up in it.
                break;
            case RowKind.EndGroup or RowKind.EndRepeat:
                End(row, type.Kind == RowKind.EndRepeat, open);
                break;
            case RowKind.BeginGroup or RowKind.BeginRepeat:
                Begin(row, type.Kind == RowKind.BeginRepeat, open);
                break;
            case RowKind.Question:
                ReadQuestion(row, type, open.Peek());
                break;
        }
    }

    private void Begin(SheetRow row, bool isRepeat, Stack<Open> open)
    {
        var parent = open.Peek();
        var name = ReadName(row, parent, isRepeat ? "repeat" : "group");
        FormElement element = isRepeat ? new FormRepeat(name, parent.Element, row.Number) : new FormGroup(name, parent.Element, row.Number);
        if (leftOut == 0 && (open.Count > MaxGroupDepth || element.RepeatDepth > NodePath.MaxDepth))
            bag.Error(DiagnosticCodes.TooDeep, row, "type", open.Count > MaxGroupDepth
                ? $"Groups may stand at most {MaxGroupDepth} deep in each other."
                : $"Repeats may stand at most {NodePath.MaxDepth} deep in each other.");
        if (isRepeat)
        {
            if (name == root.Name) bag.Error(DiagnosticCodes.NameReserved, row, "name", $"A repeat must not be named \"{root.Name}\": that is the form itself.");
            if (!repeats.TryAdd(name, element))
                bag.Error(DiagnosticCodes.NameTwice, row, "name", $"There is another repeat named \"{name}\" in row {repeats[name].Row}; names of repeats are unique in the whole form.");
        }

        element.Label = translations.Text(row, "label");
        Add(element, row, parent);
        open.Push(new(element, row, ImmutableArray.CreateBuilder<FormElement>()));
        // Nesting that is refused anyway must not take the stack down.
        if (open.Count <= MaxGroupDepth + 1) return;
        open.Pop();
        leftOut++;
    }

    private void End(SheetRow row, bool isRepeat, Stack<Open> open)
    {
        if (leftOut > 0)
        {
            leftOut--;
            return;
        }

        var now = open.Peek();
        if (now.Row is not { } begin)
        {
            bag.Error(DiagnosticCodes.GroupUnopened, row, "type", $"There is nothing to end here: no {(isRepeat ? "repeat" : "group")} has begun.");
            return;
        }

        if (isRepeat != now.Element is FormRepeat)
        {
            bag.Error(DiagnosticCodes.GroupUnopened, row, "type",
                $"This ends a {(isRepeat ? "repeat" : "group")}, but what is open is the {Word(now.Element)} \"{now.Element.Name}\" of row {begin.Number}.", null, null, $"end_{Word(now.Element)}");
            // Crossed ends come in pairs; taking each for the other finds the next mistake rather than the same one again.
        }

        if (now.Children.Count == 0)
            bag.Warn(DiagnosticCodes.GroupEmpty, begin, "name", $"The {Word(now.Element)} \"{now.Element.Name}\" has no questions.");
        Close(open);
    }

    private static void Close(Stack<Open> open)
    {
        var closed = open.Pop();
        if (closed.Element is FormGroup group) group.Children = closed.Children.ToImmutable();
        if (closed.Element is FormRepeat repeat) repeat.Children = closed.Children.ToImmutable();
    }

    private void Add(FormElement element, SheetRow row, Open parent)
    {
        foreach (var sibling in parent.Children)
        {
            if (sibling.Name == element.Name)
                bag.Error(DiagnosticCodes.NameTwice, row, "name", $"The name \"{element.Name}\" is taken by row {sibling.Row}; names are unique within their group.");
            else if (string.Equals(sibling.Name, element.Name, StringComparison.OrdinalIgnoreCase))
                bag.Warn(DiagnosticCodes.NameCase, row, "name", $"\"{element.Name}\" differs from \"{sibling.Name}\" (row {sibling.Row}) only in small and capital letters.");
        }

        parent.Children.Add(element);
        made.Add((element, row));
    }

    private string ReadName(SheetRow row, Open parent, string what)
    {
        var name = row.Text("name");
        if (name.Length == 0)
        {
            if (what != "note" && survey.Header("name") is not null)
                bag.Error(DiagnosticCodes.NameMissing, row, "name", $"The {what} has no name.");
            return Names.Generated(row.Number);
        }

        if (!Names.IsValid(name))
            bag.Error(DiagnosticCodes.NameInvalid, row, "name",
                $"\"{name}\" is not a name. A name begins with a letter or underscore; then letters, digits, underscores, hyphens or points may follow.",
                null, null, Valid(name));
        else if (name == "meta" && parent.Element.Parent is null)
            bag.Error(DiagnosticCodes.NameReserved, row, "name", "The name \"meta\" is reserved for the form's own data.");
        else if (name.Length > 64)
            bag.Warn(DiagnosticCodes.NameInvalid, row, "name", "The name is longer than 64 characters.");
        return name;
    }

    private static string? Valid(string name)
    {
        var valid = new string([.. name.Select(c => c is '_' or '-' or '.' || char.IsLetterOrDigit(c) ? c : '_')]);
        if (valid.Length > 0 && !(valid[0] == '_' || char.IsLetter(valid[0]))) valid = "_" + valid;
        return Names.IsValid(valid) ? valid : null;
    }

    private void ReadQuestion(SheetRow row, RowType type, Open parent)
    {
        var what = type.Type == QuestionType.Note ? "note" : "question";
        var question = new FormQuestion(ReadName(row, parent, what), parent.Element, row.Number, type.Type)
        {
            Label = translations.Text(row, "label"),
            Hint = translations.Text(row, "hint"),
            GuidanceHint = translations.Text(row, "guidance_hint"),
            ConstraintMessage = translations.Text(row, "constraint_message"),
            RequiredMessage = translations.Text(row, "required_message"),
            Case = row.Cells.Where(cell => cell.Header.Name.StartsWith("bind::case:", StringComparison.Ordinal))
                .ToImmutableDictionary(cell => cell.Header.Name["bind::case:".Length..], cell => cell.Text, StringComparer.Ordinal),
        };
        Add(question, row, parent);
        if (!question.IsSelect) return;
        var orOther = TakeOrOther(type.Arguments, out var listName);
        if (type.IsFromFile)
        {
            if (orOther) bag.Error(DiagnosticCodes.NotSupported, row, "type", "or_other does not go together with choices from a file.");
            fromFile.Add(question);
            question.Choices = ReadFileList(row, question, listName);
            return;
        }

        if (listName.StartsWith("${", StringComparison.Ordinal))
        {
            if (orOther) bag.Error(DiagnosticCodes.NotSupported, row, "type", "or_other does not go together with choices from a repeat.");
            fromRepeat[question] = listName;
            return;
        }

        if (ReadList(row, listName) is not { } list) return;
        if (orOther && list.Find("other") is not null)
            bag.Warn(DiagnosticCodes.ChoiceTwice, row, "type", $"The list \"{listName}\" has a choice \"other\" of its own, so or_other adds none; it only asks \"{question.Name}_other\" of whoever takes it.");
        question.Choices = orOther ? WithOther(list) : list;
        if (orOther) AddOther(row, question, parent);
    }

    private static bool TakeOrOther(string[] arguments, out string list)
    {
        var text = string.Join(' ', arguments);
        foreach (var ending in (ReadOnlySpan<string>)["or_other", "or specify other", "or other"])
        {
            if (!text.EndsWith(" " + ending, StringComparison.OrdinalIgnoreCase)) continue;
            list = text[..^(ending.Length + 1)].Trim();
            return true;
        }

        list = text;
        return false;
    }

    private ChoiceList? ReadList(SheetRow row, string name)
    {
        if (name.Length == 0)
            bag.Error(DiagnosticCodes.ListMissing, row, "type", "The name of a choice list is missing after the type, as in \"select_one yes_no\".");
        else if (sheets.Choices is null)
            bag.Error(DiagnosticCodes.SheetMissing, row, "type", $"The list \"{name}\" cannot be found: the form has no sheet named \"choices\".");
        else if (lists.TryGetValue(name, out var list)) return list;
        else
            bag.Error(DiagnosticCodes.ListUnknown, row, "type", $"There is no list \"{name}\" on the choices sheet.", null, null, Names.Near(name, lists.Keys));
        return null;
    }

    private ChoiceList WithOther(ChoiceList list)
    {
        if (list.Find("other") is not null) return list;
        var label = new LocalizedText([(translations.DefaultLanguage, "Other")], translations.DefaultLanguage);
        return new(list.Name, list.Choices.Add(new Choice("other", label, ImmutableDictionary<string, string>.Empty, 0)));
    }

    // As pyxform: a text question <name>_other that is shown when "other" is chosen.
    private void AddOther(SheetRow row, FormQuestion question, Open parent)
    {
        if (translations.Languages.Length > 1)
            bag.Warn(DiagnosticCodes.TranslationMissing, row, "type", "The texts \"Other\" and \"Specify other.\" of or_other are in English in every language. Write the choice and the question out.");
        if (row.Cell("choice_filter") is not null)
            bag.Error(DiagnosticCodes.NotSupported, row, "choice_filter", "choice_filter does not go together with or_other.");
        var other = new FormQuestion(question.Name + "_other", parent.Element, row.Number, QuestionType.Text)
        {
            Label = new LocalizedText([(translations.DefaultLanguage, "Specify other.")], translations.DefaultLanguage),
            // Whoever says it in words says the same thing.
            Case = ImmutableDictionary<string, string>.Empty.Add("sensitivity", CaseFields.SensitivityOf(question).ToString(CultureInfo.InvariantCulture)),
        };
        others[other] = question;
        Add(other, row, parent);
    }

    private readonly Dictionary<FormElement, FormQuestion> others = new(ReferenceEqualityComparer.Instance);
}
