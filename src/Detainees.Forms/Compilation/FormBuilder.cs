using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Detainees.Forms;

/// <summary>Builds one form from its sheets: first the tree of elements, then what their expressions mean.</summary>
internal sealed partial class FormBuilder(FormSheets sheets, AttachmentReader attachments, DiagnosticBag bag, DiagnosticBag publishing)
{
    private const int MaxNamesOfCycle = 10;

    private readonly SheetTable survey = sheets.Survey ?? throw new ArgumentException("A form has a survey.", nameof(sheets));
    private readonly FormGroup root = new("data", null, 0);
    private readonly List<(FormElement Element, SheetRow Row)> made = [];
    private Translations translations = Translations.None;
    private ImmutableDictionary<string, ChoiceList> lists = ImmutableDictionary<string, ChoiceList>.Empty;
    private readonly Dictionary<Choice, SheetRow> choiceRows = new(ReferenceEqualityComparer.Instance);

    public FormDefinition? Build()
    {
        translations = Translations.Read(sheets, bag);
        var settings = FormSettings.Read(sheets, bag);
        ReadChoices(settings.AllowChoiceDuplicates);
        if (survey.Header("type") is null)
        {
            var below = survey.Written.FirstOrDefault(row => row.Cells.Any(cell => cell.Text.Trim().Equals("type", StringComparison.OrdinalIgnoreCase)) && row.Cells.Any(cell => cell.Text.Trim().Equals("name", StringComparison.OrdinalIgnoreCase)));
            bag.Add(DiagnosticCodes.HeaderMissing, DiagnosticSeverity.Error, survey, survey.HeaderRow, null, below is null
                ? "The sheet has no column \"type\"."
                : $"The sheet has no column \"type\": the headers stand in row {below.Number}, and must be the first row.");
            return null;
        }

        if (survey.Header("name") is null)
            bag.Add(DiagnosticCodes.HeaderMissing, DiagnosticSeverity.Error, survey, survey.HeaderRow, null, "The sheet has no column \"name\".");
        if (survey.Header("label") is null && survey.Header("hint") is null)
            bag.Add(DiagnosticCodes.HeaderMissing, DiagnosticSeverity.Error, survey, survey.HeaderRow, null, "The sheet has no column \"label\", so there is nothing to ask.");
        ReadExternals();
        ReadSurvey();
        var all = Number();
        var names = new FormNames(root, all.Skip(1), lists);
        foreach (var (element, row) in made) Bind(element, row, names);
        MarkDangerous(all);
        CheckChoices();
        CheckMediaHeaders();
        var menuLabel = settings.Row is { } settingsRow ? translations.Text(settingsRow, "menu_label") : LocalizedText.Empty;
        translations.CheckGaps(bag);
        var rules = new PublishingRules(publishing);
        rules.Check(settings, sheets.Settings);
        rules.Check(made.Where(pair => !others.ContainsKey(pair.Element)));
        var instanceName = settings.InstanceName is { } cell ? Compile(cell, names, root, null) : null;
        rules.Check(instanceName, settings);
        // Also when other rows have errors: all that is wrong is said in one run.
        var graph = DependencyGraph.Build(all, out var circles);
        foreach (var circle in circles) ReportCircle(circle);
        if (bag.HasErrors) return null;

        return new FormDefinition(settings.Id, settings.Title, settings.Version, translations.Languages, translations.DefaultLanguage,
            root, all, Fingerprint())
        {
            Lists = lists, InstanceName = instanceName, Graph = graph, MenuOrder = settings.MenuOrder, OfferedWhen = settings.OfferedWhen,
            MenuLabel = menuLabel,
            Attachments = [.. contents.Keys],
        };
    }

