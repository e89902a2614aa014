using System.Text;
using System.Text.RegularExpressions;
using Detainees.Testing;

namespace Detainees.Forms.Tests.Publishing;

/// <summary>docs/forms.md shows forms, messages and pictures; all of them are as it says.</summary>
public sealed partial class FormsDocumentTests
{
    private const int LargestPicture = 150_000, AllPictures = 1_500_000;

    public static TheoryData<string, string, string, string> Mistakes
    {
        get
        {
            var rows = new TheoryData<string, string, string, string>();
            foreach (var row in FormsDocument.Table("## Frequent mistakes")) rows.Add(row[0], row[1], row[2].Trim('`'), row[3]);
            return rows;
        }
    }

    private static IReadOnlyList<string[]> Types => FormsDocument.Table("## Every type, with pictures");

    [Fact]
    public void The_first_form_may_be_published_without_a_word_said()
    {
        var compilation = Compile(FormsDocument.FirstForm());
        Assert.True(compilation.MayBePublished);
        Assert.Empty(compilation.Everything);
        Assert.Equal(5, compilation.Form!.Elements.OfType<FormQuestion>().Count());
    }

    [Theory, MemberData(nameof(Mistakes))]
    public void A_frequent_mistake_is_told_in_the_words_of_the_document(string name, string column, string written, string message) =>
        Assert.Contains(message, Compile(FormsDocument.FirstForm(name, column, written)).Everything.Select(d => d.Message));

    [Fact]
    public void Every_type_that_can_be_asked_stands_in_the_document_with_a_picture_that_is_there()
    {
        using var content = File.OpenRead(Checkout.Path("docs", "examples", "all-types.yaml"));
        var survey = WorkbookReader.Read(content, "all-types.yaml").Workbook!.Sheets.Single(sheet => sheet.Name == "survey");
        var types = survey.Rows.Skip(1).Select(row => row.Cells.First(cell => cell.Column == 0).Text.Split(' ')[0]).Where(type => !type.StartsWith("end_", StringComparison.Ordinal));
        Assert.Empty(types.Distinct().Except(Types.Select(row => FirstWord().Match(row[0]).Groups[1].Value)));
        Assert.All(Types, row => Assert.True(File.Exists(Picture(row)), row[0]));
    }

    [Fact]
    public void Every_picture_is_shown_in_the_document_and_small()
    {
        var pictures = Directory.GetFiles(Checkout.Path("docs", "pictures"));
        Assert.All(pictures, file => Assert.Contains($"(pictures/{Path.GetFileName(file)})", FormsDocument.Text, StringComparison.Ordinal));
        Assert.All(pictures, file => Assert.InRange(new FileInfo(file).Length, 1, LargestPicture));
        Assert.InRange(pictures.Sum(file => new FileInfo(file).Length), 1, AllPictures);
    }

    [Fact]
    public void Every_link_of_the_document_leads_to_a_file() =>
        Assert.All(
            Link().Matches(FormsDocument.Text).Select(match => match.Groups[1].Value), link => Assert.True(File.Exists(Checkout.Path(["docs", .. link.Split('/')])), link));

    [Fact]
    public void The_document_names_every_purpose_and_every_retention() =>
        Assert.All(CaseWords.Purposes.Keys.Concat(CaseWords.Retentions.Keys), word => Assert.Contains($"`{word}`", FormsDocument.Text, StringComparison.Ordinal));

    private static string Picture(string[] row) => Checkout.Path(["docs", .. Link().Match(row[1]).Groups[1].Value.Split('/')]);

    private static FormCompilation Compile(string markdown) =>
        FormCompiler.Compile(WorkbookReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(markdown)), "first.md"));

    [GeneratedRegex("^`([A-Za-z_]+)`")]
    private static partial Regex FirstWord();

    [GeneratedRegex(@"\]\(([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
