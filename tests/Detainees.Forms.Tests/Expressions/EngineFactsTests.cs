using System.Globalization;
using Detainees.Testing;

namespace Detainees.Forms.Tests.Expressions;

/// <summary>What two other engines say of the same expressions on the same answers; see the README beside the table.</summary>
public sealed class EngineFactsTests
{
    private const string Folder = "tests/Detainees.Forms.Tests/Expressions/";
    private static readonly Moment Moment = new(new DateTimeOffset(2026, 3, 10, 14, 30, 0, TimeSpan.Zero), "en", 1);

    private static string Read(string file) => File.ReadAllText(Checkout.Path(Folder + file));

    [Fact]
    public void Every_expression_gives_what_the_other_engines_give()
    {
        var source = new XmlSource(Read("engine-facts.xml"));
        var lists = new Dictionary<string, NodeSource> { ["cities"] = new XmlSource(Read("engine-facts-cities.xml")) };
        var free = new ExpressionScope(null, null, null);
        var wrong = new List<string>();
        var facts = Csv.Read(Read("engine-facts.csv"));
        foreach (var fact in facts)
        {
            var compiled = ExpressionBinder.Compile(fact["expression"], free, []);
            if (compiled is null)
            {
                wrong.Add($"{fact["expression"]} is refused");
                continue;
            }

            var at = Assert.IsType<NodeOperation>(ExpressionBinder.Compile("/data/out", free, [])?.Operation, exactMatch: false);
            Evaluation Pass() => new(source, Moment) { Instances = lists };
            var context = Assert.Single(at.Nodes(new Frame(Pass(), source.Root, source.Root, 1, 1)));
            var text = "text:" + compiled.Text(Pass(), context);
            var number = compiled.Number(Pass(), context);
            var truth = compiled.Boolean(Pass(), context) ? "true" : "false";
            if (fact["text"] != "-" && fact["text"] != text) wrong.Add($"{fact["expression"]}: {text}, not {fact["text"]}");
            if (fact["number"] != "-" && !IsSame(number, fact["number"])) wrong.Add($"{fact["expression"]}: {number}, not {fact["number"]}");
            if (fact["boolean"] != "-" && fact["boolean"] != truth) wrong.Add($"{fact["expression"]}: {truth}, not {fact["boolean"]}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(facts.Count > 900, $"{facts.Count} facts");
    }

    private static bool IsSame(double number, string expected)
    {
        var other = double.Parse(expected, CultureInfo.InvariantCulture);
        return number.Equals(other) || Math.Abs(number - other) <= 1e-9 * Math.Max(1, Math.Abs(other));
    }
}