    /// <summary>Also what is worked out from what is dangerous, however many steps on.</summary>
    private static void MarkDangerous(ImmutableArray<FormElement> all)
    {
        var workedOut = new Dictionary<FormElement, List<FormQuestion>>(ReferenceEqualityComparer.Instance);
        var dangerous = new Queue<FormQuestion>();
        foreach (var question in all.OfType<FormQuestion>())
        {
            if (CaseFields.SensitivityOf(question) >= CaseFields.Dangerous) Mark(question);
            foreach (var source in (question.Calculation?.References ?? []).Concat(question.DynamicDefault?.References ?? []).Select(reference => reference.Target).Append(question.ChoicesFrom))
            {
                if (source is null) continue;
                if (!workedOut.TryGetValue(source, out var others)) workedOut.Add(source, others = []);
                others.Add(question);
            }
        }

        while (dangerous.TryDequeue(out var next))
            foreach (var question in workedOut.GetValueOrDefault(next, [])) Mark(question);

        void Mark(FormQuestion question)
        {
            if (question.IsDangerous) return;
            question.IsDangerous = true;
            dangerous.Enqueue(question);
        }
    }

    private ImmutableArray<FormElement> Number()
    {
        var all = ImmutableArray.CreateBuilder<FormElement>();
        void Visit(FormElement element)
        {
            element.Index = all.Count;
            all.Add(element);
            foreach (var child in ExpressionBinder.Children(element)) Visit(child);
        }

        Visit(root);
        return all.ToImmutable();
    }

    private void ReportCircle(ImmutableArray<Derivation> circle)
    {
        var members = circle.Select(derivation => Names.IsGenerated(derivation.Element) ? Names.Said(derivation.Element) : $"\"{derivation.Element.Name}\" (row {derivation.Element.Row})").Distinct().ToList();
        var around = string.Join(", ", members.Take(MaxNamesOfCycle)) + (members.Count > MaxNamesOfCycle ? $" and {members.Count - MaxNamesOfCycle} more" : "");
        foreach (var derivation in circle)
        {
            var row = made.Find(pair => ReferenceEquals(pair.Element, derivation.Element)).Row;
            if (row is null) continue;
            var column = derivation.Kind switch
            {
                DerivationKind.Count => "repeat_count",
                DerivationKind.Relevant => "relevant",
                DerivationKind.Calculate => "calculation",
                DerivationKind.ChoiceFilter => "choice_filter",
            };
            bag.Error(DiagnosticCodes.Cycle, row, column, circle.Length == 1
                ? $"{Names.Said(derivation.Element)} depends on itself."
                : $"These depend on each other in a circle, so none can be computed first: {around}.", row.Cell(column)?.Text);
        }
    }

    // Everything that gives the form its meaning, in a spelling that does not depend on the file it came from.
    private string Fingerprint()
    {
        var text = new StringBuilder("detainees form 1\n");
        foreach (var sheet in (ReadOnlySpan<(string, SheetTable?)>)[("survey", survey), ("choices", sheets.Choices), ("settings", sheets.Settings)])
        {
            if (sheet.Item2 is null) continue;
            text.Append('\u001d').Append(sheet.Item1);
            foreach (var row in sheet.Item2.Rows)
            {
                if (row.IsBlank) continue;
                text.Append('\u001e');
                foreach (var cell in row.Cells.OrderBy(c => c.Header.Name, StringComparer.Ordinal).ThenBy(c => c.Header.Language, StringComparer.Ordinal))
                {
                    if (cell.Header.Name is "#" or "note" or "comment" or "comments" or "notes") continue;
                    text.Append('\u001f').Append(cell.Header.Name).Append("::").Append(cell.Header.Language).Append('=').Append(cell.Text);
                }
            }
        }

        foreach (var (name, content) in contents)
            text.Append('\u001d').Append("file").Append('\u001f').Append(name).Append('=').Append(Convert.ToHexStringLower(SHA256.HashData(content.Span)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Compiles one cell; every problem is reported with its place in the text.</summary>
    private CompiledExpression? Compile(SheetCell cell, FormNames names, FormElement current, ChoiceList? filtered)
    {
        var problems = new List<ExpressionProblem>();
        // pyxform reads the words for yes and no in all conditions; a spreadsheet turns typed ones into TRUE and FALSE.
        var text = CellText.IsYes(cell.Text) ? "true()" : CellText.IsNo(cell.Text) ? "false()" : cell.Text;
        var compiled = ExpressionBinder.Compile(text, new ExpressionScope(names, current, filtered), problems);
        if (compiled is not null) ExpressionAdvice.Give(compiled, names, current, cell.Header.Name, problems);
        bag.Expression(cell, problems);
        return compiled;
    }
}
