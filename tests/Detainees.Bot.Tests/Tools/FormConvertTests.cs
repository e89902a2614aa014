using Detainees.Bot.Tools;

namespace Detainees.Bot.Tests.Tools;

public sealed class FormConvertTests : FormToolTest
{
    private int Convert(string from, string to, bool force = false) => FormConvert.Run(from, to, force, output, errors);

    [Fact]
    public void A_form_goes_round_all_formats_and_comes_back_byte_for_byte()
    {
        Assert.Equal(0, Convert(Shipped, folder["a.yaml"]));
        Assert.Equal(0, Convert(folder["a.yaml"], folder["a.xlsx"]));
        Assert.Equal(0, Convert(folder["a.xlsx"], folder["a.md"]));
        Assert.Equal(0, Convert(folder["a.md"], folder["b.yaml"]));
        Assert.Equal(0, Convert(folder["b.yaml"], folder["b.xlsx"]));
        Assert.Equal(File.ReadAllBytes(folder["a.yaml"]), File.ReadAllBytes(folder["b.yaml"]));
        Assert.Equal(File.ReadAllBytes(folder["a.xlsx"]), File.ReadAllBytes(folder["b.xlsx"]));
        Assert.Equal(0, Convert(folder["a.xlsx"], folder["a.xml"]));
        Assert.Equal("", errors.ToString());
    }

    [Fact]
    public void Nothing_is_overwritten_unless_asked_and_no_half_file_is_left()
    {
        File.WriteAllText(folder["a.yaml"], "mine");
        Assert.Equal(2, Convert(Shipped, folder["a.yaml"]));
        Assert.Equal("mine", File.ReadAllText(folder["a.yaml"]));
        Assert.Contains("--force", errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Convert(Shipped, folder["a.yaml"], force: true));
        Assert.StartsWith("yxf:", File.ReadAllText(folder["a.yaml"]), StringComparison.Ordinal);
        Assert.Equal([folder["a.yaml"]], Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("out.xls", "old format .xls")]
    [InlineData("out.txt", "the ending says what to write")]
    [InlineData("no/such/folder/out.yaml", "no such folder")]
    public void What_cannot_be_written_is_said_in_a_sentence(string to, string says)
    {
        Assert.Equal(2, Convert(Shipped, folder[to]));
        Assert.Contains(says, errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_file_that_is_not_there_or_is_no_form_is_said_in_a_sentence()
    {
        Assert.Equal(2, Convert(folder["none.xlsx"], folder["a.yaml"]));
        File.WriteAllText(folder["bad.yaml"], "just text");
        Assert.Equal(2, Convert(folder["bad.yaml"], folder["a.yaml"]));
        Assert.Contains("there is no such file", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("bad.yaml:1:", errors.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(folder["a.yaml"]));
    }

    [Fact]
    public void The_form_itself_is_never_overwritten_not_even_through_a_link()
    {
        File.Copy(Shipped, folder["a.yaml"]);
        Assert.Equal(2, Convert(folder["a.yaml"], folder["a.yaml"], force: true));
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(folder["link.yaml"], folder["a.yaml"]);
            Assert.Equal(2, Convert(folder["a.yaml"], folder["link.yaml"], force: true));
            Assert.Equal(2, Convert(folder["link.yaml"], folder["a.yaml"], force: true));
        }

        Assert.Contains("the form itself", errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(Shipped), File.ReadAllBytes(folder["a.yaml"]));
    }

    [Fact]
    public void A_folder_is_said_to_be_a_folder()
    {
        Assert.Equal(2, Convert(folder.Path, folder["a.yaml"]));
        Assert.Contains("this is a folder", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_is_told_and_counted()
    {
        File.WriteAllText(folder["a.md"], "| survey |\n| | type | name | label | bind::case:field |\n| | text | q | Q | name.typed |\n");
        Assert.Equal(0, Convert(folder["a.md"], folder["a.xml"]));
        Assert.StartsWith("not carried over: q: bind::case", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("left out: 1", output.ToString(), StringComparison.Ordinal);
    }
}
