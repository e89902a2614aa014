namespace Detainees.Forms;

internal sealed partial class XFormWriter
{
    private void WriteBinds()
    {
        foreach (var element in form.Elements)
        {
            if (element is FormRepeat repeat && CountNode(repeat) is { } count) WriteCount(repeat, count);
            if (element is FormQuestion question) WriteBind(question);
            else if (element.Relevant is not null)
            {
                StartBind(element.Path);
                xml.WriteAttributeString("relevant", Resolve(element.Relevant, element));
                xml.WriteEndElement();
            }
        }

        StartBind(form.Root.Path + "/meta/instanceID");
        xml.WriteAttributeString("type", "string");
        xml.WriteAttributeString("readonly", "true()");
        xml.WriteAttributeString("preload", JavaRosa, "uid");
        xml.WriteEndElement();
        if (form.InstanceName is not { } name) return;
        StartBind(form.Root.Path + "/meta/instanceName");
        xml.WriteAttributeString("type", "string");
        xml.WriteAttributeString("calculate", Resolve(name, form.Root));
        xml.WriteEndElement();
    }

    private void StartBind(string path)
    {
        xml.WriteStartElement("bind", XForms);
        xml.WriteAttributeString("nodeset", path);
    }

    private void WriteCount(FormRepeat repeat, string node)
    {
        if (repeat.Count is not { } count || repeat.Parent is not { } parent) return;
        StartBind(parent.Path + "/" + node);
        xml.WriteAttributeString("type", "string");
        xml.WriteAttributeString("readonly", "true()");
        // From a node beside the repeat, which is as deep as the repeat itself.
        xml.WriteAttributeString("calculate", Resolve(count, repeat));
        xml.WriteEndElement();
    }

    private void WriteBind(FormQuestion question)
    {
        StartBind(question.Path);
        xml.WriteAttributeString("type", BindType(question));
        if (question.Relevant is { } relevant) xml.WriteAttributeString("relevant", Resolve(relevant, question));
        if (question.Required is { } required) xml.WriteAttributeString("required", Resolve(required, question));
        WriteMessage(question, RequiredMessage, question.RequiredMessage);
        if (question.Constraint is { } constraint) xml.WriteAttributeString("constraint", Resolve(constraint, question));
        WriteMessage(question, ConstraintMessage, question.ConstraintMessage);
        if (question.Type == QuestionType.Note) xml.WriteAttributeString("readonly", "true()");
        else if (question.ReadOnly is { } readOnly) xml.WriteAttributeString("readonly", Resolve(readOnly, question));
        if (question is { IsComputed: true, Calculation: { } calculation }) xml.WriteAttributeString("calculate", Resolve(calculation, question));
        WritePreload(question);
        WriteAttributes(question);
        xml.WriteEndElement();
    }

    private void WriteMessage(FormQuestion question, string what, LocalizedText text)
    {
        if (text.IsEmpty) return;
        // An attribute holds no output elements: only a text by its id can show an answer.
        var value = HasItext ? TextReference(question, what) : XFormText.Clean(text.In(form.DefaultLanguage));
        xml.WriteAttributeString(what["jr:".Length..], JavaRosa, value);
        if (!HasItext && !text.References.IsEmpty) losses.Add($"{question.Name}: the {(what == ConstraintMessage ? "constraint_message" : "required_message")} names an answer, which an XForm without languages cannot fill in.");
    }

    private void WritePreload(FormQuestion question)
    {
        var (kind, parameter) = question.Type switch
        {
            QuestionType.Start => ("timestamp", "start"),
            QuestionType.End => ("timestamp", "end"),
            QuestionType.Today => ("date", "today"),
            QuestionType.Metadata or QuestionType.Text or QuestionType.Integer or QuestionType.Decimal or QuestionType.Range or QuestionType.SelectOne
                or QuestionType.SelectMultiple or QuestionType.Rank or QuestionType.Note or QuestionType.Calculate or QuestionType.Hidden
                or QuestionType.Acknowledge or QuestionType.Date or QuestionType.Time or QuestionType.DateTime or QuestionType.Geopoint
                or QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File or QuestionType.Barcode => ("", ""),
        };
        if (question.Type == QuestionType.Metadata) losses.Add($"{question.Name}: stays empty in the XForm too; who reports must not leak in through metadata.");
        if (kind.Length == 0) return;
        xml.WriteAttributeString("preload", JavaRosa, kind);
        xml.WriteAttributeString("preloadParams", JavaRosa, parameter);
    }

    private void WriteAttributes(FormQuestion question)
    {
        if (question.Parameters.TryGetValue("max-pixels", out var pixels)) xml.WriteAttributeString("max-pixels", OpenRosa, pixels);
        if (question.Parameters.TryGetValue("quality", out var quality)) xml.WriteAttributeString("quality", Odk, quality);
        if (question.Case.IsEmpty) return;
        if (!namespaces.TryGetValue("case", out var space))
        {
            losses.Add($"{question.Name}: bind::case columns are left out, because the setting namespaces does not say what \"case\" is, as in case=\"urn:example\".");
            return;
        }

        foreach (var (name, value) in question.Case.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (Names.IsValid(name)) xml.WriteAttributeString(name, space, XFormText.Clean(value));
    }

    private static string BindType(FormQuestion question) => question.Type switch
    {
        QuestionType.Integer => "int",
        QuestionType.Decimal => "decimal",
        QuestionType.Range => IsWhole(question) ? "int" : "decimal",
        QuestionType.Rank => "odk:rank",
        QuestionType.Date or QuestionType.Today => "date",
        QuestionType.Time => "time",
        QuestionType.DateTime or QuestionType.Start or QuestionType.End => "dateTime",
        QuestionType.Geopoint => "geopoint",
        QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File => "binary",
        QuestionType.Barcode => "barcode",
        QuestionType.Text or QuestionType.SelectOne or QuestionType.SelectMultiple or QuestionType.Note or QuestionType.Calculate or QuestionType.Hidden
            or QuestionType.Acknowledge or QuestionType.Metadata => "string",
    };

    private static bool IsWhole(FormQuestion question)
    {
        var range = RangeParameters.Of(question);
        return decimal.IsInteger(range.Start) && decimal.IsInteger(range.End) && decimal.IsInteger(range.Interval);
    }
}
