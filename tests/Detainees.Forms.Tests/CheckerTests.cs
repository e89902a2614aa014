using System.Globalization;
using System.Text;

namespace Detainees.Forms.Tests;

/// <summary>The mistakes that the reference converter finds, one small workbook each, and those that it does not: what is said of them, and where.</summary>
public sealed class CheckerTests
{
    private const string Choices = "\n| choices | | | |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | no | No |";
    private const string Settings = "\n| settings | | |\n| | form_id | version |\n| | t | 1 |";

    private static string Survey(string columns, params ReadOnlySpan<string> rows)
    {
        var survey = "| survey | |\n| | " + columns + " |\n";
        foreach (var row in rows) survey += "| | " + row + " |\n";
        return survey;
    }

    private static FormAttachment Cities(string file) => file.StartsWith("cities", StringComparison.Ordinal)
        ? new FormAttachment.Found(Encoding.UTF8.GetBytes(file.EndsWith(".csv", StringComparison.Ordinal) ? "name,label\nx,X\n" : "<root><item><name>x</name><label>X</label></item></root>"))
        : new FormAttachment.Missing();

    private static readonly string Fine = Survey("type | name | label", "text | a | A");

    /// <summary>Number of the mistake, what it is, the workbook (settings are added), and what must be said: code, place, words of the message, suggestion.</summary>
    public static TheoryData<int, string, string, string> Table() => new()
    {
        { 1, "no survey sheet", "| surveys | |\n| | type |\n| choices | |\n| | list_name |", "SHEET_MISSING form no sheet named \"survey\"; SHEET_NAME surveys not read =survey" },
        { 2, "no type header", Survey("name | label", "a | A"), "HEADER_MISSING survey row 1 no column \"type\"" },
        { 2, "headers below a title", Survey("My form", "type | name | label", "text | a | A"), "HEADER_MISSING survey row 1 stand in row 2; HEADER_UNKNOWN survey!A1 left out; CELL_BLANK_HEADER survey!B2 no header; CELL_BLANK_HEADER survey!C2 no header" },
        { 2, "no name header", Survey("type | label", "text | A"), "HEADER_MISSING survey row 1 no column \"name\"" },
        { 2, "no label header", Survey("type | name", "text | a"), "HEADER_MISSING survey row 1 no column \"label\"" },
        { 3, "same header twice", Survey("type | name | label | label", "text | a | A | B"), "HEADER_TWICE survey!D1 also in column C" },
        { 4, "two aliases of one column", Survey("type | name | label | relevant | relevance", "text | a | A | |"), "HEADER_TWICE survey!E1 different names of the same column" },
        { 5, "question without name", Survey("type | name | label", "text | | A"), "NAME_MISSING survey!B2 has no name" },
        { 6, "row without type", Survey("type | name | label", "| a | A"), "TYPE_MISSING survey!A2 has no type" },
        { 7, "unknown type", Survey("type | name | label", "txt | a | A"), "TYPE_UNKNOWN survey!A2 no question type \"txt\" =text" },
        { 8, "select without list", Survey("type | name | label", "select_one | a | A"), "LIST_MISSING survey!A2 choice list is missing" },
        { 9, "bad name", Survey("type | name | label", "text | 1 a | A"), "NAME_INVALID survey!B2 is not a name =_1_a" },
        { 10, "duplicate name", Survey("type | name | label", "text | a | A", "text | a | B"), "NAME_TWICE survey!B3 taken by row 2" },
        { 11, "name that differs by case", Survey("type | name | label", "text | a | A", "text | A | B"), "NAME_CASE survey!B3 row 2" },
        { 12, "name meta", Survey("type | name | label", "text | meta | A"), "NAME_RESERVED survey!B2 reserved" },
        { 13, "unknown reference", Survey("type | name | label | relevant", "text | displaced | A |", "text | b | B | ${displacd} = 'x'"), "REFERENCE_UNKNOWN survey!D3 no question named =${displaced} (row 2)" },
        { 14, "malformed reference", Survey("type | name | label | relevant", "text | a | A |", "text | b | B | ${ a} = 'x'"), "REFERENCE_MALFORMED survey!D3 ${ =${a}" },
        { 15, "ambiguous reference", Survey("type | name | label | relevant", "begin_group | g | G |", "text | a | A |", "end_group | | |", "text | a | A |", "text | b | B | ${a} = 'x'"), "REFERENCE_AMBIGUOUS survey!D6 rows 3 and 5" },
        { 16, "no choices sheet", Survey("type | name | label", "select_one yn | a | A"), "SHEET_MISSING survey!A2 no sheet named \"choices\"" },
        { 17, "list not in choices", Survey("type | name | label", "select_one yno | a | A", "select_one yn | b | B") + Choices, "LIST_UNKNOWN survey!A2 no list \"yno\" =yn" },
        { 18, "duplicate choice", Survey("type | name | label", "select_one yn | a | A") + Choices + "\n| | yn | yes | Again |", "CHOICE_TWICE choices!B4 first in row 2" },
        { 19, "choice without name", Survey("type | name | label", "select_one yn | a | A") + Choices + "\n| | yn | | Perhaps |", "CHOICE_NAME_MISSING choices!B4 has no name" },
        { 20, "choice without label", Survey("type | name | label", "select_one yn | a | A") + Choices + "\n| | yn | perhaps | |", "CHOICE_LABEL_MISSING choices!C4 has no label" },
        { 21, "blank in a name of several choices", Survey("type | name | label", "select_multiple yn | a | A") + Choices + "\n| | yn | do not know | D |", "CHOICE_BLANK choices!B4 holds a blank =do_not_know" },
        { 22, "choices header with a blank", Survey("type | name | label", "select_one l | a | A") + "\n| choices | |\n| | list_name | name | label | my col |\n| | l | x | X | 1 |", "HEADER_BLANK choices!D1 blank =my_col" },
        { 22, "choices column without header", Survey("type | name | label", "select_one l | a | A") + "\n| choices | |\n| | list_name | name | label | |\n| | l | x | X | 1 |\n| | l | y | Y | 2 |", "CELL_BLANK_HEADER choices!D2 no header" },
        { 23, "begin without end", Survey("type | name | label", "begin_group | g | G", "text | a | A"), "GROUP_UNCLOSED survey!A2 never ended" },
        { 24, "end without begin", Survey("type | name | label", "text | a | A", "end_group | |"), "GROUP_UNOPENED survey!A3 nothing to end" },
        { 24, "crossed ends", Survey("type | name | label", "begin_repeat | r | R", "text | a | A", "end_group | |"), "GROUP_UNOPENED survey!A4 \"r\" of row 2 =end_repeat" },
        { 25, "two repeats of one name", Survey("type | name | label", "begin_repeat | r | R", "text | a | A", "end_repeat | |", "begin_group | g | G", "begin_repeat | r | R", "text | b | B", "end_repeat | |", "end_group | |"), "NAME_TWICE survey!B6 in row 2" },
        { 26, "repeat named data", Survey("type | name | label", "begin_repeat | data | R", "text | a | A", "end_repeat | |"), "NAME_RESERVED survey!B2 the form itself" },
        { 27, "calculate without calculation", Survey("type | name | label | calculation", "calculate | c | |", "text | a | A |"), "CALCULATION_MISSING survey!D2 without a calculation" },
        { 28, "question without label and hint", Survey("type | name | label", "text | a | "), "LABEL_MISSING survey!C2 neither label nor hint" },
        { 29, "range parameter that is no number", Survey("type | name | label | parameters", "range | a | A | start=x"), "PARAMETER_INVALID survey!D2 must be a number" },
        { 29, "range without steps", Survey("type | name | label | parameters", "range | a | A | step=0"), "PARAMETER_INVALID survey!D2 must not be 0" },
        { 29, "range of too large steps", Survey("type | name | label | parameters", "range | a | A | step=20"), "PARAMETER_INVALID survey!D2 larger than the range" },
        { 30, "parameters without equals sign", Survey("type | name | label | parameters", "range | a | A | step 20"), "PARAMETER_INVALID survey!D2 key=value" },
        { 31, "unknown parameter", Survey("type | name | label | parameters", "select_one yn | a | A | randomise=true") + Choices, "PARAMETER_UNKNOWN survey!D2 no parameter \"randomise\" =randomize" },
        { 32, "randomize that is neither true nor false", Survey("type | name | label | parameters", "select_one yn | a | A | randomize=ok") + Choices, "PARAMETER_INVALID survey!D2 true or false" },
        { 32, "seed alone", Survey("type | name | label | parameters", "select_one yn | a | A | seed=3") + Choices, "PARAMETER_INVALID survey!D2 randomize=true" },
        { 33, "or_other with choice_filter", Survey("type | name | label | choice_filter", "select_one yn or_other | a | A | name != 'x'") + Choices, "NOT_SUPPORTED survey!D2 or_other" },
        { 34, "file of choices without a known ending", Survey("type | name | label", "select_one_from_file cities | a | A"), "ATTACHMENT_INVALID survey!A2 ends in .csv or .xml" },
        { 34, "file of choices that is not there", Survey("type | name | label", "select_one_from_file towns.csv | a | A"), "ATTACHMENT_MISSING survey!A2 no file \"towns.csv\"" },
        { 35, "trigger that names nothing", Survey("type | name | label | trigger | calculation", "text | a | A | ${zz} | 1"), "REFERENCE_UNKNOWN survey!D2 no question named" },
        { 36, "save_to without entities", Survey("type | name | label | save_to", "text | a | A | p"), "NOT_SUPPORTED survey!D2 Entities" },
        { 37, "one external file name of two kinds", Survey("type | name | label", "csv-external | cities | ", "xml-external | cities | ", "text | a | A"), "NAME_TWICE survey!B3 both cities.csv and cities.xml" },
        { 38, "language without code", Survey("type | name | label::French", "text | a | A"), "LANGUAGE_CODE survey!C1 no code" },
        { 39, "whole column missing in a language", Survey("type | name | label::French (fr) | hint::French (fr) | label::English (en)", "text | a | A | H | B"), "TRANSLATION_MISSING survey row 1 no column \"hint\" in the language \"English (en)\"" },
        { 40, "sheet name typo", Fine + "| seting | |\n| | form_id |", "SETTING_MISSING form no form_id; SETTING_MISSING form no version; SHEET_NAME seting not read =settings" },
        { 41, "operator without operand", Survey("type | name | label | relevant", "text | a | A | 1 +"), "EXPRESSION_SYNTAX survey!D2 " },
        { 41, "unbalanced brackets", Survey("type | name | label | relevant", "text | a | A | (1 = 1"), "EXPRESSION_SYNTAX survey!D2 " },
        { 41, "two equals signs", Survey("type | name | label | relevant", "text | a | A | 1 == 1"), "EXPRESSION_SYNTAX survey!D2  ==" },
        { 41, "two ampersands", Survey("type | name | label | relevant", "text | a | A | 1 && 1"), "EXPRESSION_SYNTAX survey!D2  =and" },
        { 41, "And with a capital", Survey("type | name | label | relevant", "text | a | A | 1 And 1"), "EXPRESSION_SYNTAX survey!D2  =and" },
        { 42, "unknown function", Survey("type | name | label | relevant", "text | a | A | selectd('a', 'b')"), "FUNCTION_UNKNOWN survey!D2 no function =selected()" },
        { 42, "wrong arity", Survey("type | name | label | relevant", "text | a | A | if(true(), 1)"), "FUNCTION_ARITY survey!D2 takes 3 values, but 2" },
        { 43, "cycle", Survey("type | name | label | calculation", "calculate | a | | ${b}", "calculate | b | | ${a}", "text | c | C |"), "CYCLE survey!D2 \"a\" (row 2), \"b\" (row 3); CYCLE survey!D3 in a circle" },
        { 43, "reference to itself", Survey("type | name | label | relevant", "text | a | A | ${a} = ''"), "CYCLE survey!D2 depends on itself" },
        { 44, "default that is not in the list", Survey("type | name | label | default", "select_one yn | a | A | yess") + Choices, "DEFAULT_INVALID survey!D2 not a choice =yes" },
        { 44, "cell missing in one language", Survey("type | name | label::English (en) | label::French (fr)", "text | a | A | B", "text | b | A |"), "TRANSLATION_MISSING survey!D3 missing in the language" },
        { 35, "trigger without braces that names nothing", Survey("type | name | label | trigger | calculation", "text | a | A | zz | 1"), "TRIGGER_INVALID survey!D2 written ${name}" },
        { 35, "trigger without braces", Survey("type | name | label | trigger | calculation", "text | a | A | |", "text | b | B | a | 1"), "TRIGGER_INVALID survey!D3 written ${name} =${a}" },
        { 35, "or_other on a list with a choice other", Survey("type | name | label", "select_one kind or_other | a | A") + "\n| choices | | | |\n| | list_name | name | label |\n| | kind | other | Else |", "CHOICE_TWICE survey!A2 or_other adds none" },
        { 44, "default with an open bracket", Survey("type | name | label | default", "text | a | A | concat(1"), "DEFAULT_INVALID survey!D2 looks like an expression and cannot be read" },
        { 44, "default of a date with an open bracket", Survey("type | name | label | default", "date | a | A | today("), "DEFAULT_INVALID survey!D2 looks like an expression and cannot be read" },
        { 44, "trigger without calculation", Survey("type | name | label | trigger", "text | a | A |", "text | b | B | ${a}"), "TRIGGER_INVALID survey!D3 does nothing" },
        { 44, "trigger that is computed", Survey("type | name | label | trigger | calculation", "calculate | a | | | 1", "text | b | B | ${a} | 2"), "TRIGGER_INVALID survey!D3 only a person's answer" },
        { 44, "settings typo in a column", Fine + "| settings | |\n| | form_id | version | default_langage |\n| | t | 1 | default |", "HEADER_UNKNOWN settings!C1 left out =default_language" },
        { 44, "second row of settings", Fine + "| settings | |\n| | form_id | version |\n| | t | 1 |\n| | u | 2 |", "SETTING_IGNORED settings row 3 row 2 holds" },
        { 44, "comment row", Survey("type | name | label", "text | a | A", "| | Please translate"), "TYPE_MISSING survey!A3 a column named #" },
        { 44, "repeat_count that is a text", Survey("type | name | label | repeat_count", "begin_repeat | r | R | 'three'", "text | a | A |", "end_repeat | | |"), "REPEAT_COUNT_INVALID survey!D2 must be a number" },
        { 44, "date literal", Survey("type | name | label | relevant", "date | d | D |", "text | a | A | ${d} > '2024-01-01'"), "DATE_LITERAL survey!D3 ODK Collect =date('2024-01-01')" },
        { 44, "no version", Fine + "| settings | |\n| | form_id |\n| | t |", "SETTING_MISSING settings row 2 no version" },
        // What no reference tool looks for.
        { 45, "text compared as a number", Survey("type | name | label | relevant", "text | t | T |", "text | a | A | ${t} > 5"), "TYPE_COMPARED survey!D3 is a text" },
        { 45, "number compared with a word", Survey("type | name | label | relevant", "integer | n | N |", "text | a | A | ${n} = 'many'"), "TYPE_COMPARED survey!D3 never equal" },
        { 45, "word in an order", Survey("type | name | label | relevant", "integer | n | N |", "text | a | A | ${n} > 'many'"), "TEXT_COMPARED survey!D3 always false" },
        { 46, "truth of a text", Survey("type | name | label | calculation | relevant", "integer | n | N | |", "calculate | c | | ${n} > 5 |", "text | a | A | | ${c}"), "TRUTH_OF_TEXT survey!E4 both count as true =${c} = 'true'" },
        { 46, "truth of a text within a condition", Survey("type | name | label | calculation | relevant", "integer | n | N | |", "calculate | c | | ${n} > 5 |", "text | a | A | | ${n} = 1 and not(${c})"), "TRUTH_OF_TEXT survey!E4 both count as true =${c} = 'true'" },
        { 47, "several choices compared whole", Survey("type | name | label | relevant", "select_multiple yn | m | M |", "text | a | A | ${m} = 'yes'") + Choices, "WHOLE_ANSWER_COMPARED survey!D3 several choices =selected(${m}, 'yes')" },
        { 47, "several choices compared whole for difference", Survey("type | name | label | relevant", "select_multiple yn | m | M |", "text | a | A | ${m} != 'yes'") + Choices, "WHOLE_ANSWER_COMPARED survey!D3 several choices =not(selected(${m}, 'yes'))" },
        { 48, "many values where one is wanted", Survey("type | name | label | relevant", "begin_repeat | r | R |", "integer | n | N |", "end_repeat | | |", "text | a | A | ${n} = 1"), "MANY_VALUES survey!D5 " },
        { 49, "negation of a comparison with an optional answer", Survey("type | name | label | relevant", "integer | n | N |", "text | a | A | not(${n} > 3)"), "NOT_OF_COMPARISON survey!D3 not answered" },
        { 50, "choice that the list does not have", Survey("type | name | label | relevant", "select_one yn | q | Q |", "text | a | A | ${q} = 'ys'") + Choices, "CHOICE_UNKNOWN survey!D3 not a choice of \"q\" ='yes'" },
        { 50, "choice by its label", Survey("type | name | label | relevant", "select_one l | q | Q |", "text | a | A | selected(${q}, 'Perhaps not')") + "\n| choices | |\n| | list_name | name | label |\n| | l | 2 | Perhaps not |", "CHOICE_UNKNOWN survey!D3 not a choice ='2'" },
        { 50, "choice in a constraint on the question itself", Survey("type | name | label | constraint", "select_one yn | q | Q | . != 'nno'") + Choices, "CHOICE_UNKNOWN survey!D2 not a choice ='no'" },
        { 50, "choice of a question named by its path", Survey("type | name | label | relevant", "select_one yn | q | Q |", "text | a | A | /data/q = 'nno'") + Choices, "CHOICE_UNKNOWN survey!D3 not a choice ='no'" },
        { 50, "label of a choice that the list does not have", Survey("type | name | label | calculation", "select_one yn | q | Q |", "calculate | c | | jr:choice-name('nno', '${q}')") + Choices, "CHOICE_UNKNOWN survey!D3 not a choice ='no'" },
        { 51, "name of a choice in a label", Survey("type | name | label", "select_one yn | q | Q", "text | a | You said ${q}") + Choices, "CHOICE_IN_LABEL survey!C3 jr:choice-name" },
        { 52, "what a chat cannot ask", Survey("type | name | label", "geotrace | g | G", "text | a | A"), "NOT_SUPPORTED survey!A2 no map" },
        { 52, "appearance that needs another program", Survey("type | name | label | appearance", "text | a | A | ex:org.example.app"), "NOT_SUPPORTED survey!D2 no other programs" },
        { 52, "misspelt appearance", Survey("type | name | label | appearance", "select_one yn | a | A | minimul") + Choices, "APPEARANCE_IGNORED survey!D2 no appearance =minimal" },
        { 53, "label longer than a button", Survey("type | name | label", "select_one yn | a | A") + Choices + $"\n| | yn | maybe | {new string('x', 65)} |", "LABEL_TOO_LONG choices!C4 65 characters" },
        { 53, "label longer than a message", Survey("type | name | label", $"text | a | {new string('x', 4097)}"), "LABEL_TOO_LONG survey!C2 4097 characters" },
        { 53, "label and hint longer than a message", Survey("type | name | label | hint", $"text | a | {new string('x', 3000)} | {new string('y', 1500)}"), "LABEL_TOO_LONG survey!C2 4501 characters together" },
        { 54, "one colon beside two", Survey("type | name | label::English (en) | label:French (fr)", "text | a | A | B"), "HEADER_UNKNOWN survey!D1 left out =label::French (fr" },
        { 54, "language in brackets", Survey("type | name | label | label (fr)", "text | a | A | B"), "HEADER_UNKNOWN survey!D1 left out =label::fr" },
        { 54, "one language in two spellings", Survey("type | name | label::French (fr) | hint::Français (fr)", "text | a | A | B"), "TRANSLATION_MISSING survey row 1 no column; TRANSLATION_MISSING survey row 1 no column; LANGUAGE_NEAR survey!D1 two languages =French (fr)" },
        { 54, "curly quotes and blanks of other widths are read as plain ones", Survey("type | name | label | relevant", "text | a | A |", "text | b | B | ${a}\u00a0=\u202f\u2018x\u2019"), "" },
        { 54, "invisible character in an expression", Survey("type | name | label | relevant", "text | a | A |", "text | b | B | ${a} = \u200b'x'"), "EXPRESSION_SYNTAX survey!D3 U+200B" },
        { 54, "mark that turns the line round in an expression", Survey("type | name | label | relevant", "text | a | A |", "text | b | B | \u202e${a} = 'x'"), "EXPRESSION_SYNTAX survey!D3 U+202E" },
        { 54, "invisible character in the name of a choice", Survey("type | name | label", "select_one l | a | A") + "\n| choices | |\n| | list_name | name | label |\n| | l | yes\u200b | Yes |", "CHOICE_BLANK choices!B2 invisible =yes" },
        { 55, "message without constraint", Survey("type | name | label | constraint_message", "text | a | A | No."), "NO_EFFECT survey!D2 never shown" },
        { 55, "message without requirement", Survey("type | name | label | required_message", "text | a | A | Please."), "NO_EFFECT survey!D2 never shown" },
    };

