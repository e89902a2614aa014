using System.Collections.Immutable;

namespace Detainees.Forms;

internal sealed partial class FormBuilder
{
    /// <summary>A message of Telegram holds 4,096 UTF-16 units, the text under a picture 1,024; longer ones arrive in pieces.</summary>
    private const int MaxLabel = 4096;
    private const int MaxCaption = 1024;

    /// <summary>The choices of a list whose labels name questions. Many questions share one list.</summary>
    private readonly Dictionary<ChoiceList, ImmutableArray<Choice>> referring = new(ReferenceEqualityComparer.Instance);

    private static readonly string[] TextColumns = ["label", "hint", "guidance_hint", "constraint_message", "required_message"];

    private void Bind(FormElement element, SheetRow row, FormNames names)
    {
        if (others.TryGetValue(element, out var chosen))
        {
            element.Relevant = ExpressionBinder.Compile($"selected(../{chosen.Name}, 'other')", new ExpressionScope(names, element, null), []);
            return;
        }

        BindTexts(element, row, names);
        if (row.Cell("relevant") is { } relevant) element.Relevant = Compile(relevant, names, element, null);
        ReadAppearances(element, row);
        element.Media = ReadMedia(row);
        if (row.Cell("save_to") is not null)
            bag.Warn(DiagnosticCodes.NotSupported, row, "save_to", "Entities are not supported: a report here makes no records on somebody's server.");
        if (element is FormRepeat repeat && row.Cell("repeat_count") is { } count)
        {
            // pyxform puts the count beside the repeat, so that is where its paths start.
            repeat.Count = Compile(count, names, repeat.Parent ?? root, null);
            if (repeat.Count is { Syntax: Expression.Text })
                bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.RepeatCountInvalid, count, "repeat_count must be a number, a reference or an expression.", count.Text, 0);
            if (repeat.Count is { Syntax: Expression.Number { Value: > FormRepeat.MaxInstances } })
                bag.Cell(DiagnosticSeverity.Warning, DiagnosticCodes.RepeatCountInvalid, count, $"At most {FormRepeat.MaxInstances} instances are asked in a chat.");
        }

