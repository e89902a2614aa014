using Detainees.Testing;

namespace Detainees.Forms.Tests;

/// <summary>Real workbooks from public repositories.</summary>
public sealed class OutsideFormsTests
{
    private const string Index = "xlsform/forms/index.csv";

    public static TheoryData<string, string> Forms()
    {
        var forms = new TheoryData<string, string>();
        if (!ReferenceData.IsPresent(Index)) forms.Add("", "");
        else foreach (var row in Csv.Read(File.ReadAllText(ReferenceData.Path(Index)))) forms.Add(row["file"], row["loads"]);
        return forms;
    }

    [Theory, MemberData(nameof(Forms))]
    public void A_real_form_loads_or_is_refused_as_its_index_says(string file, string loads)
    {
        var compilation = Some.Outside("xlsform/forms/" + file);
        Assert.True(compilation.Form is not null == (loads == "yes"), string.Join("\n", compilation.Diagnostics));
    }

    [Fact]
    public void Every_duplicate_of_the_refused_form_is_reported_and_names_the_other_row()
    {
        var twice = Some.Outside("xlsform/forms/unhcr_demo.xlsx").Diagnostics.Where(d => d.Code == DiagnosticCodes.ChoiceTwice).ToList();
        Assert.Contains(twice, d => d is { Sheet: "choices", Row: 7 });
        Assert.True(twice.Count > 1);
        Assert.All(twice, d => Assert.Contains("first in row", d.Message, StringComparison.Ordinal));
    }
}
