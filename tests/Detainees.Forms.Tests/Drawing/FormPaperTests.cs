using System.Text.RegularExpressions;
using Detainees.Testing;

namespace Detainees.Forms.Tests.Drawing;

/// <summary>The printable twin of a form.</summary>
public sealed partial class FormPaperTests
{
    [GeneratedRegex("<main[^>]*lang=\"(?<l>[a-z]+)\" dir=\"(?<d>[a-z]+)\">(?<t>.*?)</main>", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Sections();

    private static Dictionary<string, (string Direction, string Html)> Pages(FormDefinition form, string? language = null) =>
        Sections().Matches(FormPaper.Write(form, language)).ToDictionary(match => match.Groups["l"].Value, match => (match.Groups["d"].Value, match.Groups["t"].Value));

    private static FormDefinition Shipped() =>
        FormCompiler.Compile(Writing.Written.Read(File.ReadAllBytes(Checkout.Path("config", "forms", "report-a-person.yaml")))).Form ?? throw new InvalidOperationException();

    [Fact]
    public void Every_language_has_its_sheet_with_every_question_and_choice_and_its_own_direction()
    {
        var pages = Pages(Households.Form());
        Assert.Equal(("rtl", "ltr"), (pages["ar"].Direction, pages["en"].Direction));
        Assert.Equal(["en"], Pages(Households.Form(), "English (en)").Keys);
        var form = Shipped();
        var shipped = Pages(form);
        Assert.Equal(["hy", "ru", "en"], shipped.Keys);
        foreach (var language in form.Languages)
        {
            var html = shipped[LanguageCode.Of(language)].Html;
            foreach (var question in form.Elements.OfType<FormQuestion>())
            {
                Assert.Contains(Html.Escape(question.Label.In(language)), html, StringComparison.Ordinal);
                Assert.Contains(Html.Escape(question.Hint.In(language)), html, StringComparison.Ordinal);
                Assert.All(question.Choices?.Choices ?? [], choice => Assert.Contains(Html.Escape(choice.Label.In(language)) + "</li>", html, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Conditions_are_sentences_and_an_expression_stays_where_there_are_no_words_for_it()
    {
        var html = Pages(Households.Form())["en"].Html;
        foreach (var sentence in (ReadOnlySpan<string>)[
            "Only if question 1 is answered", "Only if the answer to question 2 is “Only the year”", "Only if the answer to question 2 is “Roughly”",
            "Only if the answer to question 5 is less than 18 and the answer to question 2 is not “I know it exactly”", "Only if question 2 is answered or the answer to question 5 is 60 or more",
            "Only if <code>string-length([1]) &gt; 3 or [2] = &#39;no&#39;</code>"])
            Assert.Contains(sentence, html, StringComparison.Ordinal);
        Assert.Contains("فقط إذا كانت الإجابة عن السؤال 2 هي «السنة فقط»", Pages(Households.Form())["ar"].Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("selected(${k}, 'a')", "the answer to question 1 includes “A”", "1: includes “A”")]
    [InlineData("not(selected(${k}, 'a'))", "the answer to question 1 does not include “A”", "1: does not include “A”")]
    [InlineData("selected(${k}, 'a') or selected(${k}, 'b')", "the answer to question 1 includes “A” or “B”", "1: includes “A” or “B”")]
    [InlineData("selected(${one}, 'a')", "the answer to question 2 is “A”", "2: “A”")]
    public void One_of_several_choices_is_included_and_a_single_one_is_the_answer(string condition, string sentence, string brief)
    {
        var form = Some.Form($"| survey | | | | |\n| | type | name | label | relevant |\n| | select_multiple l | k | K | |\n| | select_one l | one | O | |\n| | text | t | T | {condition} |\n| choices | | | |\n| | list_name | name | label |\n| | l | a | A |\n| | l | b | B |");
        Assert.Contains("Only if " + sentence, FormPaper.Write(form, null), StringComparison.Ordinal);
        Assert.Contains(">" + brief + "<", FormDiagram.Draw(form, null), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_type_has_room_for_its_answer()
    {
        var html = Pages(Households.Form())["en"].Html;
        var questions = html.Split("<div class=\"q\">");
        string Of(string label) => Assert.Single(questions, part => part.Contains($"<p class=\"t\">{label}", StringComparison.Ordinal));
        Assert.Equal(8, Of("Write the date").Split("<i></i>").Length - 1);
        Assert.Equal(4, Of("Write the year").Split("<i></i>").Length - 1);
        Assert.Equal(4, Of("At what time?").Split("<i></i>").Length - 1);
        Assert.Equal(4, Of("Do you know the date").Split("<li class=\"round\">").Length - 1);
        Assert.Equal(5, Of("How sure").Split("<span>").Length - 1);
        Assert.Equal(7, Of("Tell us").Split("class=\"line\"").Length - 1);
        Assert.Contains("Yes, I agree</li>", Of("A case worker may read this"), StringComparison.Ordinal);
        Assert.Contains("must be answered", Of("Whom are you looking for?"), StringComparison.Ordinal);
        Assert.Contains("About how old is ______ (1)?", html, StringComparison.Ordinal);
        Assert.Contains("class=\"short\"", Of("About how old"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_repeat_is_printed_several_times_and_says_what_to_do_when_that_is_not_enough()
    {
        var html = Pages(Households.Form())["en"].Html;
        Assert.Equal(3, html.Split("<section class=\"again\">").Length - 1);
        Assert.Contains("<h3>Children 3</h3>", html, StringComparison.Ordinal);
        Assert.Contains("If there are more, take another sheet.", html, StringComparison.Ordinal);
        var known = Some.Form("| survey |\n| | type | name | label | repeat_count |\n| | begin repeat | r | R | 5 |\n| | text | a | A | |\n| | end repeat | | | |");
        Assert.Equal(5, FormPaper.Write(known, null).Split("<section class=\"again\">").Length - 1);
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere_and_no_text_of_the_form_becomes_markup()
    {
        var html = FormPaper.Write(Households.Form(), null);
        Assert.Contains("Welcome &lt;b&gt;&amp;amp;&lt;/b&gt; &quot;all&quot;", html, StringComparison.Ordinal);
        foreach (var forbidden in (ReadOnlySpan<string>)["<script", "http:", "https:", "@import", "url(", "<img", "<link", "<b>&amp;"]) Assert.DoesNotContain(forbidden, html, StringComparison.OrdinalIgnoreCase);
        var hostile = Some.Form("| survey |\n| | type | name | label |\n| | text | a | </style><script>x()</script> |\n| settings |\n| | form_title | form_id | version |\n| | </title><script> | x\"; } body { display: none } /* | */ |");
        var safe = FormPaper.Write(hostile, null);
        Assert.DoesNotContain("<script", safe, StringComparison.Ordinal);
        Assert.DoesNotContain("display: none", safe.Split("</style>")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chromium_prints_it_on_sheets_of_A4()
    {
        using var folder = new TemporaryFolder();
        var cancel = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(folder["form.html"], FormPaper.Write(Households.Form(), null), cancel);
        var run = await OutsideTools.RunAsync(OutsideTools.Require("chromium"),
            ["--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + folder["profile"], "--no-pdf-header-footer", "--print-to-pdf=" + folder["form.pdf"], new Uri(folder["form.html"]).AbsoluteUri], cancel);
        Assert.True(File.Exists(folder["form.pdf"]), run.Error);
        var pdf = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder["form.pdf"], cancel));
        var sheets = PdfSheet().Matches(pdf);
        Assert.True(sheets.Count >= 2, pdf[..Math.Min(400, pdf.Length)]);
        Assert.All(sheets, sheet => Assert.Equal((595, 842), (Size(sheet, "w"), Size(sheet, "h"))));
    }

    private static int Size(Match sheet, string side) => (int)Math.Round(double.Parse(sheet.Groups[side].Value, System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex(@"/MediaBox ?\[0 0 (?<w>[0-9.]+) (?<h>[0-9.]+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex PdfSheet();
}