        if (element is FormQuestion question) BindQuestion(question, row, names);
        else NoEffect(row, "required", "constraint", "calculation", "choice_filter", "trigger", "default");
    }

    private void NoEffect(SheetRow row, params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
            if (row.Cell(column) is { } cell && !CellText.IsNo(cell.Text))
                bag.Cell(DiagnosticSeverity.Warning, DiagnosticCodes.NoEffect, cell, $"The column \"{column}\" has no effect on this type.");
    }

    private void BindQuestion(FormQuestion question, SheetRow row, FormNames names)
    {
        question.Parameters = ParameterColumn.Read(question, row, fromFile.Contains(question), bag);
        question.Randomize = question.Parameters.GetValueOrDefault("randomize") == "true";
        if (question.Randomize && question.Parameters.TryGetValue("seed", out var seed) && row.Cell("parameters") is { } parameters)
            question.RandomizeSeed = Compile(parameters with { Text = seed }, names, question, null);
        if (row.Cell("choice_filter") is { } filter)
        {
            if (question.Choices is { } list) question.ChoiceFilter = Compile(filter, names, question, list);
            else if (!question.IsSelect) NoEffect(row, "choice_filter");
        }

        if (fromRepeat.TryGetValue(question, out var reference)) BindChoicesFrom(question, row, reference, names);

        BindCalculation(question, row, names);
        BindDefault(question, row, names);
        var answered = question.IsAsked && question.Type != QuestionType.Note;
        if (!answered) NoEffect(row, "required", "constraint");
        else
        {
            if (row.Cell("constraint") is { } constraint) question.Constraint = Compile(constraint, names, question, null);
            question.Required = YesNo(row, "required", names, question);
        }

        question.ReadOnly = YesNo(row, "read_only", names, question);
        if (question.ReadOnly is { } readOnly && readOnly.References.Any(r => r.Target == question && r.Use == ReferenceUse.Value))
            bag.Error(DiagnosticCodes.Cycle, row, "read_only", $"{Names.Said(question)} depends on itself.", readOnly.Source);
        if (question.Required is { } required && required.References.Any(r => r.Target == question && r.Use == ReferenceUse.Value))
            bag.Error(DiagnosticCodes.Cycle, row, "required", $"\"{question.Name}\" depends on itself.", required.Source);
        if (row.Cell("constraint_message") is { } message && row.Cell("constraint") is null)
            bag.Cell(DiagnosticSeverity.Warning, DiagnosticCodes.NoEffect, message, "There is no constraint, so this message is never shown.");
        if (row.Cell("required_message") is { } demand && question.Required is null && row.Cell("required") is null)
            bag.Cell(DiagnosticSeverity.Warning, DiagnosticCodes.NoEffect, demand, "The question is not required, so this message is never shown.");
        CheckLengths(question, row);
        if (question.IsAsked && question.Label.IsEmpty && question.Hint.IsEmpty && (survey.Header("label") ?? survey.Header("hint")) is not null)
            bag.Error(DiagnosticCodes.LabelMissing, row, "label", $"{Names.Said(question)} has neither label nor hint, so there is nothing to ask.");
        if (question.Type == QuestionType.Metadata)
            bag.Warn(DiagnosticCodes.LeftEmpty, row, "type", "This stays empty: who reports must not leak into a report through its metadata.");
        if (question.Type == QuestionType.Barcode)
            bag.Warn(DiagnosticCodes.NotSupported, row, "type", "A chat reads no barcodes; the number is typed.");
    }

    // Label and hint stand in one message; a picture takes them as its caption.
    private void CheckLengths(FormQuestion question, SheetRow row)
    {
        if (!question.IsAsked) return;
        var hasMedia = !question.Media.IsEmpty;
        foreach (var language in translations.Languages)
        {
            var (label, hint) = (question.Label.Exactly(language) ?? "", question.Hint.Exactly(language) ?? "");
            var length = label.Length + hint.Length + 1;
            if ((translations.Cell(row, "label", language) ?? row.Cell("label")) is not { } cell || label.Length > MaxLabel) continue;
            if (hasMedia && length > MaxCaption)
                bag.Cell(DiagnosticSeverity.Warning, DiagnosticCodes.LabelTooLong, cell, $"Label and hint have {length} characters together; the text under a picture holds {MaxCaption}, so the picture comes first, alone.");
            else if (length > MaxLabel)
                bag.Cell(DiagnosticSeverity.Warning, DiagnosticCodes.LabelTooLong, cell, $"Label and hint have {length} characters together; one message holds {MaxLabel}, so they arrive in pieces.");
        }
    }

    private CompiledExpression? YesNo(SheetRow row, string column, FormNames names, FormElement element)
    {
        if (row.Cell(column) is not { } cell || CellText.IsNo(cell.Text)) return null;
        return Compile(cell, names, element, null);
    }

    private void BindCalculation(FormQuestion question, SheetRow row, FormNames names)
    {
        if (row.Cell("trigger") is { } trigger) question.Triggers = ReadTriggers(trigger, names, question);
        if (row.Cell("calculation") is { } calculation)
        {
            question.Calculation = Compile(calculation, names, question, null);
            if (question.IsAsked && row.Cell("trigger") is null && question.Type != QuestionType.Note)
                bag.Warn(DiagnosticCodes.CalculatedQuestion, row, "calculation",
                    $"\"{question.Name}\" is computed again at every change, so nobody can answer it: it is shown with its value. For a first value that people may change, use default or trigger.");
        }
        else if (question.Type == QuestionType.Calculate && row.Cell("default") is null)
            bag.Error(DiagnosticCodes.CalculationMissing, row, "calculation", $"\"{question.Name}\" is a calculate without a calculation.");
        else if (!question.Triggers.IsEmpty)
            bag.Warn(DiagnosticCodes.TriggerInvalid, row, "trigger", "A trigger without a calculation does nothing.");
    }

    private ImmutableArray<FormQuestion> ReadTriggers(SheetCell cell, FormNames names, FormQuestion question)
    {
        var triggers = ImmutableArray.CreateBuilder<FormQuestion>();
        var at = 0;
        foreach (var part in cell.Text.Split(','))
        {
            var text = part.Trim();
            var position = at + part.Length - part.TrimStart().Length;
            at += part.Length + 1;
            if (!(text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}')))
            {
                bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.TriggerInvalid, cell, "A trigger is a question, written ${name}; several are separated by commas.",
                    cell.Text, position, names.Resolve(text, position, out var unknown) is null ? unknown?.Suggestion : "${" + text + "}");
                continue;
            }

            var target = names.Resolve(text[2..^1].Trim(), position, out var problem);
            if (problem is not null) bag.Expression(cell, [problem]);
            if (target is FormQuestion trigger && trigger != question)
            {
                triggers.Add(trigger);
                if (!trigger.IsAsked)
                    bag.Cell(DiagnosticSeverity.Warning, DiagnosticCodes.TriggerInvalid, cell, $"\"{trigger.Name}\" is computed, and only a person's answer sets off a trigger.", cell.Text, position);
            }
            else if (target is not null)
                bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.TriggerInvalid, cell, "A trigger must be another question.", cell.Text, position);
        }

        return triggers.ToImmutable();
    }

    private void BindDefault(FormQuestion question, SheetRow row, FormNames names)
    {
        if (row.Cell("default") is not { } cell) return;
        if (question.Type is QuestionType.Note or QuestionType.Start or QuestionType.End or QuestionType.Today or QuestionType.Metadata)
        {
            if (question.Type != QuestionType.Note) NoEffect(row, "default");
            return;
        }

        if (DefaultColumn.IsDynamic(cell.Text, question.Type))
        {
            question.DynamicDefault = Compile(cell, names, question, null);
            return;
        }

        var value = StoredShape.Normalize(question, cell.Text);
        if (DefaultColumn.Broken(cell.Text) is { } broken)
            bag.Cell(value is null ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, DiagnosticCodes.DefaultInvalid, cell,
                $"The default looks like an expression and cannot be read as one{(value is null ? "" : ", so people would see it as it is written")}: {broken.Message}",
                cell.Text, broken.Position, broken.Suggestion);
        else if (value is null)
            bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.DefaultInvalid, cell, DefaultColumn.Reason(question.Type), cell.Text);
        else if (question.Choices is { } list)
        {
            foreach (var name in question.Type == QuestionType.SelectOne ? [value] : ChoiceFunctions.Split(value))
                if (list.Find(name) is null)
                    bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.DefaultInvalid, cell, $"\"{name}\" is not a choice of list \"{list.Name}\".",
                        null, null, Names.Near(name, list.Choices.Select(choice => choice.Name)) ?? list.Choices.FirstOrDefault(c => c.Label.All.Any(l => l.Text == name))?.Name);
        }

        question.StaticDefault = value ?? "";
    }

    private void BindTexts(FormElement element, SheetRow row, FormNames names)
    {
        foreach (var column in TextColumns)
        {
            var references = ImmutableDictionary.CreateBuilder<string, FormElement>(StringComparer.Ordinal);
            foreach (var cell in row.Cells.Where(cell => cell.Header.Name == column)) ReadReferences(cell, element, names, references);
            if (references.Count == 0) continue;
            var text = column switch
            {
                "label" => element.Label,
                "hint" => (element as FormQuestion)?.Hint,
                "guidance_hint" => (element as FormQuestion)?.GuidanceHint,
                "constraint_message" => (element as FormQuestion)?.ConstraintMessage,
                _ => (element as FormQuestion)?.RequiredMessage,
            };
            if (text is { IsEmpty: false }) text.References = references.ToImmutable();
        }

        if (element is not FormQuestion { Choices: { } list } question) return;
        if (!referring.TryGetValue(list, out var choices))
            referring[list] = choices = [.. list.Choices.Where(choice => choice.Label.All.Any(label => label.Text.Contains("${", StringComparison.Ordinal)))];
        foreach (var choice in choices)
        {
            if (!choiceRows.TryGetValue(choice, out var at)) continue;
            var references = choice.Label.References.ToBuilder();
            foreach (var cell in at.Cells.Where(cell => cell.Header.Name == "label")) ReadReferences(cell, question, names, references);
            choice.Label.References = references.ToImmutable();
        }
    }

    private void ReadReferences(SheetCell cell, FormElement element, FormNames names, ImmutableDictionary<string, FormElement>.Builder into)
    {
        if (cell.Text.Length > MaxLabel)
            bag.Cell(DiagnosticSeverity.Warning, DiagnosticCodes.LabelTooLong, cell, $"The text has {cell.Text.Length} characters; one message holds {MaxLabel}, so it arrives in pieces.");
        for (var at = cell.Text.IndexOf("${", StringComparison.Ordinal); at >= 0; at = cell.Text.IndexOf("${", at + 2, StringComparison.Ordinal))
        {
            var end = cell.Text.IndexOf('}', at);
            var name = end < 0 ? "" : cell.Text[(at + 2)..end];
            if (!Names.IsValid(name))
            {
                bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.ReferenceMalformed, cell,
                    "A reference in a text is written ${name}, and holds no more than a question's name.", cell.Text, at,
                    Names.IsValid(name.Trim()) ? "${" + name.Trim() + "}" : null);
                continue;
            }

            var target = names.Resolve(name, at, out var problem);
            if (problem is not null) bag.Expression(cell, [problem]);
            if (target is null) continue;
            into[name] = target;
            if (target is FormQuestion { IsSelect: true })
                bag.Cell(DiagnosticSeverity.Warning, DiagnosticCodes.ChoiceInLabel, cell,
                    $"${{{name}}} shows the choice's name, not its label. Put jr:choice-name(${{{name}}}, '${{{name}}}') into a calculate and show that.", cell.Text, at);
            if (ExpressionBinder.SharedRepeats(element, target) < target.RepeatDepth)
                bag.Cell(DiagnosticSeverity.Warning, DiagnosticCodes.ManyValues, cell, $"\"{name}\" is asked more than once; only its first answer is shown here.", cell.Text, at);
        }
    }

    private void ReadAppearances(FormElement element, SheetRow row)
    {
        if (row.Cell("appearance") is not { } cell) return;
        var words = cell.Text.Split((char[])[' ', ',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToImmutableArray();
        foreach (var word in words) Appearances.Judge(word, cell, bag);
        if (element is FormQuestion question) question.Appearances = words;
        if (element is FormGroup group) group.FieldList = words.Contains("field-list");
        if (element is FormRepeat repeat) repeat.FieldList = words.Contains("field-list");
    }
}
