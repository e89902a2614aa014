using System.Globalization;
using System.Xml.Linq;
using Detainees.Testing;

namespace Detainees.Forms.Tests.Drawing;

/// <summary>The picture of a form: whole, readable, and safe whatever a form's texts hold.</summary>
public sealed class FormDiagramTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static XDocument Draw(FormDefinition form, string? language = null) => XDocument.Parse(FormDiagram.Draw(form, language));

    private static List<string> Texts(XDocument svg, string style) => [.. svg.Descendants(Svg + "text").Where(text => (string?)text.Attribute("class") == style).Select(text => text.Value)];

    [Fact]
    public void Every_question_note_group_and_repeat_is_there_with_numbers_in_order()
    {
        var form = Households.Form();
        var svg = Draw(form, "English (en)");
        var types = Texts(svg, "type");
        Assert.All(form.Elements.OfType<FormQuestion>().Where(question => question.IsAsked), question => Assert.Contains(types, type => type.StartsWith(question.Name + " · ", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(1, 16).Select(number => number.ToString(CultureInfo.InvariantCulture)), Texts(svg, "number").OrderBy(number => int.Parse(number, CultureInfo.InvariantCulture)));
        Assert.Equal(["Children", "More"], Texts(svg, "title").Order(StringComparer.Ordinal));
        Assert.Equal(["Sent", "Start"], Texts(svg, "endtext").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Conditions_are_said_in_the_words_of_the_form()
    {
        var words = string.Join(" ", Texts(Draw(Households.Form(), "English (en)"), "when"));
        foreach (var condition in (ReadOnlySpan<string>)["1: answered", "2: “I know it exactly”", "2: “Only the year”", "2: “Roughly”", "5: less than 18 and 2: not “I know it exactly”", "2: answered or 5: 60 or more", "string-length([1]) > 3"])
            Assert.Contains(condition, words, StringComparison.Ordinal);
    }

    [Fact]
    public void Markup_in_texts_stays_text()
    {
        var svg = Draw(Households.Form(), "English (en)");
        Assert.Contains("Welcome <b>&amp;</b> \"all\"", Texts(svg, "label"));
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName is "script" or "b" or "image" or "foreignObject");
        Assert.DoesNotContain("http", FormDiagram.Draw(Households.Form(), null).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Arabic_runs_from_right_to_left_and_the_default_language_is_taken_where_none_is_chosen()
    {
        var svg = Draw(Households.Form());
        Assert.Equal(("rtl", "ar"), ((string?)svg.Root?.Attribute("direction"), (string?)svg.Root?.Attribute(XNamespace.Xml + "lang")));
        Assert.Contains("ما اسم الشخص؟", Texts(svg, "label"));
        Assert.Contains("البداية", Texts(svg, "endtext"));
        Assert.Null(Draw(Households.Form(), "English (en)").Root?.Attribute("direction"));
    }

    [Theory, InlineData("short"), InlineData("long"), InlineData("shipped")]
    public void Boxes_do_not_touch_each_other_and_everything_lies_on_the_sheet(string which)
    {
        var form = which switch
        {
            "short" => Households.Form(),
            "long" => Households.Long(),
            _ => FormCompiler.Compile(Writing.Written.Read(File.ReadAllBytes(Checkout.Path("config", "forms", "report-a-person.yaml")))).Form ?? throw new InvalidOperationException(),
        };
        var svg = Draw(form);
        double Number(XElement element, string name) => double.Parse((string?)element.Attribute(name) ?? "0", CultureInfo.InvariantCulture);
        var boxes = svg.Descendants(Svg + "rect").Where(rect => ((string?)rect.Attribute("class"))?.Split(' ')[0] is "box" or "end" or "condition")
            .Select(rect => (X: Number(rect, "x"), Y: Number(rect, "y"), W: Number(rect, "width"), H: Number(rect, "height"))).ToList();
        var asked = form.Elements.OfType<FormQuestion>().Count(question => question.IsAsked);
        Assert.Equal(asked, svg.Descendants(Svg + "rect").Count(rect => ((string?)rect.Attribute("class"))?.Split(' ')[0] == "box"));
        for (var i = 0; i < boxes.Count; i++)
            for (var j = i + 1; j < boxes.Count; j++)
                Assert.True(boxes[i].X + boxes[i].W <= boxes[j].X || boxes[j].X + boxes[j].W <= boxes[i].X || boxes[i].Y + boxes[i].H <= boxes[j].Y || boxes[j].Y + boxes[j].H <= boxes[i].Y,
                    $"{boxes[i]} and {boxes[j]} overlap");
        var (width, height) = (Number(svg.Root ?? throw new InvalidOperationException(), "width"), Number(svg.Root, "height"));
        Assert.All(svg.Descendants(Svg + "rect").Where(rect => (string?)rect.Attribute("class") is not null), rect =>
        {
            Assert.InRange(Number(rect, "x"), 0, width - Number(rect, "width"));
            Assert.InRange(Number(rect, "y"), 0, height - Number(rect, "height"));
        });
        // On one sheet: neither a tape nor a beam.
        Assert.InRange(width / height, 0.5, 3);
    }
}
