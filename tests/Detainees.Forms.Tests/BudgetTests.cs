using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Detainees.Forms.Tests;

/// <summary>No expression and no answer may cost more than one message is worth.</summary>
public sealed class BudgetTests
{
    private static FormInstance LongList(string calculation, string column = "calculation")
    {
        var form = new StringBuilder($"| survey | | | | |\n| | type | name | label | {column} |\n| | text | a | A | |\n| | {(column == "calculation" ? "calculate" : "text")} | c | C | {calculation} |\n| choices | | | |\n| | list_name | name | label |\n");
        for (var i = 0; i < 2000; i++) form.Append($"| | l | n{i} | L{i} |\n");
        return Some.Start(form.ToString());
    }

    [Fact]
    public void An_answer_that_sets_off_too_much_work_is_refused_and_nothing_is_stored()
    {
        var form = LongList("if(${a} = 'go', count(instance('l')/root/item[count(instance('l')/root/item[label != '']) > 1]), 0)");
        Assert.False(form.IsCutShort);
        Assert.Equal(AnswerRejection.TooMuchWork, form.Refusal("/data/a", "go"));
        Assert.Equal("0", form.With("/data/a", "stay").ValueOf("/data/c"));
        Assert.True(LongList("count(instance('l')/root/item[count(instance('l')/root/item[label != '']) > 1])").IsCutShort);
    }

    [Fact]
    public void A_constraint_that_takes_too_much_work_refuses_the_answer_for_that_reason() =>
        Assert.Equal(AnswerRejection.TooMuchWork, LongList("count(instance('l')/root/item[count(instance('l')/root/item[label != '']) > 1]) > 0 or . = ''", "constraint").Refusal("/data/c", "x"));

    [Theory]
    [InlineData("count(instance('l')/root/item[regex(name, concat('(a?){20}', name))])")]
    [InlineData("count(instance('l')/root/item[regex(concat(${a}, name), '^(a+)+\\1$')])")]
    [InlineData("count(instance('l')/root/item[translate(${a}, concat(${a}, name), 'b') = name])")]
    [InlineData("count(instance('l')/root/item[contains(concat(${a}, ${a}, name), 'x')])")]
    [InlineData("count(instance('l')/root/item[digest(concat(${a}, name), 'SHA-512') = ''])")]
    public void Work_on_texts_and_patterns_counts_and_ends(string calculation)
    {
        var form = LongList($"if(${{a}} = '', 0, {calculation})".Replace("|", @"\|", StringComparison.Ordinal));
        Assert.Equal(AnswerRejection.TooMuchWork, form.Refusal("/data/a", new string('a', 16_000)));
    }

    private static readonly string[] Pieces =
    [
        "1", "-0.5", "'x'", "'2024-03-10'", "''", ".", "..", "*", "/", "/data", "/data/a", "/data/m", "/data/m[2]", "item", "name", "[", "]", "(", ")", ",", "|",
        "+", "-", "*", "div", "mod", "=", "!=", "<", ">=", "and", "or", "self::", "parent::node()", "child::a", "instance('l')/root/item", "current()", "position()", "last()",
        "count(", "sum(", "max(", "concat(", "join(", "substr(", "translate(", "regex(", "format-date(", "date(", "decimal-time(", "selected-at(", "distance(", "area(",
        "digest(", "base64-decode(", "randomize(", "pulldata(", "indexed-repeat(", "checklist(", "weighted-checklist(", "once(", "if(", "coalesce(", "round(", "pow(", "uuid(", "jr:itext(", "\u0000", "é", "  ",
    ];

    [Fact]
    public void No_expression_makes_the_parser_binder_or_evaluator_throw_or_run_away()
    {
        string[] documents =
        [
            "<data><a>5</a><m><n>x</n></m><m><n>7</n></m></data>", "<data/>", "<other><a/></other>",
            "<data><a>2024-03-10</a><m>40.1 44.5 0 0</m><m>NaN</m><m>-1e308</m></data>",
        ];
        var list = new XmlSource("<root><item><name>a</name><label>A</label></item><item><name>b</name></item></root>");
        var plain = ArbMap.Default.GeneratorFor<string>().Where(text => text is not null);
        var texts = Gen.OneOf(Gen.Elements(Pieces).ListOf(9).Select(pieces => string.Join(" ", pieces)), Gen.Elements(Pieces).ListOf(5).Select(pieces => string.Concat(pieces)), plain);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var problems = new List<ExpressionProblem>();
            var compiled = ExpressionBinder.Compile(text, new ExpressionScope(null, null, null), problems);
            if (compiled is null)
            {
                Assert.Contains(problems, problem => !problem.IsWarning);
                Assert.All(problems, problem => Assert.InRange(problem.Position, 0, text.Length));
                return;
            }

            foreach (var document in documents)
            {
                var source = new XmlSource(document);
                var pass = new Evaluation(source, Some.Moment, 10_000) { Instances = new Dictionary<string, NodeSource> { ["l"] = list } };
                _ = (compiled.Text(pass, source.Root), compiled.Number(pass, source.Root), compiled.Boolean(pass, source.Root), compiled.Stored(pass, source.Root));
                Assert.InRange(pass.Spent, 0, 10_001);
            }
        }));
    }
}