    [Theory, MemberData(nameof(Table))]
    public void A_mistake_is_reported_at_its_cell_with_the_reason_and_what_was_meant(int number, string mistake, string form, string expected)
    {
        Assert.NotEqual(0, number);
        var diagnostics = FormCompiler.Compile(Some.Workbook(form.Contains("| settings |", StringComparison.Ordinal) || mistake == "sheet name typo" ? form : form + Settings), Cities).Diagnostics;
        var parts = expected.Split("; ", StringSplitOptions.RemoveEmptyEntries);
        Assert.True(parts.Length == diagnostics.Length, $"{mistake}: " + string.Join("\n", diagnostics));
        foreach (var (said, part) in diagnostics.Zip(parts))
        {
            var place = said.Sheet.Length == 0 ? "form" : said.Column is not null ? $"{said.Sheet}!{said.Column}{said.Row}" : said.Row > 0 ? $"{said.Sheet} row {said.Row}" : said.Sheet;
            var head = $"{said.Code} {place} ";
            Assert.StartsWith(head, part, StringComparison.Ordinal);
            var (words, suggestion) = part.IndexOf(" =", head.Length - 1, StringComparison.Ordinal) is var at and >= 0 ? (part[head.Length..Math.Max(at, head.Length)], part[(at + 2)..]) : (part[head.Length..], null);
            Assert.Contains(words.Trim(), said.Message, StringComparison.Ordinal);
            Assert.Equal(suggestion, suggestion is null && said.Code == "EXPRESSION_SYNTAX" ? null : said.Suggestion);
        }
    }

    [Fact]
    public void Every_row_of_the_reference_table_has_its_mistake()
    {
        var rows = Table().Select(row => row.Data.Item1).ToHashSet();
        Assert.Empty(Enumerable.Range(1, 44).Where(number => !rows.Contains(number)).Select(number => number.ToString(CultureInfo.InvariantCulture)));
    }
}
