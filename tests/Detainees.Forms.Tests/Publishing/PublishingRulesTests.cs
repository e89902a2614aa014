using Detainees.Testing;

namespace Detainees.Forms.Tests.Publishing;

/// <summary>What a form must say of its questions before families may be asked them.</summary>
public sealed class PublishingRulesTests
{
    private const string Settings = "\n| settings | | |\n| | form_id | version |\n| | t | 1 |";
    private const string Header = "| survey | | | | | | | | | |\n| | type | name | label | required | bind::case:field | bind::case:purpose | bind::case:needed_by | bind::case:retention | bind::case:sensitivity |\n";

    private static string Publishing(string row) => string.Join("; ", Some.Compile(Header + row + Settings).Publishing.Select(d =>
        $"{d.Severity} {d.Code} {d.Column}{d.Row}{(d.Suggestion is { } near ? $" {near}?" : "")}"));

    [Theory]
    [InlineData("| | text | a | A | | | | | | |", "Error PUBLISH_COLUMN F2")]
    [InlineData("| | text | a | A | | | trace | desk | case | |", "Error PUBLISH_COLUMN I2")]
    [InlineData("| | text | a | A | | | trace | desk | case | 2 |", "")]
    [InlineData("| | text | a | A | | last_place | | | | |", "")]
    [InlineData("| | text | a | A | | last_plase | | | | |", "Error PUBLISH_FIELD E2 last_place?; Error PUBLISH_COLUMN F2")]
    [InlineData("| | text | a | A | | village_well | trace | desk | case | 0 |", "Warning PUBLISH_FIELD E2")]
    [InlineData("| | integer | a | A | | birth.year | | | | |", "")]
    [InlineData("| | text | a | A | | last_place | trase | | | |", "Error PUBLISH_WORD F2 trace?")]
    [InlineData("| | text | a | A | | last_place | | desk police | | |", "Error PUBLISH_WORD G2")]
    [InlineData("| | text | a | A | | last_place | | | forever | |", "Error PUBLISH_WORD H2")]
    [InlineData("| | text | a | A | | last_place | | | | 4 |", "Error PUBLISH_WORD I2")]
    [InlineData("| | text | a | A | | last_place | | | | 1 |", "Error PUBLISH_SENSITIVITY I2")]
    [InlineData("| | text | a | A | | last_place | | | | 3 |", "")]
    [InlineData("| | text | a | A | yes | last_place | | | | 3 |", "Error PUBLISH_REQUIRED D2")]
    [InlineData("| | text | a | A | yes | narrative | | | | |", "Error PUBLISH_REQUIRED D2")]
    [InlineData("| | text | a | A | | narrative | | | | |\n| | text | b | About ${a} | | last_place | | | | |", "Error PUBLISH_REPEATS C3")]
    [InlineData("| | text | a | A | | narrative | | | | |\n| | note | b | You said: ${a} | | | | | | |", "Error PUBLISH_REPEATS C3")]
    [InlineData("| | text | a | A | | narrative | | | | |\n| | begin_group | g | ${a} | | | | | | |\n| | note | n | N | | | | | | |\n| | end_group | | | | | | | | |", "Error PUBLISH_REPEATS C3")]
    [InlineData("| | text | a | A | | narrative | | | | |\n| | begin_repeat | r | R | | | | | | |\n| | text | n | N | | id_numbers | | | | |\n| | end_repeat | | | | | | | | |\n| | select_one ${n} | s | S | | last_place | | | | |", "Error PUBLISH_REPEATS A6")]
    [InlineData("| | text | a | A | | last_place | | | | |\n| | note | b | You said: ${a} | | | | | | |", "")]
    [InlineData("| | text | a | A | yes | features | | | | |", "Warning PUBLISH_REQUIRED D2")]
    [InlineData("| | text | a | A | yes | name.typed | | | | |", "")]
    [InlineData("| | acknowledge | a | A | yes | consent.case_workers | | | | |", "")]
    [InlineData("| | geopoint | a | A | | last_place | | | | |", "Error PUBLISH_LOCATION A2")]
    [InlineData("| | note | a | A | | | | | | |", "")]
    [InlineData("| | begin_group | g | G | | | | | | |\n| | note | a | A | | | | | | |\n| | end_group | | | | | | | | |", "")]
    public void A_question_says_why_it_is_asked_who_needs_it_how_long_and_how_dangerous_it_is(string row, string expected) =>
        Assert.Equal(expected, Publishing(row));

