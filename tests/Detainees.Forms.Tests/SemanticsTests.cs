namespace Detainees.Forms.Tests;

/// <summary>The points of XLSForm's meaning that implementers get wrong, one by one.</summary>
public sealed class SemanticsTests
{
    private const string Settings = """

        | settings |  |  |
        | | form_id | version |
        | | t | 1 |
        """;

    private static FormInstance Start(string markdown) => Some.Start(markdown + Settings);

    [Fact]
    public void Relevance_is_inherited_from_every_group_around()
    {
        var form = Start("""
            | survey | | | | |
            | | type | name | label | relevant |
            | | text | a | A | |
            | | begin group | outer | O | ${a} = 'x' |
            | | begin group | inner | I | |
            | | text | b | B | |
            | | end group | | | |
            | | end group | | | |
            """);
        Assert.False(form.IsRelevant("/data/outer/inner/b"));
        Assert.True(form.With("/data/a", "x").IsRelevant("/data/outer/inner/b"));
    }

    [Fact]
    public void A_node_that_is_not_relevant_reads_as_empty_but_keeps_its_value()
    {
        var form = Start("""
            | survey | | | | | | |
            | | type | name | label | relevant | default | calculation |
            | | text | show | S | | yes | |
            | | integer | n | N | ${show} = 'yes' | 7 | |
            | | calculate | c | | | | coalesce(${n}, 0) |
            """);
        Assert.Equal("7", form.ValueOf("/data/c"));
        var hidden = form.With("/data/show", "no");
        Assert.Equal("0", hidden.ValueOf("/data/c"));
        Assert.Equal("", hidden.ValueOf("/data/n"));
        Assert.Equal("7", hidden.StoredValueOf("/data/n"));
        Assert.Equal("7", hidden.With("/data/show", "yes").ValueOf("/data/n"));
    }

    [Fact]
    public void A_calculation_in_a_group_that_is_not_relevant_is_empty()
    {
        var form = Start("""
            | survey | | | | | |
            | | type | name | label | relevant | calculation |
            | | text | a | A | | |
            | | begin group | g | G | ${a} = 'x' | |
            | | calculate | c | | | 1 + 1 |
            | | end group | | | | |
            """);
        Assert.Equal("", form.ValueOf("/data/g/c"));
        Assert.Equal("2", form.With("/data/a", "x").ValueOf("/data/g/c"));
    }

    [Fact]
    public void A_constraint_sees_the_candidate_and_is_not_asked_about_an_empty_answer()
    {
        var form = Start("""
            | survey | | | | |
            | | type | name | label | constraint |
            | | integer | n | N | . > 3 and . < ${top} |
            | | integer | top | T | |
            """).With("/data/top", "10");
        Assert.Equal(AnswerRejection.ConstraintNotMet, form.Refusal("/data/n", "3"));
        var five = form.With("/data/n", "5");
        Assert.Equal(AnswerRejection.ConstraintNotMet, five.Refusal("/data/n", "12"));
        Assert.Equal("5", five.ValueOf("/data/n"));
        Assert.Equal("", five.With("/data/n", "").ValueOf("/data/n"));
    }

    [Fact]
    public void A_later_answer_that_breaks_an_earlier_constraint_is_the_first_violation()
    {
        var form = Start("""
            | survey | | | | | |
            | | type | name | label | constraint | required |
            | | integer | n | N | . < ${top} | yes |
            | | integer | top | T | | |
            """);
        Assert.Equal(new FormViolation("/data/n", AnswerRejection.RequiredButEmpty), form.FirstViolation());
        var done = form.With("/data/top", "10").With("/data/n", "5");
        Assert.Null(done.FirstViolation());
        Assert.Equal(new FormViolation("/data/n", AnswerRejection.ConstraintNotMet), done.With("/data/top", "4").FirstViolation());
    }

    [Fact]
    public void Required_is_live_and_blank_is_empty()
    {
        var form = Start("""
            | survey | | | | |
            | | type | name | label | required |
            | | text | a | A | |
            | | text | b | B | ${a} = 'x' |
            """);
        Assert.False(form.IsRequired("/data/b"));
        var required = form.With("/data/a", "x");
        Assert.True(required.IsRequired("/data/b"));
        Assert.Equal(AnswerRejection.RequiredButEmpty, required.Refusal("/data/b", "  "));
    }

