namespace Detainees.Forms.Tests;

/// <summary>What the checker says of a form, and where. Each is a small form with one mistake, or more.</summary>
public sealed class DiagnosticsTests
{
    private const string Settings = "\n| settings | | |\n| | form_id | version |\n| | t | 1 |";
    private const string YesNo = "\n| choices | | | |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | no | No |";

    /// <summary>Small forms (without settings) and the diagnostics expected, as <c>CODE at place</c>.</summary>
    public static TheoryData<string, string> Mistakes() => new()
    {
        { "| surveys | | |\n| | type | name |\n| choices | |\n| | list_name |", "SHEET_MISSING at form; SHEET_NAME at surveys survey?" },
        { "| survey | | | |\n| | tipe | name | label |\n| | text | a | A |", "HEADER_MISSING at survey!1; HEADER_UNKNOWN at survey!A1 (tipe, row 1) type?" },
        { "| survey | | | | |\n| | type | name | label | label |\n| | text | a | A | B |", "HEADER_TWICE at survey!D1 (label, row 1)" },
        { "| survey | | | | | |\n| | type | name | label | relevant | relevance |\n| | text | a | A | | |", "HEADER_TWICE at survey!E1 (relevance, row 1)" },
        { "| survey | | | |\n| | type | name | label |\n| | text | | A |", "NAME_MISSING at survey!B2 (name, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | | a | A |", "TYPE_MISSING at survey!A2 (type, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | txt | a | A |", "TYPE_UNKNOWN at survey!A2 (type, row 2) text?" },
        { "| survey | | | |\n| | type | name | label |\n| | select_one | a | A |", "LIST_MISSING at survey!A2 (type, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | text | 1a | A |", "NAME_INVALID at survey!B2 (name, row 2) _1a?" },
        { "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n| | text | a | B |", "NAME_TWICE at survey!B3 (name, row 3)" },
        { "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n| | text | A | B |", "NAME_CASE at survey!B3 (name, row 3)" },
        { "| survey | | | |\n| | type | name | label |\n| | text | meta | A |", "NAME_RESERVED at survey!B2 (name, row 2)" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | text | displaced | A | |\n| | text | b | B | ${displacd} = 'x' |", "REFERENCE_UNKNOWN at survey!D3 (relevant, row 3) ^0 ${displaced} (row 2)?" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A | |\n| | text | b | B | 1 = ${ a } |", "REFERENCE_MALFORMED at survey!D3 (relevant, row 3) ^4 ${a}?" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | begin group | g | G | |\n| | text | a | A | |\n| | end group | | | |\n| | text | a | A | |\n| | text | b | B | ${a} = 'x' |", "REFERENCE_AMBIGUOUS at survey!D6 (relevant, row 6) ^0" },
        { "| survey | | | |\n| | type | name | label |\n| | select_one yn | a | A |", "SHEET_MISSING at survey!A2 (type, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | select_one yesno | a | A |\n| choices | | | |\n| | list_name | name | label |\n| | yes_no | y | Y |", "LIST_UNKNOWN at survey!A2 (type, row 2) yes_no?; LIST_UNUSED at choices!A2 (list_name, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | select_one l | a | A |\n| choices | | | |\n| | list_name | name | label |\n| | l | y | Y |\n| | l | y | Z |\n| | l | y | W |", "CHOICE_TWICE at choices!B3 (name, row 3); CHOICE_TWICE at choices!B4 (name, row 4)" },
        { "| survey | | | |\n| | type | name | label |\n| | select_one l | a | A |\n| choices | | | |\n| | list_name | name | label |\n| | l | | Y |", "CHOICE_NAME_MISSING at choices!B2 (name, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | select_one l | a | A |\n| choices | | | |\n| | list_name | name | label |\n| | l | y | |", "CHOICE_LABEL_MISSING at choices!C2 (label, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | select_multiple l | a | A |\n| choices | | | |\n| | list_name | name | label |\n| | l | do not know | D |", "CHOICE_BLANK at choices!B2 (name, row 2) do_not_know?" },
        { "| survey | | | |\n| | type | name | label |\n| | select_one l | a | A |\n| choices | | | | |\n| | list_name | name | label | my col |\n| | l | y | Y | 1 |", "HEADER_BLANK at choices!D1 (my col, row 1) my_col?" },
        { "| survey | | | |\n| | type | name | label |\n| | begin_group | g | G |\n| | text | a | A |", "GROUP_UNCLOSED at survey!A2 (type, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n| | end_group | | |", "GROUP_UNOPENED at survey!A3 (type, row 3)" },
        { "| survey | | | |\n| | type | name | label |\n| | begin_repeat | g | G |\n| | text | a | A |\n| | end_group | | |", "GROUP_UNOPENED at survey!A4 (type, row 4) end_repeat?" },
        { "| survey | | | |\n| | type | name | label |\n| | begin_repeat | r | R |\n| | text | a | A |\n| | end_repeat | | |\n| | begin_group | g | G |\n| | begin_repeat | r | R |\n| | text | b | A |\n| | end_repeat | | |\n| | end_group | | |", "NAME_TWICE at survey!B6 (name, row 6)" },
        { "| survey | | | |\n| | type | name | label |\n| | begin_repeat | data | R |\n| | text | a | A |\n| | end_repeat | | |", "NAME_RESERVED at survey!B2 (name, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | calculate | c | |\n| | text | a | A |", "CALCULATION_MISSING at survey!2" },
        { "| survey | | | |\n| | type | name | label |\n| | text | a | |", "LABEL_MISSING at survey!C2 (label, row 2)" },
        { "| survey | | | | |\n| | type | name | label | parameters |\n| | range | a | A | start=x |", "PARAMETER_INVALID at survey!D2 (parameters, row 2) ^0" },
        { "| survey | | | | |\n| | type | name | label | parameters |\n| | range | a | A | step=0 |", "PARAMETER_INVALID at survey!D2 (parameters, row 2)" },
        { "| survey | | | | |\n| | type | name | label | parameters |\n| | range | a | A | step=20 |", "PARAMETER_INVALID at survey!D2 (parameters, row 2)" },
        { "| survey | | | | |\n| | type | name | label | parameters |\n| | range | a | A | step 20 |", "PARAMETER_INVALID at survey!D2 (parameters, row 2) ^0" },
        { "| survey | | | | |\n| | type | name | label | parameters |\n| | select_one yn | a | A | shuffle=true |" + YesNo, "PARAMETER_UNKNOWN at survey!D2 (parameters, row 2) ^0" },
        { "| survey | | | | |\n| | type | name | label | parameters |\n| | select_one yn | a | A | randomize=ok |" + YesNo, "PARAMETER_INVALID at survey!D2 (parameters, row 2)" },
        { "| survey | | | | |\n| | type | name | label | parameters |\n| | select_one yn | a | A | seed=3 |" + YesNo, "PARAMETER_INVALID at survey!D2 (parameters, row 2)" },
        { "| survey | | | | |\n| | type | name | label | choice_filter |\n| | select_one yn or_other | a | A | name != 'x' |" + YesNo, "NOT_SUPPORTED at survey!D2 (choice_filter, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | select_one_from_file f.csv | a | A |\n| | text | b | B |", "ATTACHMENT_MISSING at survey!A2 (type, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | select_one_from_file f.geojson | a | A |", "NOT_SUPPORTED at survey!A2 (type, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | select_one_from_file f.txt | a | A |", "ATTACHMENT_INVALID at survey!A2 (type, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | select_one_from_file ../f.csv | a | A |", "ATTACHMENT_INVALID at survey!A2 (type, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | csv-external | places | |\n| | text | b | B |", "ATTACHMENT_MISSING at survey!B2 (name, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | text | q | Q |\n| | select_one ${q} | b | B |", "NOT_A_REPEAT at survey!A3 (type, row 3) ^11" },
        { "| survey | | | | |\n| | type | name | label | calculation |\n| | calculate | a | | digest('x', 'MD4') |\n| | text | b | B | |", "FUNCTION_ARGUMENT at survey!D2 (calculation, row 2) ^0" },
        { "| survey | | | |\n| | type | name | label |\n| | geotrace | a | A |\n| | text | b | B |", "NOT_SUPPORTED at survey!A2 (type, row 2)" },
        { "| survey | | | | | |\n| | type | name | label | trigger | calculation |\n| | text | a | A | ${zz} | 1 |", "REFERENCE_UNKNOWN at survey!D2 (trigger, row 2) ^0" },
        { "| survey | | | | |\n| | type | name | label | save_to |\n| | text | a | A | p |", "NOT_SUPPORTED at survey!D2 (save_to, row 2)" },
        { "| survey | | | |\n| | type | name | label::French |\n| | text | a | A |", "LANGUAGE_CODE at survey!C1 (label::French, row 1)" },
        { "| survey | | | | |\n| | type | name | label::English (en) | hint::French (fr) |\n| | text | a | A | B |", "TRANSLATION_MISSING at survey!1; TRANSLATION_MISSING at survey!1" },
        { "| survey | | | | |\n| | type | name | label::English (en) | label::French (fr) |\n| | text | a | A | B |\n| | text | b | A | |", "TRANSLATION_MISSING at survey!D3 (label::French (fr), row 3)" },
        { "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n| choises | |\n| | x |", "SHEET_NAME at choises choices?" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A | 1 + |", "EXPRESSION_SYNTAX at survey!D2 (relevant, row 2) ^2" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A | (1 = 1 |", "EXPRESSION_SYNTAX at survey!D2 (relevant, row 2) ^0" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A | 1 == 1 |", "EXPRESSION_SYNTAX at survey!D2 (relevant, row 2) ^2 =?" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A | 1 && 1 |", "EXPRESSION_SYNTAX at survey!D2 (relevant, row 2) ^2 and?" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A | 1 And 1 |", "EXPRESSION_SYNTAX at survey!D2 (relevant, row 2) ^2 and?" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A | 'x |", "EXPRESSION_SYNTAX at survey!D2 (relevant, row 2) ^0" },
        { "| survey | | | | |\n| | type | name | label | calculation |\n| | calculate | a | | todai() |\n| | text | b | B | |", "FUNCTION_UNKNOWN at survey!D2 (calculation, row 2) ^0 today()?" },
        { "| survey | | | | |\n| | type | name | label | calculation |\n| | calculate | a | | if(true(), 1) |\n| | text | b | B | |", "FUNCTION_ARITY at survey!D2 (calculation, row 2) ^0" },
        { "| survey | | | | |\n| | type | name | label | calculation |\n| | calculate | a | | substring('x', 1) |\n| | text | b | B | |", "NOT_PORTABLE at survey!D2 (calculation, row 2) ^0 substr()?" },
        { "| survey | | | | |\n| | type | name | label | calculation |\n| | calculate | a | | pulldata('f', 'a', 'b', 'c') |\n| | text | b | B | |", "LIST_UNKNOWN at survey!D2 (calculation, row 2) ^9" },
        { "| survey | | | | |\n| | type | name | label | calculation |\n| | calculate | a | | ${b} |\n| | calculate | b | | ${a} |\n| | text | c | C | |", "CYCLE at survey!D2 (calculation, row 2); CYCLE at survey!D3 (calculation, row 3)" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A | ${a} = '' |", "CYCLE at survey!D2 (relevant, row 2)" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | begin group | g | G | ${a} = '' |\n| | text | a | A | |\n| | end group | | | |", "CYCLE at survey!D2 (relevant, row 2)" },
        { "| survey | | | | |\n| | type | name | label | default |\n| | select_one yn | a | A | yess |" + YesNo, "DEFAULT_INVALID at survey!D2 (default, row 2) yes?" },
        { "| survey | | | | |\n| | type | name | label | default |\n| | date | a | A | 31.12.2020 |", "DEFAULT_INVALID at survey!D2 (default, row 2)" },
        { "| survey | | | | |\n| | type | name | label | repeat_count |\n| | begin_repeat | r | R | three |\n| | text | a | A | |\n| | end_repeat | | | |", "PATH_UNKNOWN at survey!D2 (repeat_count, row 2) ^0" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | date | d | D | |\n| | text | a | A | ${d} > '2024-01-01' |", "DATE_LITERAL at survey!D3 (relevant, row 3) ^7 date('2024-01-01')?" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A | date('31.12.2020') = '' |", "DATE_INVALID at survey!D2 (relevant, row 2) ^5" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | select_one yn | q | Q | |\n| | text | a | A | ${q} = 'ye' or selected(${q}, 'nno') |" + YesNo, "CHOICE_UNKNOWN at survey!D3 (relevant, row 3) ^7 'yes'?; CHOICE_UNKNOWN at survey!D3 (relevant, row 3) ^30 'no'?" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | select_multiple yn | q | Q | |\n| | text | a | A | ${q} = 'yes' |" + YesNo, "WHOLE_ANSWER_COMPARED at survey!D3 (relevant, row 3) ^0 selected(${q}, 'yes')?" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | integer | q | Q | |\n| | text | a | A | not(${q} > 3) |", "NOT_OF_COMPARISON at survey!D3 (relevant, row 3) ^0" },
        { "| survey | | | | | |\n| | type | name | label | relevant | calculation |\n| | integer | q | Q | | |\n| | calculate | c | | | ${q} > 3 |\n| | text | a | A | ${c} | |", "TRUTH_OF_TEXT at survey!D4 (relevant, row 4) ^0 ${c} = 'true'?" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | text | q | Q | |\n| | text | a | A | ${q} > 'b' |", "TEXT_COMPARED at survey!D3 (relevant, row 3) ^7" },
        { "| survey | | | | |\n| | type | name | label | calculation |\n| | begin_repeat | r | R | |\n| | text | a | A | |\n| | end_repeat | | | |\n| | calculate | c | | ${a} |", "MANY_VALUES at survey!D5 (calculation, row 5) ^0" },
        { "| survey | | | | |\n| | type | name | label | constraint |\n| | text | a | A | regex(., '(') |", "REGEX_INVALID at survey!D2 (constraint, row 2) ^9" },
        { "| survey | | | |\n| | type | name | label |\n| | select_one yn | q | Q |\n| | note | n | You said ${q} |" + YesNo, "CHOICE_IN_LABEL at survey!C3 (label, row 3) ^9" },
        { "| survey | | | |\n| | type | name | label |\n| | note | n | You said ${q} |", "REFERENCE_UNKNOWN at survey!C2 (label, row 2) ^9" },
        { "| survey | | | | |\n| | type | name | label | relevant |\n| | text | abc | A | |\n| | text | b | B | abc = 'x' |", "PATH_UNKNOWN at survey!D3 (relevant, row 3) ^0 ${abc}?" },
        { "| survey | | | | |\n| | type | name | label | choice_filter |\n| | text | a | A | |\n| | select_one yn | b | B | regin = ${a} |" + YesNo, "COLUMN_UNKNOWN at survey!D3 (choice_filter, row 3) ^0" },
        { "| survey | | | | |\n| | type | name | label | required |\n| | note | a | A | yes |", "NO_EFFECT at survey!D2 (required, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | username | u | |\n| | text | a | A |", "LEFT_EMPTY at survey!A2 (type, row 2)" },
        { "| survey | | | |\n| | type | name | label |\n| | background-audio | u | |\n| | text | a | A |", "NOT_SUPPORTED at survey!A2 (type, row 2)" },
        { "| survey | | | | |\n| | type | name | label | appearance |\n| | date | u | U | ethiopian |\n| | text | a | A | search('f') |", "NOT_SUPPORTED at survey!D2 (appearance, row 2); NOT_SUPPORTED at survey!D3 (appearance, row 3)" },
        { "| survey | | | | |\n| | type | name | label | calculation |\n| | integer | a | A | 1 + 1 |", "CALCULATED_QUESTION at survey!D2 (calculation, row 2)" },
        { "| survey | | | |\n| | type | name | labl |\n| | text | a | A |", "HEADER_MISSING at survey!1; HEADER_UNKNOWN at survey!C1 (labl, row 1) label?" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_is_reported_with_its_cell_and_a_suggestion(string form, string expected)
    {
        var diagnostics = Some.Compile(form + Settings).Diagnostics;
        var found = string.Join("; ", diagnostics.Select(Short));
        Assert.Equal(expected, found);
    }

    private static string Short(FormDiagnostic d) =>
        $"{d.Code} at {(d.Header is null && d.Row > 0 ? $"{d.Sheet}!{d.Row}" : d.Location.Replace($", question \"{d.Question}\"", "", StringComparison.Ordinal))}"
        + (d.Caret is { } caret ? $" ^{caret}" : "") + (d.Suggestion is { } suggestion ? $" {suggestion}?" : "");

    [Theory]
    [InlineData("About 40 (a guess")]
    [InlineData("smile :(")]
    [InlineData("https://example.org/a(b")]
    public void A_default_with_a_bracket_that_calls_nothing_is_a_text(string text) =>
        Assert.DoesNotContain(Some.Compile($"| survey | | | | |\n| | type | name | label | default |\n| | text | a | A | {text} |").Diagnostics, d => d.Code == DiagnosticCodes.DefaultInvalid);

    [Fact]
    public void Groups_that_are_too_deep_are_named_once_and_their_ends_are_no_mistake()
    {
        var form = "| survey | | | |\n| | type | name | label |" + string.Concat(Enumerable.Range(0, 60).Select(i => $"\n| | begin_group | g{i} | G |"))
            + "\n| | text | a | A |" + string.Concat(Enumerable.Repeat("\n| | end_group | | |", 60));
        Assert.Equal([DiagnosticCodes.TooDeep], Some.Compile(form).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Code));
        Assert.Contains(Some.Compile(form + "\n| | end_group | | |").Diagnostics, d => d.Code == DiagnosticCodes.GroupUnopened);
    }

    [Fact]
    public void A_note_without_a_name_is_known_by_its_row()
    {
        const string Form = "| survey | | | | |\n| | type | name | label | relevant |\n| | note | | Hello | |\n| | text | a | A | |";
        Assert.Contains("the note in row 2 has neither label nor hint", Assert.Single(Some.Compile(Form.Replace("Hello", "", StringComparison.Ordinal)).Diagnostics, d => d.Severity == DiagnosticSeverity.Error).Message, StringComparison.Ordinal);
        var gone = FormDifference.Of(Some.Form(Form), Some.Form(Form.Replace("| | note | | Hello | |\n", "", StringComparison.Ordinal)));
        Assert.Equal("the note in row 2 is gone: \"Hello\"", Assert.Single(gone.Changes).Words);
        Assert.DoesNotContain("generated", FormDiagram.Draw(Some.Form(Form), null), StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_of_a_form_are_found_in_one_run_sorted_by_sheet_and_row()
    {
        var diagnostics = Some.Compile("""
            | survey | | | | | |
            | | type | name | label | relevant | constraint |
            | | txt | a | A | | |
            | | text | b | | ${zzz} = | . > |
            | | select_one nolist | c | C | foo( | |
            | | begin group | g | G | | |
            | choices | | | |
            | | list_name | name | label |
            | | yn | yes | Yes |
            | | yn | yes | No |
            """ + Settings).Diagnostics;
        Assert.Equal(
            [
                "survey!2 TYPE_UNKNOWN", "survey!3 LABEL_MISSING", "survey!3 EXPRESSION_SYNTAX", "survey!3 EXPRESSION_SYNTAX",
                "survey!4 LIST_UNKNOWN", "survey!4 EXPRESSION_SYNTAX", "survey!5 GROUP_UNCLOSED", "choices!2 LIST_UNUSED", "choices!3 CHOICE_TWICE",
            ],
            diagnostics.Select(d => $"{d.Sheet}!{d.Row} {d.Code}"));
    }

    [Fact]
    public void A_diagnostic_prints_its_cell_the_text_with_a_caret_and_what_was_meant()
    {
        var diagnostic = Assert.Single(Some.Compile("""
            | survey | | | | |
            | | type | name | label | relevant |
            | | text | displaced | A | |
            | | text | b | B | 1 = 1 and ${displacd} = 'x' |
            """ + Settings).Diagnostics);
        Assert.Equal(
            "survey!D3 (relevant, row 3, question \"b\"): There is no question named \"displacd\".\n    1 = 1 and ${displacd} = 'x'\n              ^^^^^^^^^^^  did you mean ${displaced} (row 2)?",
            diagnostic.ToString());
    }

    [Fact]
    public void A_form_with_warnings_alone_compiles()
    {
        var compilation = Some.Compile("| survey | | | | |\n| | type | name | label | relevant |\n| | date | d | D | |\n| | text | a | A | ${d} > '2024-01-01' |" + Settings);
        Assert.NotNull(compilation.Form);
        Assert.Single(compilation.Diagnostics);
    }
}