    [Theory]
    [InlineData("ill_treatment", "worker")]
    [InlineData("ill_treatment.beating", "worker")]
    [InlineData("capture.by", "capture.seen")]
    [InlineData("death.date", "worker")]
    [InlineData("remains", "worker")]
    [InlineData("ante_mortem", "worker")]
    [InlineData("reporter.identity_document", "worker")]
    [InlineData("positions", "do not hold")]
    [InlineData("weapons", "do not hold")]
    [InlineData("religion", "do not hold")]
    [InlineData("political_views", "do not hold")]
    [InlineData("ethnicity", "do not hold")]
    [InlineData("bank", "do not hold")]
    public void A_field_that_is_never_asked_is_refused_by_name_even_with_all_columns_filled_in(string field, string reason)
    {
        var refusal = Assert.Single(Some.Compile(Header + $"| | text | a | A | | {field} | trace | desk | case | 3 |" + Settings).Publishing);
        Assert.Equal((DiagnosticCodes.PublishRefused, DiagnosticSeverity.Error, "bind::case:field"), (refusal.Code, refusal.Severity, refusal.Header));
        Assert.StartsWith($"\"{field}\"", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mothers_religion", true)]
    [InlineData("was_he_tortured", true)]
    [InlineData("Date-of-Death", true)]
    [InlineData("ill_treatment", true)]
    [InlineData("deadline", false)]
    [InlineData("banknote", false)]
    [InlineData("remaining_family", false)]
    public void A_question_is_refused_for_what_its_own_name_says_by_whole_words_only(string name, bool isRefused)
    {
        var publishing = Some.Compile(Header + $"| | text | {name} | A | | | trace | desk | case | 2 |" + Settings).Publishing;
        Assert.Equal(isRefused, publishing.Any(d => d.Code == DiagnosticCodes.PublishRefused && d.Header == "name"));
    }

    [Theory]
    [InlineData("../evil", "1", "form_id")]
    [InlineData(".hidden", "1", "form_id")]
    [InlineData("Հարց", "1", "form_id")]
    [InlineData("t", "..", "version")]
    [InlineData("t", "1 a", "version")]
    [InlineData("t", "", "version")]
    [InlineData("t", "2026.1_a-b", null)]
    public void A_form_id_or_a_version_that_can_name_no_folder_is_an_error_of_publishing(string id, string version, string? column)
    {
        var compilation = Some.Compile("| survey | | | |\n| | type | name | label | bind::case:field |\n| | text | a | A | last_place |" + $"\n| settings | | |\n| | form_id | version |\n| | {id} | {version} |");
        Assert.NotNull(compilation.Form);
        Assert.Equal(column is null, compilation.MayBePublished);
        var errors = compilation.Publishing.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => (d.Code, d.Header));
        Assert.Equal(column is null ? [] : [(DiagnosticCodes.PublishName, column)], errors);
    }

    [Theory]
    [InlineData("narrative", "${a}", false)]
    [InlineData("narrative", "concat('Report: ', ${a})", false)]
    [InlineData("name.typed", "${a}", true)]
    public void The_title_of_a_report_does_not_repeat_what_is_dangerous_if_leaked(string field, string title, bool isPublished)
    {
        var compilation = Some.Compile("| survey | | | |\n| | type | name | label | bind::case:field |\n| | text | a | A | " + field + " |\n| settings | | | |\n| | form_id | version | instance_name |\n| | t | 1 | " + title + " |");
        Assert.Equal(isPublished, compilation.MayBePublished);
        var errors = compilation.Publishing.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => (d.Code, d.Header));
        Assert.Equal(isPublished ? [] : [(DiagnosticCodes.PublishRepeats, "instance_name")], errors);
    }

