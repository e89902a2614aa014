using BenchmarkDotNet.Attributes;
using Detainees.Forms;

namespace Detainees.Benchmarks.Micro;

/// <summary>One answer in the middle of forms of several sizes, and compiling and opening them. A form may have 2,000 rows, groups too.</summary>
public class AnswerBenchmarks
{
    private FormInstance instance = null!; // these two are set before every benchmark, by GlobalSetup
    private Workbook workbook = null!;
    private int turn;

    [Params(60, 300, 1600)]
    public int Questions { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        workbook = FormSizes.Workbook(Questions);
        instance = FormSizes.HalfAnswered(Questions);
    }

    /// <summary>With its constraint, and the calculation that depends on it.</summary>
    [Benchmark]
    public FormInstance Answer() => instance.Answer(FormSizes.Path(12), (turn++ & 1) == 0 ? "7" : "8", FormSizes.Moment) is AnswerResult.Accepted accepted
        ? accepted.Instance
        : throw new InvalidOperationException("the answer is refused");

    [Benchmark]
    public FormInstance Open() => FormInstance.Start(instance.Form, FormSizes.Moment);

    [Benchmark]
    public FormCompilation Compile() => FormCompiler.Compile(workbook);
}
