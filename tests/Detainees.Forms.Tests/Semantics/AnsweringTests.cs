namespace Detainees.Forms.Tests.Semantics;

/// <summary>Points 1 to 18: relevance, constraints, calculations, defaults, triggers.</summary>
public sealed class AnsweringTests
{
    private const string Hidden = """
        | survey | | | | | | |
        | | type | name | label | relevant | default | calculation |
        | | text | show | S | | yes | |
        | | begin group | g | G | ../show = 'yes' | | |
        | | integer | n | N | | 7 | |
        | | calculate | inside | | | | 1 + 1 |
        | | end group | | | | | |
        | | calculate | outside | | | | coalesce(${n}, 0) |
        """;

    [Fact, Point(1)]
    public void A_node_is_relevant_when_all_around_it_are_and_a_groups_paths_start_at_the_group()
    {
        var form = Written.Start(Hidden);
        Assert.True(form.IsRelevant("/data/g/n"));
        Assert.False(form.With("/data/show", "no").IsRelevant("/data/g/n"));
    }

    [Fact, Point(2)]
    public void What_is_not_relevant_reads_as_empty() => Assert.Equal("0", Written.Start(Hidden).With("/data/show", "no").ValueOf("/data/outside"));

    [Fact, Point(3)]
    public void What_is_not_relevant_is_kept_and_comes_back()
    {
        var hidden = Written.Start(Hidden).With("/data/g/n", "8").With("/data/show", "no");
        Assert.Equal(("", "8"), (hidden.ValueOf("/data/g/n"), hidden.StoredValueOf("/data/g/n")));
        Assert.Equal("8", hidden.With("/data/show", "yes").ValueOf("/data/g/n"));
    }

    [Fact, Point(4)]
    public void A_calculation_runs_unseen_but_not_in_a_group_that_is_not_relevant()
    {
        Assert.Equal("2", Written.Start(Hidden).ValueOf("/data/g/inside"));
        Assert.Equal("", Written.Start(Hidden).With("/data/show", "no").ValueOf("/data/g/inside"));
    }

    private const string Limits = """
        | survey | | | | | |
        | | type | name | label | constraint | required |
        | | integer | n | N | . < ${top} and ${n} != 9 | yes |
        | | integer | top | T | | |
        | | integer | free | F | . > 5 | |
        """;

    [Fact, Point(5)]
    public void Required_comes_before_the_constraint_which_is_not_asked_of_nothing_and_a_refused_answer_is_not_stored()
    {
        var form = Written.Start(Limits).With("/data/top", "10").With("/data/n", "5");
        Assert.Equal(AnswerRejection.RequiredButEmpty, form.Refusal("/data/n", ""));
        Assert.Equal(AnswerRejection.ConstraintNotMet, form.Refusal("/data/n", "11"));
        Assert.Equal("5", form.ValueOf("/data/n"));
        Assert.Equal("", form.With("/data/free", "").ValueOf("/data/free"));
    }

    [Fact, Point(6)]
    public void The_point_in_a_constraint_is_the_candidate_and_everything_else_what_is_stored()
    {
        var form = Written.Start(Limits).With("/data/top", "10").With("/data/n", "5");
        Assert.Equal("6", form.With("/data/n", "6").ValueOf("/data/n"));
        Assert.Equal(AnswerRejection.ConstraintNotMet, form.Refusal("/data/n", "10"));
    }

    [Fact, Point(7)]
    public void A_later_answer_that_breaks_an_earlier_constraint_is_found_at_the_end()
    {
        var form = Written.Start(Limits).With("/data/top", "10").With("/data/n", "5");
        Assert.Null(form.FirstViolation());
        Assert.Equal(new FormViolation("/data/n", AnswerRejection.ConstraintNotMet), form.With("/data/top", "4").FirstViolation());
    }

    [Fact, Point(8)]
    public void Required_follows_the_answers_counts_blanks_as_nothing_and_forces_the_tap_of_an_acknowledge()
    {
        var form = Written.Start("""
            | survey | | | | |
            | | type | name | label | required |
            | | text | a | A | |
            | | text | b | B | ${a} = 'x' |
            | | acknowledge | ok | OK | yes |
            """);
        Assert.Equal("", form.With("/data/b", " ").ValueOf("/data/b"));
        Assert.Equal(AnswerRejection.RequiredButEmpty, form.With("/data/a", "x").Refusal("/data/b", " "));
        Assert.Equal("/data/ok", form.FirstViolation()?.Path);
        Assert.True(Written.Warns("| survey | | | | |\n| | type | name | label | required |\n| | note | n | N | yes |", DiagnosticCodes.NoEffect));
    }

