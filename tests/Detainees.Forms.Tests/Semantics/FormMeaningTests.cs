using System.Collections.Immutable;

namespace Detainees.Forms.Tests.Semantics;

/// <summary>Points 28 to 31 and 34 to 40: choices, languages, texts, cells, names, order.</summary>
public sealed class FormMeaningTests
{
    private const string Choices = """

        | choices | | | | |
        | | list_name | name | label | region |
        | | place | p1 | One ${region} | n |
        | | place | p2 | Two | s |
        | | place | p3 | Three | n |
        """;

    private const string Places = """
        | survey | | | | | | |
        | | type | name | label | choice_filter | required | calculation |
        | | text | region | R | | | |
        | | select_one place | one | O | region = ${region} | yes | |
        | | select_multiple place | many | M | region = ${region} or name = current()/../one | | |
        | | calculate | shown | | | | jr:choice-name(${one}, '${one}') |
        | | calculate | unknown | | | | jr:choice-name('p2', '${one}') |
        """ + Choices;

    [Fact, Point(28)]
    public void A_stored_choice_that_is_no_longer_offered_is_dropped_at_once_and_an_empty_list_traps_nobody()
    {
        var form = Written.Start(Places).With("/data/region", "n").With("/data/one", "p1").With("/data/many", "p1 p3");
        Assert.Equal(AnswerRejection.NotAChoice, form.Refusal("/data/one", "p2"));
        var south = form.With("/data/region", "s");
        Assert.Equal(("", ""), (south.StoredValueOf("/data/one"), south.StoredValueOf("/data/many")));
        Assert.True(south.IsRequired("/data/one"));
        var nowhere = form.With("/data/region", "w");
        Assert.Empty(nowhere.ChoicesOf("/data/one"));
        Assert.False(nowhere.IsRequired("/data/one"));
        Assert.Null(nowhere.FirstViolation());
    }

    [Fact, Point(29)]
    public void The_name_of_a_choice_becomes_its_label_through_its_question_and_its_filter()
    {
        var form = Written.Start(Places).With("/data/region", "n").With("/data/one", "p1");
        Assert.Equal(("One n", ""), (form.ValueOf("/data/shown"), form.ValueOf("/data/unknown")));
        Assert.True(Written.Warns("| survey | | | |\n| | type | name | label |\n| | select_one place | q | Q |\n| | note | n | You said ${q} |" + Choices.Replace(" ${region}", "", StringComparison.Ordinal), DiagnosticCodes.ChoiceInLabel));
    }

    [Fact, Point(30)]
    public void A_text_that_is_missing_in_a_language_is_shown_in_another_and_listed_as_a_gap()
    {
        const string Form = """
            | survey | | | | |
            | | type | name | label::English (en) | label::Français (fr) |
            | | text | a | Ask | Demande |
            | | text | b | Only | |
            | settings | | | |
            | | form_id | version | default_language |
            | | t | 1 | Français (fr) |
            """;
        var form = Written.Start(Form);
        Assert.Equal("Français (fr)", form.Form.DefaultLanguage);
        Assert.Equal(("Ask", "Demande", "Only"), (form.Form.Find("/data/a")?.Label.In("English (en)"), form.Form.Find("/data/a")?.Label.In("Other"), form.Form.Find("/data/b")?.Label.In("Français (fr)")));
        Assert.Contains(Written.Compile(Form).Diagnostics, d => d is { Code: DiagnosticCodes.TranslationMissing, Row: 3, Column: "D" });
        Assert.True(Written.Warns(Form.Replace("| Français (fr) |\n", "| Français |\n", StringComparison.Ordinal).Replace("1 | Français (fr)", "1 | Français", StringComparison.Ordinal), DiagnosticCodes.LanguageUnknown));
    }

    [Fact, Point(31)]
    public void A_reference_in_a_text_shows_the_value_as_it_is()
    {
        var form = Written.Start("| survey | | | |\n| | type | name | label |\n| | text | a | A |\n| | note | n | Hello ${a}, 1 + 1 |").With("/data/a", "<b>${a}</b> *x*");
        Assert.Equal("Hello <b>${a}</b> *x*, 1 + 1", form.Text(form.Form.Find("/data/n")!.Label, "/data/n", "default")); // written just above
    }

    [Fact, Point(34)]
    public void Curly_quotes_and_odd_blanks_are_straightened_and_runs_of_blanks_kept_only_on_request()
    {
        const string Form = "| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A\u00A0 b | |\n| | text | b | B | ${a} = \u2018x\u2019 |\n| settings | | | |\n| | form_id | version | clean_text_values |\n| | t | 1 | yes |";
        Assert.True(Written.Start(Form).With("/data/a", "x").IsRelevant("/data/b"));
        Assert.Equal("A b", Written.Start(Form).Form.Find("/data/a")?.Label.In(""));
        Assert.Equal("A  b", Written.Start(Form.Replace("1 | yes", "1 | no", StringComparison.Ordinal)).Form.Find("/data/a")?.Label.In(""));
    }

    [Fact, Point(35)]
    public void A_date_cell_in_a_default_loses_its_time_and_a_truth_cell_is_a_yes()
    {
        var form = Written.Start("| survey | | | | | |\n| | type | name | label | default | required |\n| | date | d | D | 2024-03-10 00:00:00 | |\n| | text | a | A | | TRUE |");
        Assert.Equal("2024-03-10", form.ValueOf("/data/d"));
        Assert.True(form.IsRequired("/data/a"));
    }

