using Detainees.Bot.Tools;
using Detainees.Forms;

namespace Detainees.Bot.Tests.Tools;

public sealed class FormDrawTests : FormToolTest
{
    private int Draw(string to, string? language = null, bool force = false) => FormDraw.Run(Shipped, folder[to], language, force, ".svg", FormDiagram.Draw, output, errors);

    [Theory, InlineData("en"), InlineData("English (en)"), InlineData("ENGLISH (EN)")]
    public void A_language_is_chosen_by_its_name_or_its_code(string language)
    {
        Assert.Equal(0, Draw("a.svg", language));
        Assert.Contains("About you", File.ReadAllText(folder["a.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_the_form_does_not_have_is_refused_with_those_it_has()
    {
        Assert.Equal(2, Draw("a.svg", "fr"));
        Assert.Contains("English (en)", errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_picture_is_not_overwritten_unless_asked()
    {
        Assert.Equal(0, Draw("a.svg", "en"));
        Assert.Equal(2, Draw("a.svg", "ru"));
        Assert.Contains("About you", File.ReadAllText(folder["a.svg"]), StringComparison.Ordinal);
        Assert.Equal(0, Draw("a.svg", "ru", force: true));
        Assert.DoesNotContain("About you", File.ReadAllText(folder["a.svg"]), StringComparison.Ordinal);
    }

    [Theory, InlineData("a.png"), InlineData("a"), InlineData("a.svg.txt")]
    public void A_picture_is_not_written_under_an_ending_it_is_not(string to)
    {
        Assert.Equal(2, Draw(to));
        Assert.Contains(".svg", errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_form_with_errors_is_not_drawn_and_its_errors_are_said()
    {
        File.WriteAllText(folder["bad.md"], "| survey |\n| | type | name | label |\n| | txt | q | Q |\n");
        Assert.Equal(2, FormDraw.Run(folder["bad.md"], folder["a.html"], null, false, ".html", FormPaper.Write, output, errors));
        Assert.Contains("There is no question type \"txt\"", errors.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(folder["a.html"]));
    }
}