    [Fact, Point(9)]
    public void Order_is_by_dependency_and_a_circle_is_an_error_that_names_its_nodes()
    {
        Assert.Equal("8", Written.Start("| survey | | | | |\n| | type | name | label | calculation |\n| | calculate | c | | ${b} * 2 |\n| | calculate | b | | ${a} + 1 |\n| | integer | a | A | |").With("/data/a", "3").ValueOf("/data/c"));
        var circle = Written.Compile("| survey | | | | |\n| | type | name | label | calculation |\n| | calculate | c | | ${b} * 2 |\n| | calculate | b | | ${c} + 1 |\n| | text | a | A | |");
        Assert.All(circle.Diagnostics.Where(d => d.Code == DiagnosticCodes.Cycle), d => Assert.True(d.Message.Contains("\"b\"", StringComparison.Ordinal) && d.Message.Contains("\"c\"", StringComparison.Ordinal)));
        Assert.Equal(2, circle.Diagnostics.Count(d => d.Code == DiagnosticCodes.Cycle));
        Assert.True(Written.Warns("| survey | | | | |\n| | type | name | label | relevant |\n| | begin group | g | G | ${a} = 'x' |\n| | text | a | A | |\n| | end group | | | |", DiagnosticCodes.Cycle));
        Assert.True(Written.Warns("| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A | ${a} = 'x' |", DiagnosticCodes.Cycle));
        Assert.False(Written.Warns("| survey | | | | |\n| | type | name | label | constraint |\n| | integer | a | A | ${a} != 4 |", DiagnosticCodes.Cycle));
    }

    [Fact, Point(9)]
    public void Every_circle_is_found_in_one_run_also_beside_other_errors()
    {
        const string Circles = """
            | survey | | | | | |
            | | type | name | label | relevant | calculation |
            | | calculate | own | | | ${own} + 1 |
            | | calculate | b | | | ${c} |
            | | calculate | c | | | ${b} |
            | | calculate | waits | | | ${c} |
            | | begin group | g | G | ${inner} = 'x' | |
            | | text | inner | I | | |
            | | end group | | | | |
            """;
        static string[] Found(string form) => [.. Written.Compile(form).Diagnostics.Where(d => d.Code == DiagnosticCodes.Cycle).Select(d => $"{d.Row} {d.Message}")];
        const string Both = "These depend on each other in a circle, so none can be computed first: \"b\" (row 3), \"c\" (row 4).";
        string[] expected = ["2 \"own\" depends on itself.", "3 " + Both, "4 " + Both, "6 \"g\" depends on itself."];
        Assert.Equal(expected, Found(Circles));
        Assert.Equal(expected, Found(Circles + "\n| | text | z | ${zz1} | | |"));
    }

    [Fact, Point(9)]
    public void Circles_that_share_a_question_are_one_and_a_long_one_is_found_whole()
    {
        var shared = Written.Compile("| survey | | | | |\n| | type | name | label | calculation |\n| | calculate | a | | ${b} + ${c} |\n| | calculate | b | | ${a} |\n| | calculate | c | | ${a} |\n| | text | t | T | |");
        Assert.All(shared.Diagnostics.Where(d => d.Code == DiagnosticCodes.Cycle), d => Assert.Contains("\"a\" (row 2), \"b\" (row 3), \"c\" (row 4)", d.Message, StringComparison.Ordinal));
        Assert.Equal(3, shared.Diagnostics.Count(d => d.Code == DiagnosticCodes.Cycle));
        const int Length = 1500;
        var rows = string.Concat(Enumerable.Range(0, Length).Select(i => $"\n| | calculate | c{i} | | ${{c{(i + 1) % Length}}} |"));
        Assert.Equal(Length, Written.Compile("| survey | | | | |\n| | type | name | label | calculation |" + rows).Diagnostics.Count(d => d.Code == DiagnosticCodes.Cycle));
    }

    private const string Clock = """
        | survey | | | | | | |
        | | type | name | label | calculation | default | trigger |
        | | text | a | A | | | |
        | | calculate | live | | concat(${a}, today()) | | |
        | | calculate | kept | | once(concat(${a}, today())) | | |
        | | date | first | F | | today() | |
        | | date | asked | D | today() | | ${a} |
        """;

    [Fact, Point(10)]
    public void A_clock_in_a_calculation_runs_on_and_once_default_and_trigger_stop_it()
    {
        var form = Written.Start(Clock).With("/data/a", "x");
        var later = FormInstance.Restore(form.Form, form.Answers, Some.Moment with { Now = Some.Moment.Now.AddDays(1) });
        Assert.Equal(("x2026-03-11", "2026-03-10", "2026-03-10", "2026-03-10"),
            (later.ValueOf("/data/live"), later.ValueOf("/data/kept"), later.ValueOf("/data/first"), later.ValueOf("/data/asked")));
    }

    [Fact, Point(11)]
    public void Once_keeps_its_value_until_it_is_empty_and_then_takes_it_afresh()
    {
        var form = Written.Start("| survey | | | | |\n| | type | name | label | calculation |\n| | integer | n | N | |\n| | calculate | k | | once(${n}) |");
        Assert.Equal("3", form.With("/data/n", "3").With("/data/n", "4").ValueOf("/data/k"));
        Assert.Equal("4", form.With("/data/n", "").With("/data/n", "4").ValueOf("/data/k"));
    }

