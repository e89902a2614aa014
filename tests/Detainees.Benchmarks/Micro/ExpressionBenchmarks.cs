using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.XPath;
using BenchmarkDotNet.Attributes;
using Detainees.Forms;

namespace Detainees.Benchmarks.Micro;

/// <summary>Compiled expressions on an instance of sixty nodes, against the framework's engine on the same XML, compiled too.</summary>
public class ExpressionBenchmarks
{
    /// <summary>Plain XPath 1.0, so that both engines can be asked: by name, the context's path, and the expression.</summary>
    private static readonly ImmutableSortedDictionary<string, (string At, string Expression)> All = new Dictionary<string, (string, string)>
    {
        ["range"] = ("/data/q7", ". >= 16 and . <= 90"),
        ["three"] = ("/data/q7", "../q3 > 5 and ../q4 = 4 or ../q5 != 5"),
        ["sum"] = ("/data/q7", "../q4 * 2 + ../q3 div 3"),
        ["count"] = ("/data/q7", "count(/data/member[mage > 20])"),
        ["total"] = ("/data/q7", "sum(/data/member/mage)"),
        ["text"] = ("/data/q7", "concat(../q1, '-', substring-before(../q2, '2'))"),
        ["lookup"] = ("/data/q7", "instance('places')/root/item[name = current()/../key]/label"),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private const int Places = 201;
    private CompiledExpression ours = null!; // these are set before every benchmark, by GlobalSetup
    private FormState state = null!;
    private XNode node;
    private XPathExpression theirs = null!;
    private XPathNavigator navigator = null!;

    public static IEnumerable<string> Names => All.Keys;

    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var (at, expression) = All[Name];
        var rows = ImmutableArray.CreateBuilder<WorkbookRow>();
        void Row(params string[] cells) => rows.Add(new(rows.Count + 1, [.. cells.Select((text, i) => new WorkbookCell(i, text))]));
        Row("type", "name", "label");
        for (var i = 0; i < 50; i++) Row("integer", "q" + i.ToString(CultureInfo.InvariantCulture), "Q");
        Row("text", "key", "K");
        Row("begin repeat", "member", "M");
        Row("integer", "mage", "A");
        Row("end repeat");
        var survey = rows.ToImmutable();
        rows.Clear();
        Row("list_name", "name", "label");
        for (var i = 0; i < Places; i++) Row("places", $"p{i}", $"Place {i}");
        var form = FormCompiler.Compile(new Workbook("e.xlsx", [new("survey", survey), new("choices", rows.ToImmutable())], HasLines: false)).Form
            ?? throw new InvalidOperationException("the form has errors");
        state = new FormState(form);
        var xml = new StringBuilder("<data>");
        for (var i = 0; i < 50; i++)
        {
            Store($"/data/q{i}", i.ToString(CultureInfo.InvariantCulture));
            xml.Append(CultureInfo.InvariantCulture, $"<q{i}>{i}</q{i}>");
        }

        Store("/data/key", "p150");
        xml.Append("<key>p150</key>");
        var member = (FormRepeat)(form.Find("/data/member") ?? throw new InvalidOperationException("there is no repeat"));
        state.SetCount(member, 0, 5);
        for (var i = 1; i <= 5; i++)
        {
            Store($"/data/member[{i}]/mage", (i * 10).ToString(CultureInfo.InvariantCulture));
            xml.Append(CultureInfo.InvariantCulture, $"<member><mage>{i * 10}</mage></member>");
        }

        xml.Append("</data>");
        var current = form.Find(at) ?? throw new InvalidOperationException("there is no such question");
        node = state.Node(new NodeKey(current.Index, 0));
        ours = ExpressionBinder.Compile(expression, new ExpressionScope(new FormNames(form.Root, form.Elements, form.Lists), current, null), [])
            ?? throw new InvalidOperationException("the expression is refused");

        // The framework knows one document and no current(): the list is put into it and the key written out as a path.
        var list = string.Concat(Enumerable.Range(0, Places).Select(i => $"<item><name>p{i}</name><label>Place {i}</label></item>"));
        using var reader = XmlReader.Create(new StringReader($"<all>{xml}<root>{list}</root></all>"));
        navigator = new XPathDocument(reader).CreateNavigator().SelectSingleNode("/all" + at) ?? throw new InvalidOperationException("there is no such node");
        theirs = XPathExpression.Compile("string(" + expression.Replace("instance('places')/root", "/all/root", StringComparison.Ordinal)
            .Replace("current()/../key", "/all/data/key", StringComparison.Ordinal).Replace("/data/member", "/all/data/member", StringComparison.Ordinal) + ")");
        if (Ours() != Theirs()) throw new InvalidOperationException($"{Name}: {Ours()} and {Theirs()}");

        void Store(string path, string value)
        {
            if (!NodePath.TryParse(form, path, out var key)) throw new InvalidOperationException("there is no such path");
            state.Store(key, value);
        }
    }

    [Benchmark]
    public string Ours() => ours.Text(new Evaluation(state, FormSizes.Moment), node);

    [Benchmark(Baseline = true)]
    public string Theirs() => (string)navigator.Evaluate(theirs);
}
