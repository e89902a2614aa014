namespace Detainees.Forms.Tests.Semantics;

/// <summary>Points 19 to 22 and 32 to 33: dates, numbers, selects in expressions, and where the engines differ.</summary>
public sealed class ExpressionMeaningTests
{
    [Theory, Point(19)]
    [InlineData("number('2024-03-10')", "19792")]
    [InlineData("date('2024-03-10') + 5", "19797")]
    [InlineData("date(date('2024-03-10') + 5)", "2024-03-15")]
    [InlineData("format-date(date('2024-03-10') + 5, '%d.%m')", "15.03")]
    [InlineData("date(19792)", "2024-03-10")]
    [InlineData("date('')", "")]
    [InlineData("date(${a})", "")]
    [InlineData("date(${b})", "")]
    public void Dates_are_text_that_counts_days_and_what_is_no_date_is_nothing(string expression, string value) =>
        Assert.Equal(value, Written.Value(expression, a: "31.12.2020", b: "2020-02-31"));

    [Fact, Point(19)]
    public void A_date_written_out_that_is_none_is_an_error_when_the_form_is_loaded() =>
        Assert.True(Written.Warns("| survey | | | | |\n| | type | name | label | constraint |\n| | date | d | D | . > date('2020-02-31') |", DiagnosticCodes.DateInvalid));

    [Fact, Point(20)]
    public void A_date_in_quotes_compares_as_a_date_and_the_checker_says_how_Collect_agrees()
    {
        const string Form = "| survey | | | | |\n| | type | name | label | constraint |\n| | date | d | D | . > '2024-01-01' |";
        Assert.Equal("2024-01-02", Written.Start(Form).With("/data/d", "2024-01-02").ValueOf("/data/d"));
        Assert.Equal(AnswerRejection.ConstraintNotMet, Written.Start(Form).Refusal("/data/d", "2023-12-31"));
        Assert.Contains(Written.Compile(Form).Diagnostics, d => d is { Code: DiagnosticCodes.DateLiteral, Suggestion: "date('2024-01-01')" });
    }

    [Theory, Point(21)]
    [InlineData("int(-2.7)", "-2")]
    [InlineData("round(-2.5)", "-2")]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(12345.12, -2)", "12300")]
    [InlineData("round(-0.5)", "0")]
    [InlineData("-7 mod 3", "-1")]
    [InlineData("string(1 div 0)", "Infinity")]
    [InlineData("1000000 * 1000000 * 1000000 * 1000", "1000000000000000000000")]
    [InlineData("1 div 10000000", "0.0000001")]
    [InlineData("1 div 3", "0.3333333333333333")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("5.10", "5.1")]
    [InlineData("number('4,6')", "")]
    public void Numbers_round_half_up_and_are_written_without_exponent_or_noise(string expression, string value) => Assert.Equal(value, Written.Value(expression));

    [Theory, Point(22)]
    [InlineData("selected(${a}, 'water')", "true")]
    [InlineData("selected(${a}, ' water ')", "true")]
    [InlineData("selected(${a}, 'wat')", "false")]
    [InlineData("selected('', '')", "true")]
    [InlineData("selected-at(${a}, 0)", "food")]
    [InlineData("selected-at(${a}, 2)", "")]
    [InlineData("selected-at(${a}, -1)", "")]
    [InlineData("count-selected(${a})", "2")]
    [InlineData("count-selected('')", "0")]
    [InlineData("${a} = 'food'", "false")]
    public void A_choice_is_a_whole_word_and_equality_compares_the_whole_answer(string expression, string value) => Assert.Equal(value, Written.Value(expression, a: "food water"));

