using System.Text.Json;
using Detainees.Bot.Tools;

namespace Detainees.Bot.Tests.Tools;

public sealed class FormDiffTests : FormToolTest
{
    private string Changed(string what, string by)
    {
        var text = File.ReadAllText(Shipped);
        Assert.Contains(what, text, StringComparison.Ordinal);
        File.WriteAllText(folder["b.yaml"], text.Replace(what, by, StringComparison.Ordinal));
        return folder["b.yaml"];
    }

    [Fact]
    public void Forms_that_are_the_same_exit_with_0_even_as_a_workbook()
    {
        Assert.Equal(0, FormConvert.Run(Shipped, folder["a.xlsx"], false, output, errors));
        Assert.Equal(0, FormDiff.Run(Shipped, folder["a.xlsx"], false, output, errors));
        Assert.EndsWith("The forms are the same." + Environment.NewLine, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Forms_that_differ_exit_with_1_and_say_what_for_whom_and_where()
    {
        Assert.Equal(1, FormDiff.Run(Shipped, Changed("label::English (en): Mother", "label::English (en): Mum"), false, output, errors));
        Assert.Contains("1 change:", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("question \"relation\": the choice \"mother\" in English (en) was \"Mother\" and is now \"Mum\" (row ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Conversations under way:", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Fields and columns stay as they are.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void For_programs_the_same_is_one_JSON_object()
    {
        Assert.Equal(1, FormDiff.Run(Shipped, Changed("bind::case:field: sex", "bind::case:field: gender"), true, output, errors));
        using var json = JsonDocument.Parse(output.ToString());
        Assert.False(json.RootElement.GetProperty("same").GetBoolean());
        var change = Assert.Single(json.RootElement.GetProperty("changes").EnumerateArray());
        Assert.Equal(("CaseField", "/data/person/sex", "sex", "gender"),
            (change.GetProperty("kind").GetString(), change.GetProperty("path").GetString(), change.GetProperty("before").GetString(), change.GetProperty("after").GetString()));
        Assert.Contains("the field gender", Assert.Single(json.RootElement.GetProperty("exports").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_that_cannot_be_read_exits_with_2_and_says_which()
    {
        Assert.Equal(2, FormDiff.Run(Shipped, folder["none.yaml"], false, output, errors));
        Assert.Contains("none.yaml", errors.ToString(), StringComparison.Ordinal);
        Assert.Equal("", output.ToString());
    }
}
