using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Detainees.Forms;

namespace Detainees.Benchmarks.Micro;

/// <summary>Reading and checking forms of growing size: selects, conditions, limits, sums over repeats, two languages.</summary>
public class FormBenchmarks
{
    private byte[] form = [];
    private FormDefinition compiled = null!; // these are set before every benchmark, by GlobalSetup
    private FormInstance instance = null!;
    private Moment moment;

    [Params(60, 300, 2000)]
    public int Questions { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        form = LargeForm.Write(Questions);
        compiled = Load().Form ?? throw new InvalidOperationException("the form has errors");
        moment = new Moment(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero), "English (en)", 1);
        instance = FormInstance.Start(compiled, moment);
    }

    [Benchmark]
    public FormCompilation Load() => FormCompiler.Compile(WorkbookReader.Read(new MemoryStream(form), "large.yaml"));

    [Benchmark]
    public FormInstance Start() => FormInstance.Start(compiled, moment);

    /// <summary>An answer that a tenth of the form looks at.</summary>
    [Benchmark]
    public AnswerResult Answer() => instance.Answer("/data/q0", "7", moment);
}

internal static class LargeForm
{
    public static byte[] Write(int questions)
    {
        var text = new StringBuilder("survey:\n");
        for (var i = 0; i < questions; i++)
        {
            var type = (i % 5) switch { 0 => "integer", 1 => "select_one yn", 2 => "select_multiple needs", 3 => "date", _ => "text" };
            text.Append(CultureInfo.InvariantCulture, $"- type: {type}\n  name: q{i}\n  label::English (en): Question {i}, what do you know?\n  label::Русский (ru): Вопрос {i}, что Вы знаете?\n");
            if (i % 5 == 0 && i > 0) text.Append(CultureInfo.InvariantCulture, $"  constraint: . >= 0 and . <= ${{q{i - 5}}} + 100\n");
            if (i % 10 == 1 && i > 1) text.Append(CultureInfo.InvariantCulture, $"  relevant: ${{q0}} > 5 and ${{q{i - 10}}} = 'yes'\n");
            if (i % 5 == 2 && i > 2) text.Append(CultureInfo.InvariantCulture, $"  relevant: selected(${{q{i - 5}}}, 'food') or ${{q{i - 5}}} = ''\n");
            text.Append("  bind::case:field: narrative\n");
        }

        text.Append("choices:\n");
        foreach (var (list, names) in ((string, string[])[])[("yn", ["yes", "no"]), ("needs", ["food", "water", "shelter", "medicine"])])
            foreach (var name in names) text.Append(CultureInfo.InvariantCulture, $"- list_name: {list}\n  name: {name}\n  label::English (en): {name}\n  label::Русский (ru): {name}\n");
        return Encoding.UTF8.GetBytes(text.Append("settings:\n- form_id: large\n  version: '1'\n  default_language: English (en)\n").ToString());
    }
}
