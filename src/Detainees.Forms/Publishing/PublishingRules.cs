using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>
/// What a form must say of every question about a person before families may be asked it: why, who needs it, for how long, how
/// dangerous it is. A form that breaks these rules can be read and tried out, but not published (domain model, rules 1, 3, 6, 7).
/// </summary>
internal sealed class PublishingRules(DiagnosticBag bag)
{
    private const string Column = "bind::case:";
    private readonly HashSet<ChoiceList> looked = new(ReferenceEqualityComparer.Instance);

    /// <summary>A published version lies in a folder <c>form_id/version</c>.</summary>
    public void Check(FormSettings settings, SheetTable? sheet)
    {
        if (!FolderName.IsOne(settings.Id)) Folder("form_id", settings.Id);
        if (!FolderName.IsOne(settings.Version)) Folder("version", settings.Version);

        void Folder(string column, string text)
        {
            var message = text.Length == 0
                ? $"The settings give no {column}: a published form needs one, {FolderName.Rule}."
                : $"The {column} \"{text}\" cannot be published, for it names a folder: {FolderName.Rule}.";
            if (settings.Row is { } row) bag.Error(DiagnosticCodes.PublishName, row, column, message);
            else bag.Add(DiagnosticCodes.PublishName, DiagnosticSeverity.Error, sheet, 0, null, message);
        }
    }

    public void Check(IEnumerable<(FormElement Element, SheetRow Row)> made)
    {
        foreach (var (element, row) in made)
        {
            if (element is FormQuestion { IsAsked: true, Type: not QuestionType.Note } question) Check(question, row);
            CheckTexts(element, row);
        }
    }

    /// <summary>The title of a report is said in the chat, and shown in lists.</summary>
    public void Check(CompiledExpression? instanceName, FormSettings settings)
    {
        if (settings.Row is { } row && instanceName is not null && Dangerous(instanceName.References.Select(reference => reference.Target)) is { } named)
            Repeats(row, "instance_name", named);
    }

    /// <summary>No text may say again what is never said again.</summary>
    private void CheckTexts(FormElement element, SheetRow row)
    {
        Check(element.Label, "label");
        if (element is not FormQuestion question) return;
        Check(question.Hint, "hint");
        Check(question.GuidanceHint, "guidance_hint");
        Check(question.ConstraintMessage, "constraint_message");
        Check(question.RequiredMessage, "required_message");
        // Of a list that many questions share the first answers for all: the error is one, and the list may be long.
        if (question.Choices is { } list && looked.Add(list))
            foreach (var choice in list.Choices) Check(choice.Label, "type");
        if (question.ChoicesFrom is { IsDangerous: true } offered) Repeats(row, "type", offered);

        void Check(LocalizedText text, string column)
        {
            if (!text.References.IsEmpty && Dangerous(text.References.Values) is { } named) Repeats(row, column, named);
        }
    }

    private static FormQuestion? Dangerous(IEnumerable<FormElement> named) =>
        named.OfType<FormQuestion>().FirstOrDefault(question => question.IsDangerous);

    private void Repeats(SheetRow row, string column, FormQuestion named) =>
        bag.Error(DiagnosticCodes.PublishRepeats, row, column, $"\"{named.Name}\" is dangerous if leaked (sensitivity 3, or worked out from such answers), so nothing may repeat it in the chat.");