    [Fact]
    public void Calculations_run_in_the_order_of_their_dependencies_not_of_their_rows()
    {
        var form = Start("""
            | survey | | | | |
            | | type | name | label | calculation |
            | | calculate | c | | ${b} * 2 |
            | | calculate | b | | ${a} + 1 |
            | | integer | a | A | |
            """);
        Assert.Equal("8", form.With("/data/a", "3").ValueOf("/data/c"));
    }

    [Fact]
    public void Once_keeps_its_first_value_and_today_in_a_calculation_does_not()
    {
        var form = Start("""
            | survey | | | | |
            | | type | name | label | calculation |
            | | integer | a | A | |
            | | calculate | kept | | once(${a}) |
            | | calculate | day | | concat(today(), ${a}) |
            """).With("/data/a", "3");
        var later = Some.Moment with { Now = Some.Moment.Now.AddDays(1) };
        var changed = Assert.IsType<AnswerResult.Accepted>(form.Answer("/data/a", "4", later)).Instance;
        Assert.Equal("3", changed.ValueOf("/data/kept"));
        Assert.Equal("2026-03-114", changed.ValueOf("/data/day"));
    }

    [Theory]
    [InlineData("today() <= now()", "true")]
    [InlineData("now() < today() + 1", "true")]
    [InlineData("today() = '2026-03-10'", "true")]
    [InlineData("decimal-date-time('2024-03-10T12:00:00.000+04:00')", "19792.5")]
    [InlineData("number('2024-03-10')", "19792")]
    [InlineData("date(19792)", "2024-03-10")]
    [InlineData("date('')", "")]
    [InlineData("date('2024-03-10T10:20:00Z')", "2024-03-10")]
    [InlineData("date('2024-03-10') > '2024-01-01'", "true")]
    [InlineData("date-time('2024-03-10')", "2024-03-10T00:00:00.000+04:00")]
    [InlineData("format-date('2024-03-10', '%d.%m.%y %b %a %e %n')", "10.03.24 Mar Sun 10 3")]
    [InlineData("decimal-time('06:00:00.000+04:00')", "0.25")]
    [InlineData("int(-2.7)", "-2")]
    [InlineData("round(-2.5)", "-2")]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(1.255, 2)", "1.26")]
    [InlineData("-7 mod 3", "-1")]
    [InlineData("1 div 0", "")]
    [InlineData("0 div 0", "")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("6.1 - 7.8 = -1.7", "true")]
    [InlineData("1000000 * 1000000 * 1000000 * 1000", "1000000000000000000000")]
    [InlineData("'' = 0", "false")]
    [InlineData("'' != 0", "true")]
    [InlineData("'' < 1", "false")]
    [InlineData("not('' > 3)", "true")]
    [InlineData("true() = 'false'", "true")]
    [InlineData("'1' = '1.0'", "false")]
    [InlineData("'1' = 1.0", "true")]
    [InlineData("'abc' < 'abd'", "false")]
    [InlineData("string(0 div 0)", "NaN")]
    [InlineData("number('2e3')", "")]
    [InlineData("number('Infinity')", "")]
    [InlineData("number('4,6')", "")]
    [InlineData("number('+5')", "")]
    [InlineData("coalesce(number('x'), 'y')", "y")]
    [InlineData("-(2*3)", "-6")]
    [InlineData("--1", "1")]
    [InlineData("-'7'", "-7")]
    [InlineData("2and3", "true")]
    [InlineData("2 * 3", "6")]
    [InlineData("selected('', '')", "true")]
    [InlineData("selected('food water', 'foo')", "false")]
    [InlineData("selected-at('a b', 5)", "")]
    [InlineData("selected-at('a b', 0)", "a")]
    [InlineData("count-selected('')", "0")]
    [InlineData("regex('abc', 'b')", "false")]
    [InlineData("regex('abc', '[a-c]+')", "true")]
    [InlineData("regex('aa', '(a)\\1')", "true")]
    [InlineData("join(',', 'a', 'b')", "a,b")]
    [InlineData("substr('hello', 1, 3)", "el")]
    [InlineData("substring-before('a-b', '-')", "a")]
    [InlineData("substring-after('a-b', '-')", "b")]
    [InlineData("string-length('Աննա')", "4")]
    [InlineData("max(-3, -1)", "-1")]
    [InlineData("min('', 4, 2)", "2")]
    [InlineData("pow(2, 10)", "1024")]
    [InlineData("boolean-from-string('1')", "true")]
    [InlineData("boolean-from-string('yes')", "false")]
    [InlineData("weighted-checklist(3, 4, true(), 2, true(), 1, false(), 9)", "true")]
    [InlineData("if(1, 'a', 'b')", "a")]
    [InlineData("string-length(uuid())", "36")]
    [InlineData("random() < 1", "true")]
    [InlineData("round(pi(), 2)", "3.14")]
    public void An_expression_is_stored_as(string expression, string stored)
    {
        var form = Start($"""
            | survey | | | | |
            | | type | name | label | calculation |
            | | text | a | A | |
            | | calculate | c | | {expression.Replace("|", @"\|", StringComparison.Ordinal)} |
            """);
        Assert.Equal(stored, form.ValueOf("/data/c"));
    }

