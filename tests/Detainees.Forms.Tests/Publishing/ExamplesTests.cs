using Detainees.Testing;

namespace Detainees.Forms.Tests.Publishing;

/// <summary>The forms of docs/examples, which docs/forms.md tells admins to begin from.</summary>
public sealed class ExamplesTests
{
    private const string AllTypes = "all-types.yaml";

    /// <summary>The gallery: one that is lost fails.</summary>
    public static TheoryData<string> Gallery => new("missing-person.yaml", "back-home.yaml", "family-needs.yaml", "tracing-request.yaml");

    [Theory, MemberData(nameof(Gallery))]
    public void A_form_of_the_gallery_may_be_published_without_a_word_said(string file)
    {
        var compilation = Compile(file);
        Assert.True(compilation.MayBePublished, string.Join("\n", compilation.Publishing));
        Assert.Empty(compilation.Everything);
    }

    [Fact]
    public void The_form_of_all_types_is_kept_from_publishing_by_its_geopoint_alone()
    {
        var compilation = Compile(AllTypes);
        Assert.NotNull(compilation.Form);
        Assert.Equal(DiagnosticCodes.PublishLocation, Assert.Single(compilation.Everything, d => d.Severity == DiagnosticSeverity.Error).Code);
    }

    [Fact]
    public void The_form_of_all_types_has_every_type_that_somebody_can_be_asked() =>
        Assert.Equal(
            Enum.GetValues<QuestionType>().Except([QuestionType.Hidden, QuestionType.Start, QuestionType.End, QuestionType.Today, QuestionType.Metadata]).Order(),
            Compile(AllTypes).Form!.Elements.OfType<FormQuestion>().Select(question => question.Type).Distinct().Order());

    [Fact]
    public void Every_file_of_the_examples_is_checked() =>
        Assert.Equal(
            Gallery.Select(row => row.Data).Append(AllTypes).Order(StringComparer.Ordinal),
            Directory.GetFiles(Checkout.Path("docs", "examples")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    private static FormCompilation Compile(string file)
    {
        using var content = File.OpenRead(Checkout.Path("docs", "examples", file));
        return FormCompiler.Compile(WorkbookReader.Read(content, file));
    }
}
