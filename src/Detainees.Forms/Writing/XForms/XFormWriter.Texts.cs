using System.Collections.Immutable;

namespace Detainees.Forms;

internal sealed partial class XFormWriter
{
    // pyxform names a text by its node and what it is: /data/q:label.
    private const string Label = "label";
    private const string Hint = "hint";
    private const string ConstraintMessage = "jr:constraintMsg";
    private const string RequiredMessage = "jr:requiredMsg";

    private static string TextId(FormElement element, string what) => element.Path + ":" + what;

    private static string TextReference(FormElement element, string what) => $"jr:itext('{TextId(element, what)}')";

    private void WriteItext()
    {
        xml.WriteStartElement("itext", XForms);
        foreach (var language in form.Languages)
        {
            xml.WriteStartElement("translation", XForms);
            xml.WriteAttributeString("lang", XFormText.Clean(language));
            if (language == form.DefaultLanguage) xml.WriteAttributeString("default", "true()");
            foreach (var element in form.Elements) WriteTexts(element, language);
            foreach (var list in lists.Where(list => XFormLists.FileOf(form, list) is null))
                for (var i = 0; i < list.Choices.Length; i++) WriteChoiceText(list, i, language);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void WriteTexts(FormElement element, string language)
    {
        WriteText(TextId(element, Label), element, language, element.Label, null, element.MediaIn(language));
        if (element is not FormQuestion question) return;
        WriteText(TextId(element, Hint), element, language, question.Hint, question.GuidanceHint);
        WriteText(TextId(element, ConstraintMessage), element, language, question.ConstraintMessage, null);
        WriteText(TextId(element, RequiredMessage), element, language, question.RequiredMessage, null);
    }

    private void WriteText(string id, FormElement element, string language, LocalizedText text, LocalizedText? guidance, ImmutableArray<MediaFile> media = default)
    {
        if (text.IsEmpty && guidance is null or { IsEmpty: true }) return;
        xml.WriteStartElement("text", XForms);
        xml.WriteAttributeString("id", id);
        if (!text.IsEmpty) WriteValue(text, language, element, null);
        if (guidance is { IsEmpty: false }) WriteValue(guidance, language, element, "guidance");
        foreach (var file in media.IsDefault ? [] : media) WriteMedia(file);
        xml.WriteEndElement();
    }

    // ODK XForms 1.0.0, "Media": where a client looks for a file of each kind.
    private void WriteMedia(MediaFile file)
    {
        var (kind, folder) = file.Kind switch
        {
            MediaKind.Picture => ("image", "images"),
            MediaKind.Voice or MediaKind.Audio => ("audio", "audio"),
            MediaKind.Video => ("video", "video"),
        };
        xml.WriteStartElement("value", XForms);
        xml.WriteAttributeString("form", kind);
        xml.WriteString($"jr://{folder}/{XFormText.Clean(file.Name)}");
        xml.WriteEndElement();
    }

    // A reader of another language sees what the bot would show: the text of the language that has one.
    private void WriteValue(LocalizedText text, string language, FormElement element, string? kind)
    {
        xml.WriteStartElement("value", XForms);
        if (kind is not null) xml.WriteAttributeString("form", kind);
        xml.WriteRaw(Markup(text, language, element));
        xml.WriteEndElement();
    }

    private static string Markup(LocalizedText text, string language, FormElement element) =>
        XFormText.Markup(text.In(language), name => text.References.TryGetValue(name, out var target) ? XFormPaths.Between(element, target) : null);

    private void WriteChoiceText(ChoiceList list, int index, string language)
    {
        var choice = list.Choices[index];
        var owner = form.Elements.OfType<FormQuestion>().FirstOrDefault(question => question.Choices?.Name == list.Name);
        xml.WriteStartElement("text", XForms);
        xml.WriteAttributeString("id", XFormLists.TextId(list, index));
        xml.WriteStartElement("value", XForms);
        if (choice.Label.IsEmpty) xml.WriteString(XFormText.Clean(choice.Name));
        else xml.WriteRaw(Markup(choice.Label, language, owner ?? (FormElement)form.Root));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>A label or hint of a control: by its id, or as it is where a form names no languages.</summary>
    private void WriteShown(string what, FormElement element, LocalizedText text, bool alsoGuidance = false)
    {
        if (what == Label && !element.Media.IsEmpty && (!HasItext || text.IsEmpty))
            losses.Add($"{element.Name}: the files shown with it are left out; an XForm holds them only beside a label in forms with languages.");
        if (text.IsEmpty && !alsoGuidance) return;
        xml.WriteStartElement(what, XForms);
        if (HasItext) xml.WriteAttributeString("ref", TextReference(element, what));
        else xml.WriteRaw(Markup(text, form.DefaultLanguage, element));
        xml.WriteEndElement();
    }
}
