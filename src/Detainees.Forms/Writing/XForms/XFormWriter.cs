using System.Collections.Immutable;
using System.Text;
using System.Xml;

namespace Detainees.Forms;

/// <summary>
/// Writes a form as ODK XForm (ODK XForms specification 1.0.0, in the shape pyxform gives it), for programs that read that
/// and no XLSForm. It is not read back.
/// </summary>
internal sealed partial class XFormWriter
{
    private const string XForms = "http://www.w3.org/2002/xforms";
    private const string Html = "http://www.w3.org/1999/xhtml";
    private const string JavaRosa = "http://openrosa.org/javarosa";
    private const string OpenRosa = "http://openrosa.org/xforms";
    private const string Odk = "http://www.opendatakit.org/xforms";

    private readonly FormDefinition form;
    private readonly ImmutableSortedDictionary<string, string> namespaces;
    private readonly List<string> losses;
    private readonly XmlWriter xml;
    private readonly ILookup<string, FormElement> byName;
    private readonly List<ChoiceList> lists;

    private XFormWriter(FormDefinition form, ImmutableSortedDictionary<string, string> namespaces, List<string> losses, XmlWriter xml)
    {
        (this.form, this.namespaces, this.losses, this.xml) = (form, namespaces, losses, xml);
        byName = form.Elements.ToLookup(element => element.Name, StringComparer.Ordinal);
        lists = XFormLists.Of(form);
    }

    /// <summary>A text for each language, except where a form names none: then the texts stand in their places.</summary>
    private bool HasItext => form.Languages is not [Translations.Unnamed];

    public static string Write(FormDefinition form, ImmutableSortedDictionary<string, string> namespaces, List<string> losses)
    {
        var text = new Utf8Text();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, IndentChars = "  ", NewLineChars = "\n" }))
            new XFormWriter(form, namespaces, losses, xml).WriteDocument();
        return text.Append('\n').ToString();
    }

    /// <summary>Makes the XML declaration say UTF-8, which is how the text is stored.</summary>
    private sealed class Utf8Text() : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
        public StringBuilder Append(char c) => GetStringBuilder().Append(c);
    }

    private void WriteDocument()
    {
        xml.WriteStartElement("h", "html", Html);
        xml.WriteAttributeString("xmlns", XForms);
        foreach (var (prefix, name) in (ReadOnlySpan<(string, string)>)[("jr", JavaRosa), ("orx", OpenRosa), ("odk", Odk), ("xsd", "http://www.w3.org/2001/XMLSchema")])
            xml.WriteAttributeString("xmlns", prefix, null, name);
        foreach (var (prefix, name) in namespaces) xml.WriteAttributeString("xmlns", prefix, null, name);
        xml.WriteStartElement("head", Html);
        xml.WriteElementString("title", Html, XFormText.Clean(form.Title));
        xml.WriteStartElement("model", XForms);
        xml.WriteAttributeString("xforms-version", Odk, "1.0.0");
        if (HasItext) WriteItext();
        WritePrimary();
        foreach (var list in lists) WriteSecondary(list);
        WriteBinds();
        foreach (var question in form.Elements.OfType<FormQuestion>())
            if (question.NearestRepeat is null) WriteFirstValue(question, "odk-instance-first-load");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("body", Html);
        foreach (var child in form.Root.Children) WriteControl(child);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private FormElement? Find(string name) => byName[name].Take(2).ToArray() is [var only] ? only : null;

    private string Resolve(CompiledExpression expression, FormElement from) => XFormText.Clean(XFormPaths.Resolve(expression.Source, from, Find));

    private void WritePrimary()
    {
        xml.WriteStartElement("instance", XForms);
        xml.WriteStartElement(form.Root.Name, XForms);
        xml.WriteAttributeString("id", XFormText.Clean(form.Id));
        if (form.Version.Length > 0) xml.WriteAttributeString("version", XFormText.Clean(form.Version));
        foreach (var child in form.Root.Children) WriteNode(child, inTemplate: false);
        xml.WriteStartElement("meta", XForms);
        WriteEmpty("instanceID");
        if (form.InstanceName is not null) WriteEmpty("instanceName");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void WriteEmpty(string name)
    {
        xml.WriteStartElement(name, XForms);
        xml.WriteEndElement();
    }

    private void WriteNode(FormElement element, bool inTemplate)
    {
        if (element is FormQuestion question)
        {
            xml.WriteStartElement(question.Name, XForms);
            if (question.StaticDefault.Length > 0) xml.WriteString(XFormText.Clean(question.StaticDefault));
            xml.WriteEndElement();
            return;
        }

        if (element is FormRepeat repeat)
        {
            if (CountNode(repeat) is { } count) WriteEmpty(count);
            // The template is what a new instance is made of; inside a template there is nothing but the template.
            WriteInstance(repeat, isTemplate: true);
            if (!inTemplate) WriteInstance(repeat, isTemplate: false);
            return;
        }

        xml.WriteStartElement(element.Name, XForms);
        foreach (var child in ExpressionBinder.Children(element)) WriteNode(child, inTemplate);
        xml.WriteEndElement();
    }

    private void WriteInstance(FormRepeat repeat, bool isTemplate)
    {
        xml.WriteStartElement(repeat.Name, XForms);
        if (isTemplate) xml.WriteAttributeString("template", JavaRosa, "");
        foreach (var child in repeat.Children) WriteNode(child, isTemplate);
        xml.WriteEndElement();
    }

    /// <summary>The node that holds a computed number of instances; null where a question's answer says it, or nothing does.</summary>
    private static string? CountNode(FormRepeat repeat)
    {
        if (repeat.Count is null or { Syntax: Expression.Reference }) return null;
        var name = repeat.Name + "_count";
        var siblings = repeat.Parent is null ? [] : ExpressionBinder.Children(repeat.Parent).Select(sibling => sibling.Name).ToHashSet(StringComparer.Ordinal);
        while (siblings.Contains(name)) name += "_";
        return name;
    }

    private void WriteSecondary(ChoiceList list)
    {
        xml.WriteStartElement("instance", XForms);
        xml.WriteAttributeString("id", list.Name);
        if (XFormLists.FileOf(form, list) is { } file)
        {
            xml.WriteAttributeString("src", (file.EndsWith(".csv", StringComparison.Ordinal) ? "jr://file-csv/" : "jr://file/") + file);
            xml.WriteEndElement();
            losses.Add($"{file} is not part of the XForm: it goes beside it as a file.");
            return;
        }

        xml.WriteStartElement("root", XForms);
        for (var i = 0; i < list.Choices.Length; i++)
        {
            var choice = list.Choices[i];
            xml.WriteStartElement("item", XForms);
            if (HasItext) xml.WriteElementString("itextId", XForms, XFormLists.TextId(list, i));
            xml.WriteElementString("name", XForms, XFormText.Clean(choice.Name));
            if (!HasItext) xml.WriteElementString("label", XForms, XFormText.Clean(choice.Label.IsEmpty ? choice.Name : choice.Label.In(form.DefaultLanguage)));
            foreach (var (column, text) in choice.Columns.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                if (Names.IsValid(column) && column is not "itextId") xml.WriteElementString(column, XForms, XFormText.Clean(text));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