    [Fact, Point(36)]
    public void Rows_are_numbered_as_the_sheet_shows_them_blank_ones_too()
    {
        var rows = ImmutableArray.Create<WorkbookRow>(new(1, [new(0, "type"), new(1, "name"), new(2, "label")]), new(5, [new(0, "txet"), new(1, "a"), new(2, "A")]));
        Assert.Contains(FormCompiler.Compile(new Workbook("t.xlsx", [new("survey", rows)], HasLines: false)).Diagnostics, d => d is { Code: DiagnosticCodes.TypeUnknown, Row: 5, Suggestion: "text" });
    }

    [Theory, Point(37)]
    [InlineData("yes", true)]
    [InlineData("Yes", true)]
    [InlineData("TRUE", true)]
    [InlineData("true()", true)]
    [InlineData("no", false)]
    [InlineData("False", false)]
    [InlineData("false()", false)]
    [InlineData("1 = 2", false)]
    public void The_words_for_yes_and_no_are_known_and_anything_else_is_an_expression(string cell, bool required) =>
        Assert.Equal(required, Written.Start($"| survey | | | | |\n| | type | name | label | required |\n| | text | a | A | {cell} |").IsRequired("/data/a"));

    [Theory, Point(38)]
    [InlineData("| | text | a | A |\n| | text | a | B |", DiagnosticCodes.NameTwice)]
    [InlineData("| | text | a | A |\n| | text | A | B |", DiagnosticCodes.NameCase)]
    [InlineData("| | text | a:b | A |", DiagnosticCodes.NameInvalid)]
    [InlineData("| | text | meta | A |", DiagnosticCodes.NameReserved)]
    [InlineData("| | begin repeat | data | A |\n| | text | b | B |\n| | end repeat | | |", DiagnosticCodes.NameReserved)]
    [InlineData("| | begin repeat | r | A |\n| | text | b | B |\n| | end repeat | | |\n| | begin group | g | G |\n| | begin repeat | r | A |\n| | text | b | B |\n| | end repeat | | |\n| | end group | | |", DiagnosticCodes.NameTwice)]
    public void Names_are_names_and_stand_for_one_thing(string rows, string code) => Assert.True(Written.Warns("| survey | | | |\n| | type | name | label |\n" + rows, code));

    [Fact, Point(38)]
    public void A_name_may_come_again_in_another_group() =>
        Assert.NotNull(Written.Start("| survey | | | |\n| | type | name | label |\n| | begin group | g | G |\n| | text | a | A |\n| | end group | | |\n| | text | a | A |").Form.Find("/data/g/a"));

    [Fact, Point(39)]
    public void Two_choices_may_share_a_name_when_a_filter_tells_them_apart()
    {
        const string Form = """
            | survey | | | | | |
            | | type | name | label | choice_filter | calculation |
            | | text | region | R | | |
            | | select_one town | q | Q | region = ${region} | |
            | | calculate | shown | | | jr:choice-name(${q}, '${q}') |
            | choices | | | | |
            | | list_name | name | label | region |
            | | town | springs | Springs of the north | n |
            | | town | springs | Springs of the south | s |
            | settings | | | |
            | | form_id | version | allow_choice_duplicates |
            | | t | 1 | yes |
            """;
        var form = Written.Start(Form).With("/data/region", "s").With("/data/q", "springs");
        Assert.Equal("Springs of the south", form.ValueOf("/data/shown"));
        // The name is still offered, so the answer stays; what it means has changed with the filter.
        Assert.Equal(("springs", "Springs of the north"), (form.With("/data/region", "n").ValueOf("/data/q"), form.With("/data/region", "n").ValueOf("/data/shown")));
        Assert.True(Written.Warns(Form.Replace("1 | yes", "1 | no", StringComparison.Ordinal), DiagnosticCodes.ChoiceTwice));
    }

    // The orders that ODK Web Forms and Enketo expect for these seeds over A to F in their own tests of randomize().
    [Theory, Point(40)]
    [InlineData("42", "AFCBDE")]
    [InlineData("-42", "EDAFBC")]
    [InlineData("1", "BFEACD")]
    [InlineData("1.1", "BFEACD")]
    [InlineData("11111111", "ACDBFE")]
    [InlineData("0", "CBEAFD")]
    [InlineData("2147483647", "CBEAFD")]
    [InlineData("2147483648", "BFEACD")]
    public void A_seed_gives_the_order_of_the_standard(string seed, string order)
    {
        var rows = string.Concat("ABCDEF".Select(letter => $"| | l | {letter} | {letter} |\n"));
        var form = Written.Start($"| survey | | | | | |\n| | type | name | label | parameters | calculation |\n| | decimal | n | N | | |\n| | select_one l | q | Q | randomize=true seed=${{n}} | |\n| | select_one l | own | O | randomize=true | |\n"
            + $"| | calculate | c | | | join('', randomize(instance('l')/root/item/name, ${{n}})) |\n| choices | | | |\n| | list_name | name | label |\n{rows}").With("/data/n", seed);
        Assert.Equal(order, string.Concat(form.ChoicesOf("/data/q").Select(choice => choice.Name)));
        Assert.Equal(order, form.ValueOf("/data/c"));
        // Without a seed the order is the draft's own and stays.
        var own = form.ChoicesOf("/data/own").Select(choice => choice.Name).ToList();
        Assert.Equal(own, form.Later("/data/n", "5").ChoicesOf("/data/own").Select(choice => choice.Name));
        var others = Enumerable.Range(1, 5).Select(other => string.Concat(FormInstance.Start(form.Form, Some.Moment with { Seed = (ulong)other }).ChoicesOf("/data/own").Select(choice => choice.Name)));
        Assert.True(others.Distinct().Count() > 1);
    }
}