    [Fact, Point(12)]
    public void Today_is_the_persons_own_date_at_midnight_and_now_carries_the_offset()
    {
        Assert.Equal(("2026-03-10", "2026-03-10T14:30:00.000+04:00"), (Written.Value("today()"), Written.Value("now()")));
        Assert.Equal(("true", "false", "true"), (Written.Value("today() < now()"), Written.Value("today() = now()"), Written.Value("today() = date(now())")));
        var early = FormInstance.Start(Some.Form("| survey | | | | |\n| | type | name | label | calculation |\n| | text | a | A | |\n| | calculate | c | | today() |"), Some.Moment with { Now = new DateTimeOffset(2026, 3, 10, 1, 0, 0, TimeSpan.FromHours(4)) });
        Assert.Equal("2026-03-10", early.ValueOf("/data/c"));
    }

    [Fact, Point(13)]
    public void What_is_no_number_compares_false_is_stored_as_nothing_and_is_passed_over_by_coalesce()
    {
        Assert.Equal(("false", "false", "true", "true"), (Written.Value("${n} > 3"), Written.Value("${n} + 1 = 1"), Written.Value("${n} + 1 != 1"), Written.Value("not(${n} > 3)")));
        Assert.Equal(("", "y"), (Written.Value("${n} + 1"), Written.Value("coalesce(${n} + 1, 'y')")));
    }

    [Fact, Point(14)]
    public void Nothing_is_not_zero()
    {
        Assert.Equal(("false", "true", "false"), (Written.Value("${n} = 0"), Written.Value("${n} != 0"), Written.Value("${n} < 1")));
        Assert.Equal(("true", "false"), (Written.Value("${n} = ''"), Written.Value("${n} = ''", n: "0")));
    }

    [Theory, Point(15)]
    [InlineData("true() = 'false'", "true")]
    [InlineData("${a} = ${b}", "false")]
    [InlineData("${a} = 1", "true")]
    [InlineData("${b} = 1", "true")]
    [InlineData("'abc' < 'abd'", "false")]
    [InlineData("${a} <= ${b}", "true")]
    public void Truth_comes_before_numbers_and_numbers_before_text(string expression, string value) => Assert.Equal(value, Written.Value(expression, a: "1", b: "1.0"));

    [Fact, Point(16)]
    public void Truth_is_stored_as_a_word_and_used_bare_the_checker_warns()
    {
        const string Form = "| survey | | | | | |\n| | type | name | label | calculation | relevant |\n| | integer | n | N | | |\n| | calculate | adult | | ${n} > 17 | |\n| | text | a | A | | ${adult} |\n| | text | b | B | | ${adult} = 'true' |";
        Assert.True(Written.Warns(Form, DiagnosticCodes.TruthOfText));
        var child = Written.Start(Form).With("/data/n", "3");
        Assert.Equal(("false", true, false), (child.ValueOf("/data/adult"), child.IsRelevant("/data/a"), child.IsRelevant("/data/b")));
    }

    [Fact, Point(17)]
    public void A_default_is_a_literal_unless_it_computes_and_then_it_runs_once_in_the_form_and_in_each_new_instance()
    {
        var form = Written.Start("""
            | survey | | | | |
            | | type | name | label | default |
            | | date | d | D | 2024-03-10 |
            | | text | t | T | a-b |
            | | integer | n | N | 1 + 2 |
            | | text | copy | C | ${n} |
            | | begin repeat | r | R | |
            | | integer | i | I | ${n} * 2 |
            | | end repeat | | | |
            """);
        Assert.Equal(("2024-03-10", "a-b", "3", "3"), (form.ValueOf("/data/d"), form.ValueOf("/data/t"), form.ValueOf("/data/n"), form.ValueOf("/data/copy")));
        var changed = form.With("/data/n", "10").AddRepeat("/data/r", Some.Moment).With("/data/n", "50");
        Assert.Equal(("3", "20"), (changed.ValueOf("/data/copy"), changed.ValueOf("/data/r[1]/i")));
        Assert.True(Written.Warns("| survey | | | | |\n| | type | name | label | default |\n| | select_one l | q | Q | zz |\n| choices | | | |\n| | list_name | name | label |\n| | l | a | A |", DiagnosticCodes.DefaultInvalid));
    }

    [Fact, Point(18)]
    public void A_triggered_calculation_runs_for_the_persons_answer_alone_and_can_be_edited_after()
    {
        var form = Written.Start(Clock).With("/data/a", "x").With("/data/asked", "2020-01-01");
        Assert.Equal("2020-01-01", form.Later("/data/first", "2020-02-02").ValueOf("/data/asked"));
        Assert.Equal("2026-03-11", form.Later("/data/a", "y").ValueOf("/data/asked"));
        Assert.True(Written.Warns("| survey | | | | | |\n| | type | name | label | calculation | trigger |\n| | calculate | c | | 1 + 1 | |\n| | text | t | T | 2 + 2 | ${c} |", DiagnosticCodes.TriggerInvalid));
        Assert.True(Written.Warns("| survey | | | | |\n| | type | name | label | calculation |\n| | text | t | T | 2 + 2 |", DiagnosticCodes.CalculatedQuestion));
    }
}
