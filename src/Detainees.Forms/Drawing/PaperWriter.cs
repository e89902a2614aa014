using System.Globalization;
using System.Text;

namespace Detainees.Forms;

/// <summary>Writes one language of a form as HTML for paper.</summary>
internal sealed partial class PaperWriter
{
    /// <summary>Blocks printed for a repeat whose number nobody knows beforehand, and the most for one whose number stands in the form.</summary>
    private const int UsualBlocks = 3;
    private const int MostBlocks = 12;

    private readonly FormDefinition form;
    private readonly string language;
    private readonly PrintWords words;
    private readonly QuestionNumbers numbers;
    private readonly StringBuilder page = new();

    public PaperWriter(FormDefinition form, string language)
    {
        (this.form, this.language) = (form, language);
        words = PrintWords.Of(language);
        numbers = new QuestionNumbers(form);
    }

    public string Write()
    {
        page.Append("<header>\n<h1>").Append(Html.Escape(form.Title)).Append("</h1>\n<p class=\"meta\">");
        page.AppendJoin(" · ", ((string[])[form.Id, form.Version.Length > 0 ? words.Version + " " + form.Version : "", language == Translations.Unnamed ? "" : language])
            .Where(part => part.Length > 0).Select(Bidi));
        page.Append("</p>\n<div class=\"slots\"><span>").Append(Html.Escape(words.Reference)).Append(":</span><span>").Append(Html.Escape(words.FilledIn)).Append(":</span></div>\n</header>\n");
        foreach (var child in form.Root.Children) WriteElement(child, 0);
        return page.ToString();
    }

    private static string Bidi(string text) => "<bdi>" + Html.Escape(text) + "</bdi>";

    private void WriteElement(FormElement element, int depth)
    {
        switch (element)
        {
            case FormQuestion { IsAsked: true } question:
                WriteQuestion(question);
                break;
            case FormRepeat repeat when HasShown(repeat):
                WriteRepeat(repeat, depth);
                break;
            case FormGroup group when HasShown(group):
                WriteHeading(group, depth);
                foreach (var child in group.Children) WriteElement(child, depth + 1);
                break;
        }
    }

    private static bool HasShown(FormElement element) =>
        ExpressionBinder.Children(element).Any(child => child is FormQuestion question ? question.IsAsked : HasShown(child));

    private void WriteHeading(FormElement element, int depth)
    {
        var label = Text(element.Label, element);
        if (label.Length > 0) page.Append(depth == 0 ? "<h2>" : "<h2 class=\"deep\">").Append(Html.Escape(label)).Append("</h2>\n");
        WriteCondition(element);
    }

    private void WriteCondition(FormElement element)
    {
        if (element.Relevant is not { } relevant) return;
        var text = ConditionWords.Say(form, element, relevant, numbers, language, brief: false);
        var shown = ConditionWords.IsSentence(form, element, relevant, numbers, language) ? Html.Escape(text) : "<code>" + Html.Escape(text) + "</code>";
        page.Append("<p class=\"if\">").Append(Html.Escape(words.OnlyIf)).Append(' ').Append(shown).Append("</p>\n");
    }

    private void WriteRepeat(FormRepeat repeat, int depth)
    {
        WriteHeading(repeat, depth);
        var known = repeat.Count?.Syntax is Expression.Number { Value: >= 1 and <= MostBlocks } number ? (int)number.Value : 0;
        // Blocks within blocks multiply: inside another repeat one must do.
        var blocks = known > 0 ? known : repeat.NearestRepeat is null ? UsualBlocks : 1;
        for (var i = 1; i <= blocks; i++)
        {
            page.Append("<section class=\"again\">\n<h3>").Append(Html.Escape(Text(repeat.Label, repeat))).Append(' ').Append(i.ToString(CultureInfo.InvariantCulture)).Append("</h3>\n");
            foreach (var child in repeat.Children) WriteElement(child, depth + 1);
            page.Append("</section>\n");
        }

        if (known == 0) page.Append("<p class=\"more\">").Append(Html.Escape(words.AnotherSheet)).Append("</p>\n");
    }

    /// <summary>A text with a gap and the question's number where an answer would stand.</summary>
    private string Text(LocalizedText text, FormElement owner) => PlainText.Of(XFormText.Replace(text.In(language), name =>
        text.References.TryGetValue(name, out var target) && target != owner && numbers.Of(target) is { } number ? $"______ ({number})" : "______"));

    private void WriteQuestion(FormQuestion question)
    {
        var label = Text(question.Label, question);
        var hint = Text(question.Hint, question);
        if (label.Length == 0) (label, hint) = (hint, "");
        if (question.Type == QuestionType.Note || numbers.Of(question) is not { } number)
        {
            WriteCondition(question);
            page.Append("<p class=\"note\">").Append(Html.Escape(hint.Length > 0 ? label + "\n" + hint : label)).Append("</p>\n");
            return;
        }

        page.Append("<div class=\"q\">\n");
        WriteCondition(question);
        page.Append("<span class=\"n\">").Append(number.ToString(CultureInfo.InvariantCulture)).Append(".</span>\n<p class=\"t\">").Append(Html.Escape(label));
        if (question.Required is { Syntax: Expression.Call { Name: "true" } }) page.Append(" <span class=\"must\">(").Append(Html.Escape(words.MustBeAnswered)).Append(")</span>");
        page.Append("</p>\n");
        foreach (var more in (ReadOnlySpan<string>)[hint, Text(question.GuidanceHint, question)])
            if (more.Length > 0) page.Append("<p class=\"h\">").Append(Html.Escape(more)).Append("</p>\n");
        WriteRoom(question);
        page.Append("</div>\n");
    }
}
