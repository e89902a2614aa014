using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Detainees.Forms.Tests;

/// <summary>Laws that hold for any input.</summary>
public sealed class PropertyTests
{
    private static readonly string[] Pieces =
    [
        "1", "2.5", "'x'", "''", "${n}", "${t}", "${m}", "${d}", "${in}", "${r}", ".", "..", "/data/n", "/data/r[1]/in", "/data/r/in", "today()", "now()",
        "+", "-", "*", "div", "mod", "=", "!=", "<", ">=", "and", "or", "|", "(", ")", "[", "]", ",", "if(", "count(", "sum(", "max(", "concat(", "not(",
        "selected(", "position(..)", "once(", "regex(", "indexed-repeat(", "instance('l')/root/item", "[name = ", "]/label", "jr:choice-name(", "'${m}'",
        "date(", "format-date(", "round(", "substr(", "random()", "uuid()", "coalesce(", "current()/", "$", "{", "\"", "\u0000", "é", " ",
    ];

    private const string Form = """
        | survey | | | | | | | |
        | | type | name | label | relevant | constraint | calculation | choice_filter |
        | | integer | n | N | | . < 100 | | |
        | | text | t | T ${n} | ${n} > 2 | | | |
        | | select_multiple l | m | M | | count-selected(.) < 3 | | col = ${t} or ${t} = '' |
        | | date | d | D | | . <= today() | | |
        | | begin repeat | r | R | ${n} != 5 | | | |
        | | integer | in | In | | | | |
        | | calculate | next | | | | ${in} + position(..) | |
        | | end repeat | | | | | | |
        | | calculate | c | | | | sum(${in}) + ${n} | |
        | | calculate | l | | | | jr:choice-name(${m}, '${m}') | |
        | choices | | | | |
        | | list_name | name | label | col |
        | | l | a | A ${n} | x |
        | | l | b | B | y |
        | | l | c | C | |
        | settings | | | |
        | | form_id | version | |
        | | p | 1 | |
        """;