    [Fact]
    public void A_choice_that_repeats_a_dangerous_answer_is_said_once_for_all_questions_that_share_its_list()
    {
        var publishing = Some.Compile("| survey | | | |\n| | type | name | label | bind::case:field |\n| | text | a | A | narrative |\n| | select_one l | b | B | last_place |\n| | select_one l | c | C | last_place |\n"
            + "| choices | | | |\n| | list_name | name | label |\n| | l | x | As you said: ${a} |" + Settings).Publishing;
        Assert.Equal([(DiagnosticCodes.PublishRepeats, "type")], publishing.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => (d.Code, d.Header)));
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("1", 3)]
    [InlineData("3", 3)]
    [InlineData("?", 3)]
    public void A_form_does_not_make_a_field_less_dangerous_than_it_is(string said, int expected) =>
        Assert.Equal(expected, CaseFields.SensitivityOf(Assert.IsType<FormQuestion>(Some.Compile(Header + $"| | text | a | A | | id_numbers | | | | {said} |" + Settings).Form!.Find("/data/a"))));

    [Fact]
    public void A_form_without_settings_lacks_a_version_to_be_published_under() =>
        Assert.Contains(Some.Compile("| survey | | | |\n| | type | name | label |\n| | text | a | A |").Publishing, d => d.Code == DiagnosticCodes.PublishName && d.Message.Contains("no version", StringComparison.Ordinal));

    [Fact]
    public void What_is_wrong_with_the_form_is_shown_before_what_is_wrong_with_publishing_it()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"\n| | text | q{i} | Q | |"));
        var all = Some.Compile("| survey | | | | |\n| | type | name | label | constraint_message |" + rows + "\n| | text | last | L | Short |\n| | txt | odd | O | |" + Settings).Everything;
        var shown = FormCompilation.Gravest(all, 50);
        Assert.Equal(50, shown.Length);
        Assert.Equal([DiagnosticCodes.TypeUnknown, DiagnosticCodes.NoEffect], shown.Take(2).Select(d => d.Code));
        Assert.All(shown.Skip(2), d => Assert.Equal(DiagnosticClass.Publishing, d.Class));
    }

    [Fact]
    public void The_rules_of_publishing_do_not_keep_a_form_from_being_read()
    {
        var compilation = Some.Compile("| survey | | | |\n| | type | name | label |\n| | text | religion | R |" + Settings);
        Assert.NotNull(compilation.Form);
        Assert.False(compilation.MayBePublished);
        Assert.All(compilation.Publishing, d => Assert.Equal(DiagnosticClass.Publishing, d.Class));
        Assert.Equal(compilation.Diagnostics.Length + compilation.Publishing.Length, compilation.Everything.Length);
    }

    [Fact]
    public void The_form_that_is_shipped_may_be_published_without_a_word_said()
    {
        using var content = File.OpenRead(Checkout.Path("config", "forms", "report-a-person.yaml"));
        var compilation = FormCompiler.Compile(WorkbookReader.Read(content, "report-a-person.yaml"));
        Assert.True(compilation.MayBePublished, string.Join("\n", compilation.Publishing));
        Assert.Empty(compilation.Everything);
    }

    [Fact]
    public void A_misspelt_column_of_the_case_is_reported_with_the_right_one()
    {
        var diagnostic = Assert.Single(Some.Compile("| survey | | | | |\n| | type | name | label | bind::case:purpos |\n| | text | a | A | trace |" + Settings).Diagnostics, d => d.Severity == DiagnosticSeverity.Warning);
        Assert.Equal((DiagnosticCodes.HeaderUnknown, "bind::case:purpose"), (diagnostic.Code, diagnostic.Suggestion));
    }

    [Fact]
    public void Every_word_a_field_brings_along_is_a_word_of_its_column()
    {
        Assert.All(CaseFields.All, field =>
        {
            Assert.Contains(field.Purpose, CaseWords.Purposes.Keys);
            Assert.Contains(field.Retention, CaseWords.Retentions.Keys);
            Assert.All(field.NeededBy, word => Assert.Contains(word, CaseWords.Recipients.Keys));
            Assert.InRange(field.Sensitivity, 0, 3);
        });
        Assert.All(CaseFields.OfTheFirstReport, name => Assert.Null(CaseFields.Find(name)?.Refusal));
    }
}