    private void Check(FormQuestion question, SheetRow row)
    {
        var mapped = question.Case.GetValueOrDefault("field");
        var field = mapped is null ? null : CaseFields.Find(mapped);
        var refused = field?.Refusal is not null ? field : CaseFields.NamedBy(question.Name);
        if (refused?.Refusal is { } refusal)
        {
            var byField = ReferenceEquals(refused, field);
            bag.Error(DiagnosticCodes.PublishRefused, row, byField ? Column + "field" : "name",
                $"\"{(byField ? mapped : question.Name)}\" is not asked: {refusal}."
                + (refused.Name == "capture.by" ? " A chat may ask whether anybody saw who took the person (capture.seen)." : ""));
            return;
        }

        if (mapped is not null && field is null)
            Say(row, "field", CaseFields.Near(mapped) is null ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error, DiagnosticCodes.PublishField,
                $"The domain model has no field \"{mapped}\".", CaseFields.Near(mapped));
        var untold = new List<string>();
        foreach (var (column, words) in Said)
        {
            if (question.Case.TryGetValue(column, out var text)) CheckWords(text, row, column, words);
            else if (field is null) untold.Add(column);
        }

        if (question.Case.TryGetValue("missing", out var missing)) CheckWords(missing, row, "missing", CaseWords.Missing);
        if (question.Case.TryGetValue("sensitivity", out var sensitivity)) CheckSensitivity(sensitivity, row, field);
        else if (field is null) untold.Add("sensitivity");
        if (untold.Count > 0)
            Say(row, untold[0], DiagnosticSeverity.Error, DiagnosticCodes.PublishColumn,
                $"\"{question.Name}\" lacks {string.Join(", ", untold)} (columns {Column}{untold[0]} …), or a {Column}field to take them from.");
        CheckAsking(question, row, mapped, field);
    }

    private static readonly (string Column, ImmutableSortedDictionary<string, string> Words)[] Said =
        [("purpose", CaseWords.Purposes), ("needed_by", CaseWords.Recipients), ("retention", CaseWords.Retentions)];

    private void CheckWords(string text, SheetRow row, string column, ImmutableSortedDictionary<string, string> known)
    {
        foreach (var word in text.Split((char[])[' ', ',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries))
            if (!known.ContainsKey(word))
                Say(row, column, DiagnosticSeverity.Error, DiagnosticCodes.PublishWord, $"\"{word}\" is not a word of {Column}{column}: {string.Join(", ", known.Keys)}.",
                    Names.Near(word, known.Keys));
    }

    private void CheckSensitivity(string text, SheetRow row, CaseField? field)
    {
        if (text is not ("0" or "1" or "2" or "3"))
            Say(row, "sensitivity", DiagnosticSeverity.Error, DiagnosticCodes.PublishWord, "The sensitivity is 0 (harmless), 1 (personal), 2 (sensitive) or 3 (dangerous if leaked).");
        else if (field is not null && text[0] - '0' < field.Sensitivity)
            Say(row, "sensitivity", DiagnosticSeverity.Error, DiagnosticCodes.PublishSensitivity,
                $"The field \"{field.Name}\" has sensitivity {field.Sensitivity}; a form may raise it but not lower it.");
    }

    private void CheckAsking(FormQuestion question, SheetRow row, string? mapped, CaseField? field)
    {
        if (question.Type == QuestionType.Geopoint)
            bag.Error(DiagnosticCodes.PublishLocation, row, "type",
                "Location sharing is off: an exact place on a telephone betrays where somebody is. Ask for the place in words (type text).");
        if (!question.MayBeRequired || field is { Name: "consent" }) return;
        if (CaseFields.SensitivityOf(question) >= CaseFields.Dangerous)
            bag.Error(DiagnosticCodes.PublishRequired, row, "required", $"\"{question.Name}\" is dangerous if leaked (sensitivity 3), so nobody may be made to answer it.");
        else if (field is null || !CaseFields.OfTheFirstReport.Contains(field.Name))
            bag.Warn(DiagnosticCodes.PublishRequired, row, "required",
                $"\"{mapped ?? question.Name}\" is not among the fields a report cannot do without: missing details must not stop a report.");
    }

    // The row has no such cell when the column is empty in it: then the column is named, and the row.
    private void Say(SheetRow row, string column, DiagnosticSeverity severity, string code, string message, string? suggestion = null)
    {
        if (severity == DiagnosticSeverity.Error) bag.Error(code, row, Column + column, message, null, null, suggestion);
        else bag.Warn(code, row, Column + column, message, null, null, suggestion);
    }
}