    [Theory, Point(32)]
    [InlineData("not(${n})", "true")]
    [InlineData("instance('l')/root/item[name = 'zz']/label = ''", "true")]
    [InlineData("string(number('x'))", "NaN")]
    [InlineData("number('x')", "")]
    [InlineData("number('2e3')", "")]
    [InlineData("number('Infinity')", "")]
    [InlineData("number('  ')", "")]
    [InlineData("6.1 - 7.8 = -1.7", "true")]
    [InlineData("1 = 1.000001", "false")]
    [InlineData("sum(/data/r/x)", "0")]
    [InlineData("max('', -3, -1)", "-1")]
    [InlineData("min('', 'x', 2)", "")]
    [InlineData("date('2024-03-10T10:20:00Z')", "2024-03-10")]
    [InlineData("regex('abc', 'b')", "false")]
    [InlineData("-(2*3)", "-6")]
    [InlineData("-'7'", "-7")]
    [InlineData("--1", "1")]
    public void Where_the_engines_differ_the_rule_written_down_holds(string expression, string value)
    {
        var form = Written.Start($"""
            | survey | | | | |
            | | type | name | label | calculation |
            | | integer | n | N | |
            | | select_one l | q | Q | |
            | | begin repeat | r | R | |
            | | integer | x | X | |
            | | end repeat | | | |
            | | calculate | c | | {expression} |
            | choices | | | |
            | | list_name | name | label |
            | | l | a | A |
            """).AddRepeat("/data/r", Some.Moment);
        Assert.Equal(value, form.ValueOf("/data/c"));
    }

    [Theory, Point(33)]
    [InlineData("regex(${a}, '[a-zé]+')", "true")]
    [InlineData("regex(${a}, '^caf')", "false")]
    [InlineData("regex('aa', '(a)\\1')", "true")]
    [InlineData("regex('I', 'i')", "false")]
    public void A_pattern_matches_the_whole_text(string expression, string value) => Assert.Equal(value, Written.Value(expression, a: "café"));

    [Fact, Point(33)]
    public void A_pattern_that_does_not_compile_is_refused_when_the_form_is_loaded() =>
        Assert.True(Written.Warns("| survey | | | | |\n| | type | name | label | constraint |\n| | text | a | A | regex(., '[a-') |", DiagnosticCodes.RegexInvalid));

    [Theory]
    [InlineData("distance('40.1 44.5 0 0; 40.2 44.6 0 0')", "14011.34")]
    [InlineData("area('0 0;0 1;1 1;1 0;0 0')", "12391256135.81")]
    [InlineData("area('0 0;0 1')", "0")]
    [InlineData("distance(${a})", "")]
    [InlineData("digest('some text', 'MD5', 'hex')", "552e21cd4cd9918678e3c1a0df491bc3")]
    [InlineData("digest('some text', 'SHA-1')", "N6pjx3OY2VRHMmLhoAV8HmMu2nc=")]
    [InlineData("digest('some text', 'SHA-256', 'base64')", "uU9vElx546X/qoJvWEwQ1SraZp5nYgUbgmtVd20FrtI=")]
    [InlineData("string-length(digest('x', 'SHA-384', 'hex'))", "96")]
    [InlineData("string-length(digest('x', 'SHA-512', 'hex'))", "128")]
    [InlineData("base64-decode('w6k=')", "é")]
    [InlineData("base64-decode('%')", "")]
    [InlineData("version()", "1")]
    [InlineData("round(log10(1000) + exp(0) + sqrt(16) + cos(0) + atan2(0, 1), 6)", "9")]
    [InlineData("weighted-checklist(3, 4, true(), 2, true(), 1, false(), 9)", "true")]
    [InlineData("parent::data/child::n = 4", "true")]
    public void A_function_gives(string expression, string value) => Assert.Equal(value, Written.Value(expression, n: "4"));

    [Theory]
    [InlineData("English (en)", "Sun 10 Mar")]
    [InlineData("Français (fr)", "dim. 10 mars")]
    [InlineData("Русский (ru)", "вс 10 мар.")]
    [InlineData("Հայերեն (hy)", "կիր 10 մրտ")]
    [InlineData("العربية (ar)", "الأحد 10 آذار/مارس")]
    [InlineData("Klingon", "Sun 10 Mar")]
    public void Months_and_days_are_named_in_the_persons_language(string language, string text)
    {
        var form = Some.Form("| survey | | | | |\n| | type | name | label | calculation |\n| | text | a | A | |\n| | calculate | c | | format-date('2024-03-10', '%a %e %b') |");
        Assert.Equal(text, FormInstance.Start(form, Some.Moment with { Language = language }).ValueOf("/data/c"));
    }
}