    [Fact]
    public void A_static_default_is_literal_and_a_dynamic_one_runs_once()
    {
        var form = Start("""
            | survey | | | | |
            | | type | name | label | default |
            | | date | d | D | 2024-03-10 |
            | | text | t | T | a-b |
            | | date | now | N | today() |
            | | integer | sum | S | 1 + 2 |
            """);
        Assert.Equal("2024-03-10", form.ValueOf("/data/d"));
        Assert.Equal("a-b", form.ValueOf("/data/t"));
        Assert.Equal("2026-03-10", form.ValueOf("/data/now"));
        Assert.Equal("3", form.ValueOf("/data/sum"));
        var later = Some.Moment with { Now = Some.Moment.Now.AddDays(5) };
        Assert.Equal("2026-03-10", FormInstance.Restore(form.Form, form.Answers, later).ValueOf("/data/now"));
    }

    [Fact]
    public void A_triggered_calculation_runs_when_the_person_answers_and_can_be_changed_after()
    {
        var form = Start("""
            | survey | | | | | |
            | | type | name | label | calculation | trigger |
            | | text | a | A | | |
            | | text | b | B | concat(${a}, '!') | ${a} |
            """);
        Assert.Equal("", form.ValueOf("/data/b"));
        var answered = form.With("/data/a", "x");
        Assert.Equal("x!", answered.ValueOf("/data/b"));
        var edited = answered.With("/data/b", "mine");
        Assert.Equal("mine", edited.ValueOf("/data/b"));
        Assert.Equal("y!", edited.With("/data/a", "y").ValueOf("/data/b"));
    }

    [Fact]
    public void A_calculation_on_a_question_makes_it_read_only()
    {
        var form = Start("""
            | survey | | | | |
            | | type | name | label | calculation |
            | | text | a | A | 'x' |
            | | note | n | N | |
            """);
        Assert.Equal(AnswerRejection.ReadOnly, form.Refusal("/data/a", "y"));
        Assert.Equal(AnswerRejection.ReadOnly, form.Refusal("/data/n", "y"));
        Assert.Equal(AnswerRejection.NotRelevant, form.Refusal("/data/nothing", "y"));
    }

    [Fact]
    public void A_choice_that_is_no_longer_offered_is_dropped_at_once_and_so_is_what_hangs_on_it()
    {
        var form = Start("""
            | survey | | | | |
            | | type | name | label | choice_filter |
            | | select_one region | region | R | |
            | | select_one district | district | D | region = ${region} |
            | | select_multiple town | towns | T | district = ${district} |
            | choices | | | | | |
            | | list_name | name | label | region | district |
            | | region | n | North | | |
            | | region | s | South | | |
            | | district | n1 | N1 | n | |
            | | district | s1 | S1 | s | |
            | | town | n1a | N1a | | n1 |
            | | town | s1a | S1a | | s1 |
            """);
        Assert.Empty(form.ChoicesOf("/data/district"));
        var north = form.With("/data/region", "n").With("/data/district", "n1").With("/data/towns", "n1a");
        Assert.Equal(["n1"], north.ChoicesOf("/data/district").Select(c => c.Name));
        Assert.Equal(AnswerRejection.NotAChoice, north.Refusal("/data/district", "s1"));
        var south = north.With("/data/region", "s");
        Assert.Equal("", south.ValueOf("/data/district"));
        Assert.Equal("", south.StoredValueOf("/data/towns"));
    }