    [Fact]
    public void No_expression_makes_the_compiler_or_the_evaluator_throw()
    {
        var pieces = Gen.Elements(Pieces).ListOf(12).Select(list => string.Join("", list));
        var plain = ArbMap.Default.GeneratorFor<string>().Where(text => text is not null);
        var workbook = Some.Workbook(Form);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(Gen.OneOf(pieces, pieces, pieces, plain).ToArbitrary(), text =>
        {
            foreach (var (row, column) in (ReadOnlySpan<(int, int)>)[(10, 5), (3, 3), (2, 4), (4, 6)])
            {
                var changed = Change(workbook, row, column, text);
                if (FormCompiler.Compile(changed).Form is not { } form) continue;
                var instance = FormInstance.Start(form, Some.Moment).AddRepeat("/data/r", Some.Moment);
                if (instance.Answer("/data/n", "7", Some.Moment) is AnswerResult.Accepted accepted) instance = accepted.Instance;
                _ = instance.FirstViolation();
                _ = instance.ChoicesOf("/data/m").Length;
            }
        }));
    }

    private static Workbook Change(Workbook workbook, int row, int column, string text)
    {
        var sheet = workbook.Sheets[0];
        var old = sheet.Rows[row];
        var cells = old.Cells.RemoveAll(cell => cell.Column == column).Add(new(column, text));
        return workbook with { Sheets = workbook.Sheets.SetItem(0, sheet with { Rows = sheet.Rows.SetItem(row, old with { Cells = cells }) }) };
    }

    [Fact]
    public void No_answer_makes_the_form_throw_and_what_is_stored_restores_to_itself()
    {
        var form = Some.Form(Form);
        string[] paths = ["/data/n", "/data/t", "/data/m", "/data/d", "/data/r[1]/in", "/data/r[2]/in", "/data/r", "/data/c", "/data", "", "/", "/data/r[0]", "/data/r[9999999]/in", "nonsense", "/data/n[1]"];
        string[] values = ["", "5", "1", "-3", "x", "y", "a", "a b", "c", "2020-01-01", "2999-01-01", "NaN", "\ud800", "\u0000", "1e9", "${n}", new('9', 400), new('x', 20_000)];
        var change = Gen.Elements(0, 1, 2, 2, 2, 2, 2, 2).SelectMany(kind =>
            Gen.Elements(paths).SelectMany(path => Gen.OneOf(Gen.Elements(values), ArbMap.Default.GeneratorFor<string>()).Select(value => (kind, path, value: value ?? ""))));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(change.ListOf(15).ToArbitrary(), changes =>
        {
            var instance = FormInstance.Start(form, Some.Moment);
            foreach (var (kind, path, value) in changes)
            {
                var before = Content(instance);
                var next = kind switch
                {
                    0 => instance.AddRepeat(path, Some.Moment),
                    1 => instance.RemoveRepeat(path, Some.Moment),
                    _ => instance.Answer(path, value, Some.Moment) is AnswerResult.Accepted accepted ? accepted.Instance : instance,
                };
                // The one before the change has not changed with it.
                Assert.Equal(before, Content(instance));
                instance = next;
                _ = (instance.ValueOf(path), instance.IsRelevant(path), instance.IsRequired(path), instance.IsReadOnly(path), instance.FirstViolation());
                foreach (var node in instance.Nodes()) _ = instance.Text(node.Element.Label, node.Path, "default") + instance.ChoicesOf(node.Path).Length;
            }

            var restored = FormInstance.Restore(form, instance.Answers, Some.Moment);
            Assert.Equal(instance.Answers.Values, restored.Answers.Values);
            Assert.Equal(instance.Answers.Repeats, restored.Answers.Repeats);
            Assert.Equal(instance.Nodes().Select(n => (n.Path, instance.IsRelevant(n.Path), instance.ValueOf(n.Path))),
                restored.Nodes().Select(n => (n.Path, restored.IsRelevant(n.Path), restored.ValueOf(n.Path))));
        }));
    }

    private static List<string> Content(FormInstance instance) =>
        [.. instance.Nodes().Select(n => $"{n.Path}={instance.StoredValueOf(n.Path)} {instance.IsRelevant(n.Path)}")];

    [Fact]
    public void Any_sheet_of_words_ends_in_a_form_or_in_diagnostics()
    {
        string[] words = ["survey", "type", "name", "label", "text", "select_one l", "begin group", "end group", "begin repeat", "end repeat", "a", "b", "${a}", "1", "yes", "l", "relevant", "label::X (x)", "note", "calculate", "trigger", ""];
        var row = Gen.Elements(words).ListOf(5);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(row.ListOf(8).ToArbitrary(), rows =>
        {
            WorkbookRow Row(IEnumerable<string> texts, int number) => new(number, [.. texts.Select((text, i) => new WorkbookCell(i, text)).Where(c => c.Text.Length > 0)]);
            var header = Row(["type", "name", "label", "relevant", "calculation"], 1);
            var workbook = new Workbook("x.xlsx", [new("survey", [header, .. rows.Select((r, i) => Row(r, i + 2))])], HasLines: false);
            var compilation = FormCompiler.Compile(workbook);
            Assert.True(compilation.Form is not null || compilation.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error));
            if (compilation.Form is { } form) FormInstance.Start(form, Some.Moment).FirstViolation();
        }));
    }

    [Fact]
    public void Any_text_as_yaml_ends_in_a_workbook_or_in_diagnostics()
    {
        string[] pieces = ["survey:", "\n", "- ", "type: text", "  name: a", "&a ", "*a", "!t ", "[", "]", "{", "}", "'", "\"", "|\n", ">-\n", "#", "---", "...", "? ", ": ", "\t", "%YAML 1.1\n", "é", "\\", "yxf:", "  headers:", "\u0085"];
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(Gen.Elements(pieces).ListOf(14).ToArbitrary(), list =>
        {
            var reading = WorkbookReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(string.Join("", list))), "x.yaml");
            Assert.True(reading.Workbook is not null || !reading.Diagnostics.IsEmpty);
            if (reading.Workbook is { } workbook) FormCompiler.Compile(workbook);
        }));
    }

    [Fact]
    public void A_chain_of_doubling_texts_stays_bounded()
    {
        var form = new StringBuilder("| survey | | | | |\n| | type | name | label | calculation |\n| | text | a | A | |\n| | calculate | c0 | | concat(${a}, ${a}) |\n");
        for (var i = 1; i < 40; i++) form.Append($"| | calculate | c{i} | | concat(${{c{i - 1}}}, ${{c{i - 1}}}) |\n");
        var instance = Some.Start(form.ToString()).With("/data/a", "some text");
        Assert.True(instance.ValueOf("/data/c39").Length <= FormInstance.MaxValueLength);
    }

    [Fact]
    public void An_expression_at_the_limits_of_length_and_depth_is_refused_not_overflowed()
    {
        foreach (var text in (string[])[new string('(', 4000), "1" + string.Concat(Enumerable.Repeat(" + 1", 1000)), new string('-', 4000) + "1", string.Concat(Enumerable.Repeat("not(", 1000)), new string('1', 5000)])
            Assert.Null(ExpressionBinder.Compile(text, new ExpressionScope(null, null, null), []));
        var chains = "1";
        for (var i = 0; i < 15; i++) chains = "(" + chains + string.Concat(Enumerable.Repeat("+1", 120)) + ")";
        Assert.True(chains.Length < ExpressionParser.MaxLength);
        Assert.Null(ExpressionBinder.Compile(chains, new ExpressionScope(null, null, null), []));
        Assert.NotNull(ExpressionBinder.Compile("1" + string.Concat(Enumerable.Repeat(" + 1", ExpressionParser.MaxChain)), new ExpressionScope(null, null, null), []));
        Assert.NotNull(ExpressionBinder.Compile(new string('(', 60) + "1" + new string(')', 60), new ExpressionScope(null, null, null), []));
    }

    [Fact]
    public void A_pattern_that_explodes_is_stopped()
    {
        var form = Some.Start("| survey | | | | |\n| | type | name | label | constraint |\n| | text | a | A | regex(., '^(a+)+\\1$') |");
        Assert.Equal(AnswerRejection.ConstraintNotMet, form.Refusal("/data/a", new string('a', 4000) + "!"));
    }

    [Fact]
    public void Work_on_nested_lists_is_cut_off_at_the_budget()
    {
        var choices = new StringBuilder("| choices | | | |\n| | list_name | name | label |\n");
        for (var i = 0; i < 2000; i++) choices.Append($"| | l | n{i} | L |\n");
        var form = Some.Form("| survey | | | | |\n| | type | name | label | calculation |\n| | text | a | A | |\n| | calculate | c | | count(instance('l')/root/item[count(instance('l')/root/item[name != '']) > 1]) |\n" + choices);
        var instance = FormInstance.Start(form, Some.Moment);
        Assert.NotNull(instance.ValueOf("/data/c"));
    }
}
