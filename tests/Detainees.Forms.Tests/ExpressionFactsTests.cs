using System.Globalization;
using System.Text.Json;
using Detainees.Testing;

namespace Detainees.Forms.Tests;

/// <summary>Facts about expressions on which JavaRosa, Enketo and ODK Web Forms agree, or which the specification decides.</summary>
public sealed class ExpressionFactsTests
{
    private const string File = "xlsform/expressions.csv";
    private static readonly Moment Moment = new(new DateTimeOffset(2026, 3, 10, 14, 30, 0, TimeSpan.Zero), "en", 1);

    public static TheoryData<string> Names()
    {
        var names = new TheoryData<string>();
        if (!ReferenceData.IsPresent(File)) names.Add("");
        else foreach (var row in Rows()) names.Add(row["name"]);
        return names;
    }

    private static List<Dictionary<string, string>> Rows() => Csv.Read(System.IO.File.ReadAllText(ReferenceData.Path(File)));

    [Theory, MemberData(nameof(Names))]
    public void The_expression_gives_what_the_reference_engines_give(string name)
    {
        var row = Rows().Find(r => r["name"] == name);
        Assert.NotNull(row);
        var problems = new List<ExpressionProblem>();
        var compiled = ExpressionBinder.Compile(row["expression"], new ExpressionScope(null, null, null), problems);
        if (row["result_type"] == "error")
        {
            Assert.Null(compiled);
            Assert.NotEmpty(problems);
            return;
        }

        Assert.True(compiled is not null, string.Join("; ", problems));
        var source = new XmlSource(row["instance"]);
        var instances = row["secondary"].Length == 0
            ? []
            : JsonSerializer.Deserialize<Dictionary<string, string>>(row["secondary"])!.ToDictionary(p => p.Key, p => (NodeSource)new XmlSource(p.Value));
        var pass = new Evaluation(source, Moment) { Instances = instances };
        var context = Locate(source, row["context"], pass);
        switch (row["result_type"])
        {
            case "number":
                var number = compiled.Number(pass, context);
                Assert.Equal(row["expected"] switch
                {
                    "NaN" => double.NaN,
                    "Infinity" => double.PositiveInfinity,
                    "-Infinity" => double.NegativeInfinity,
                    var text => double.Parse(text, CultureInfo.InvariantCulture),
                }, number, 9);
                break;
            case "string":
                Assert.Equal(row["expected"], compiled.Text(pass, context));
                break;
            case "boolean":
                Assert.Equal(row["expected"] == "true", compiled.Boolean(pass, context));
                break;
            default:
                Assert.Fail($"unknown result type {row["result_type"]}");
                break;
        }
    }

    private static XNode Locate(XmlSource source, string path, Evaluation pass)
    {
        var compiled = ExpressionBinder.Compile(path, new ExpressionScope(null, null, null), []);
        var nodes = Assert.IsType<NodeOperation>(compiled?.Operation, exactMatch: false).Nodes(new Frame(pass, source.Root, source.Root, 1, 1));
        return Assert.Single(nodes);
    }
}