    [Fact]
    public void A_required_question_with_nothing_to_choose_traps_nobody()
    {
        var form = Start("""
            | survey | | | | | |
            | | type | name | label | choice_filter | required |
            | | text | region | R | | |
            | | select_one district | district | D | region = ${region} | yes |
            | choices | | | | |
            | | list_name | name | label | region |
            | | district | n1 | N1 | n |
            """);
        Assert.False(form.IsRequired("/data/district"));
        Assert.Null(form.FirstViolation());
        Assert.True(form.With("/data/region", "n").IsRequired("/data/district"));
    }

    [Fact]
    public void The_label_of_a_choice_comes_from_its_question_in_the_persons_language()
    {
        var form = Start("""
            | survey | | | | | |
            | | type | name | label::English (en) | label::French (fr) | calculation |
            | | select_one yn | q | Q | Q | |
            | | calculate | l | | | jr:choice-name(${q}, '${q}') |
            | | note | n | ${q} is ${l} | ${q} est ${l} | |
            | choices | | | | |
            | | list_name | name | label::English (en) | label::French (fr) |
            | | yn | yes | Yes | Oui |
            """);
        var french = Some.Moment with { Language = "French (fr)" };
        var answered = Assert.IsType<AnswerResult.Accepted>(form.Answer("/data/q", "yes", french)).Instance;
        Assert.Equal("Oui", answered.ValueOf("/data/l"));
        var note = Assert.IsType<FormQuestion>(form.Form.Find("/data/n"));
        Assert.Equal("yes est Oui", answered.Text(note.Label, "/data/n", "French (fr)"));
    }

    [Fact]
    public void A_missing_translation_falls_back_to_the_default_language_then_to_the_first()
    {
        var form = Some.Form("""
            | survey | | | | | |
            | | type | name | label::English (en) | label::French (fr) | hint::French (fr) |
            | | text | a | A | | Indice |
            | settings | | | |
            | | form_id | version | default_language |
            | | t | 1 | English (en) |
            """);
        var question = Assert.IsType<FormQuestion>(form.Find("/data/a"));
        Assert.Equal("A", question.Label.In("French (fr)"));
        Assert.Equal("Indice", question.Hint.In("English (en)"));
        Assert.Equal("A", question.Label.In("Klingon"));
    }

    [Fact]
    public void Several_choices_are_stored_in_the_order_of_the_list_and_a_rank_needs_them_all()
    {
        var form = Start("""
            | survey | | | |
            | | type | name | label |
            | | select_multiple l | m | M |
            | | rank l | r | R |
            | choices | | | |
            | | list_name | name | label |
            | | l | a | A |
            | | l | b | B |
            | | l | c | C |
            """);
        Assert.Equal("a c", form.With("/data/m", "c a").ValueOf("/data/m"));
        Assert.Equal(AnswerRejection.NotAChoice, form.Refusal("/data/m", "a a"));
        Assert.Equal(AnswerRejection.NotAChoice, form.Refusal("/data/m", "a z"));
        Assert.Equal("c a b", form.With("/data/r", "c a b").ValueOf("/data/r"));
        Assert.Equal(AnswerRejection.NotAChoice, form.Refusal("/data/r", "c a"));
    }

    [Fact]
    public void Or_other_adds_a_choice_and_a_question_that_is_shown_when_it_is_chosen()
    {
        var form = Start("""
            | survey | | | |
            | | type | name | label |
            | | select_one l or_other | q | Q |
            | choices | | | |
            | | list_name | name | label |
            | | l | a | A |
            """);
        Assert.Equal(["a", "other"], form.ChoicesOf("/data/q").Select(c => c.Name));
        Assert.False(form.IsRelevant("/data/q_other"));
        Assert.True(form.With("/data/q", "other").IsRelevant("/data/q_other"));
    }

    [Fact]
    public void Randomised_choices_keep_one_order_for_a_draft_and_a_seed_sets_it_as_the_standard_says()
    {
        const string Form = """
            | survey | | | | |
            | | type | name | label | parameters |
            | | select_one l | q | Q | randomize=true |
            | | select_one l | s | S | randomize=true seed=42 |
            | choices | | | |
            | | list_name | name | label |
            | | l | A | A |
            | | l | B | B |
            | | l | C | C |
            | | l | D | D |
            | | l | E | E |
            | | l | F | F |
            """;
        var form = Start(Form);
        var order = form.ChoicesOf("/data/q").Select(c => c.Name).ToList();
        Assert.Equal(order, form.With("/data/s", "A").ChoicesOf("/data/q").Select(c => c.Name));
        Assert.Equal(["A", "B", "C", "D", "E", "F"], order.Order());
        // What Enketo gives for seed 42 over A to F.
        Assert.Equal("AFCBDE", string.Concat(form.ChoicesOf("/data/s").Select(c => c.Name)));
    }

