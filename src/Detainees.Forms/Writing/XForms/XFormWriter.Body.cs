using System.Globalization;

namespace Detainees.Forms;

internal sealed partial class XFormWriter
{
    private void WriteControl(FormElement element)
    {
        switch (element)
        {
            case FormGroup group:
                xml.WriteStartElement("group", XForms);
                xml.WriteAttributeString("ref", group.Path);
                if (group.FieldList) xml.WriteAttributeString("appearance", "field-list");
                WriteShown(Label, group, group.Label);
                foreach (var child in group.Children) WriteControl(child);
                xml.WriteEndElement();
                break;
            case FormRepeat repeat:
                WriteRepeat(repeat);
                break;
            case FormQuestion { IsAsked: true } question:
                WriteQuestion(question);
                break;
            case FormQuestion question:
                foreach (var computed in form.Graph.Triggered[question.Index])
                    losses.Add($"{computed.Name}: its trigger \"{question.Name}\" is not shown to anyone, so an XForm cannot compute it.");
                break;
        }
    }

    private void WriteRepeat(FormRepeat repeat)
    {
        xml.WriteStartElement("group", XForms);
        xml.WriteAttributeString("ref", repeat.Path);
        WriteShown(Label, repeat, repeat.Label);
        xml.WriteStartElement("repeat", XForms);
        xml.WriteAttributeString("nodeset", repeat.Path);
        if (repeat.FieldList) xml.WriteAttributeString("appearance", "field-list");
        if (repeat.Count is { } count)
        {
            var node = CountNode(repeat);
            var path = node is null ? Resolve(count, repeat) : repeat.NearestRepeat is null ? repeat.Parent?.Path + "/" + node : "../" + node;
            xml.WriteAttributeString("count", JavaRosa, path);
            if (node is not null) xml.WriteAttributeString("noAddRemove", JavaRosa, "true()");
        }

        foreach (var question in form.Elements.OfType<FormQuestion>())
            if (question.NearestRepeat == repeat) WriteFirstValue(question, "odk-instance-first-load odk-new-repeat");
        foreach (var child in repeat.Children) WriteControl(child);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void WriteFirstValue(FormQuestion question, string events)
    {
        if (question.DynamicDefault is { } value) WriteSetValue(events, question, value);
    }

    private void WriteSetValue(string events, FormQuestion question, CompiledExpression? value)
    {
        xml.WriteStartElement("setvalue", XForms);
        xml.WriteAttributeString("event", events);
        xml.WriteAttributeString("ref", question.Path);
        if (value is not null) xml.WriteAttributeString("value", Resolve(value, question));
        xml.WriteEndElement();
    }

    private void WriteQuestion(FormQuestion question)
    {
        var (name, space, mediaType) = question.Type switch
        {
            QuestionType.SelectOne => ("select1", XForms, ""),
            QuestionType.SelectMultiple => ("select", XForms, ""),
            QuestionType.Rank => ("rank", Odk, ""),
            QuestionType.Range => ("range", XForms, ""),
            QuestionType.Acknowledge => ("trigger", XForms, ""),
            QuestionType.Image => ("upload", XForms, "image/*"),
            QuestionType.Audio => ("upload", XForms, "audio/*"),
            QuestionType.Video => ("upload", XForms, "video/*"),
            QuestionType.File => ("upload", XForms, "application/*"),
            QuestionType.Text or QuestionType.Integer or QuestionType.Decimal or QuestionType.Note or QuestionType.Date or QuestionType.Time
                or QuestionType.DateTime or QuestionType.Geopoint or QuestionType.Barcode or QuestionType.Calculate or QuestionType.Hidden
                or QuestionType.Start or QuestionType.End or QuestionType.Today or QuestionType.Metadata => ("input", XForms, ""),
        };
        xml.WriteStartElement(name, space);
        xml.WriteAttributeString("ref", question.Path);
        if (mediaType.Length > 0) xml.WriteAttributeString("mediatype", mediaType);
        if (question.Type == QuestionType.Range) WriteRange(RangeParameters.Of(question));
        if (!question.Appearances.IsEmpty) xml.WriteAttributeString("appearance", XFormText.Clean(string.Join(' ', question.Appearances)));
        WriteShown(Label, question, question.Label);
        WriteHint(question);
        if (question.Choices is { } list) WriteItemset(question, list);
        else if (question.ChoicesFrom is { } asked) WriteItemsetOfAnswers(question, asked);
        foreach (var computed in form.Graph.Triggered[question.Index]) WriteSetValue("xforms-value-changed", computed, computed.Calculation);
        xml.WriteEndElement();
    }

    private void WriteHint(FormQuestion question)
    {
        WriteShown(Hint, question, question.Hint, alsoGuidance: HasItext && !question.GuidanceHint.IsEmpty);
        if (!HasItext && !question.GuidanceHint.IsEmpty) losses.Add($"{question.Name}: the guidance_hint is left out; an XForm holds one only in forms with languages.");
    }

    private void WriteRange(RangeParameters range)
    {
        xml.WriteAttributeString("start", range.Start.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("end", range.End.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("step", range.Interval.ToString(CultureInfo.InvariantCulture));
    }

    private void WriteItemset(FormQuestion question, ChoiceList list)
    {
        var quote = list.Name.Contains('\'') ? '"' : '\'';
        var nodes = $"instance({quote}{list.Name}{quote})/root/item";
        if (question.ChoiceFilter is { } filter) nodes += "[" + XFormText.Clean(XFormPaths.Resolve(filter.Source, question, Find, inPredicate: true)) + "]";
        if (question.Randomize)
            nodes = question.RandomizeSeed is { } seed ? $"randomize({nodes}, {Resolve(seed, question)})" : $"randomize({nodes})";
        if (XFormLists.FileOf(form, list) is null) WriteItemset(nodes, "name", HasItext ? "jr:itext(itextId)" : "label");
        else WriteItemset(nodes, question.Parameters.GetValueOrDefault("value", "name"), question.Parameters.GetValueOrDefault("label", "label"));
    }

    private void WriteItemsetOfAnswers(FormQuestion question, FormQuestion asked)
    {
        if (asked.NearestRepeat is not { } repeat) return;
        var condition = question.ChoiceFilter is { } filter ? "[" + XFormText.Clean(XFormPaths.Resolve(filter.Source, question, Find, inPredicate: true, repeat)) + "]" : "";
        var answer = asked.Path[(repeat.Path.Length + 1)..];
        WriteItemset(XFormPaths.Between(question, repeat) + condition, answer, answer);
    }

    private void WriteItemset(string nodes, string value, string label)
    {
        xml.WriteStartElement("itemset", XForms);
        xml.WriteAttributeString("nodeset", nodes);
        xml.WriteStartElement("value", XForms);
        xml.WriteAttributeString("ref", value);
        xml.WriteEndElement();
        xml.WriteStartElement("label", XForms);
        xml.WriteAttributeString("ref", label);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