    [Theory]
    [InlineData("integer", "12", true)]
    [InlineData("integer", "12,5", false)]
    [InlineData("integer", "2147483648", false)]
    [InlineData("integer", "+1", false)]
    [InlineData("decimal", "2.5", true)]
    [InlineData("decimal", "1e5", false)]
    [InlineData("decimal", "NaN", false)]
    [InlineData("date", "2020-02-29", true)]
    [InlineData("date", "2020-02-31", false)]
    [InlineData("date", "31.12.2020", false)]
    [InlineData("time", "14:30:00.000+04:00", true)]
    [InlineData("time", "25:00", false)]
    [InlineData("dateTime", "2024-03-10T14:30:00.000+04:00", true)]
    [InlineData("dateTime", "2024-03-10", false)]
    [InlineData("geopoint", "40.1 44.5 0 0", true)]
    [InlineData("geopoint", "91 0", false)]
    [InlineData("acknowledge", "OK", true)]
    [InlineData("acknowledge", "ok", false)]
    [InlineData("range", "3", true)]
    [InlineData("range", "3.5", false)]
    [InlineData("range", "11", false)]
    public void A_value_is_stored_only_in_the_shape_of_its_type(string type, string value, bool accepted)
    {
        var form = Start($"""
            | survey | | | |
            | | type | name | label |
            | | {type} | q | Q |
            """);
        if (accepted) Assert.Equal(value, form.With("/data/q", value).ValueOf("/data/q"));
        else Assert.Equal(AnswerRejection.WrongType, form.Refusal("/data/q", value));
    }

    [Fact]
    public void Metadata_about_the_reporter_stays_empty_and_times_are_filled()
    {
        var form = Start("""
            | survey | | | |
            | | type | name | label |
            | | start | start | |
            | | end | end | |
            | | today | today | |
            | | username | user | |
            | | text | a | A |
            """);
        Assert.Equal("2026-03-10T14:30:00.000+04:00", form.ValueOf("/data/start"));
        Assert.Equal("2026-03-10", form.ValueOf("/data/today"));
        Assert.Equal("", form.ValueOf("/data/user"));
        var later = Some.Moment with { Now = Some.Moment.Now.AddHours(1) };
        var ended = Assert.IsType<AnswerResult.Accepted>(form.Answer("/data/a", "x", later)).Instance;
        Assert.Equal("2026-03-10T15:30:00.000+04:00", ended.ValueOf("/data/end"));
        Assert.Equal("2026-03-10T14:30:00.000+04:00", ended.ValueOf("/data/start"));
    }

    [Fact]
    public void A_column_of_the_case_is_kept_with_the_question()
    {
        var form = Some.Form("""
            | survey | | | | |
            | | type | name | label | bind::case:field |
            | | text | a | A | name.typed |
            """ + Settings);
        Assert.Equal("name.typed", Assert.IsType<FormQuestion>(form.Find("/data/a")).Case["field"]);
    }

    [Fact]
    public void Curly_quotes_and_odd_blanks_of_a_spreadsheet_are_read_as_plain_ones()
    {
        var form = Start("""
            | survey | | | | |
            | | type | name | label | relevant |
            | | text | a | A | |
            | | text | b | B  b | ${a} = ‘x’ |
            """);
        Assert.True(form.With("/data/a", "x").IsRelevant("/data/b"));
        Assert.Equal("B b", form.Form.Find("/data/b")?.Label.In(""));
    }

    [Fact]
    public void A_list_can_be_looked_up_and_a_missing_row_is_empty()
    {
        var form = Start("""
            | survey | | | | |
            | | type | name | label | calculation |
            | | select_one l | q | Q | |
            | | calculate | pop | | instance('l')/root/item[name = ${q}]/pop |
            | | calculate | none | | instance('l')/root/item[name = 'zz']/pop = '' |
            | | calculate | second | | instance('l')/root/item[2]/name |
            | choices | | | | |
            | | list_name | name | label | pop |
            | | l | a | A | 10 |
            | | l | b | B | 20 |
            """);
        Assert.Equal("20", form.With("/data/q", "b").ValueOf("/data/pop"));
        Assert.Equal("true", form.ValueOf("/data/none"));
        Assert.Equal("b", form.ValueOf("/data/second"));
    }
}
