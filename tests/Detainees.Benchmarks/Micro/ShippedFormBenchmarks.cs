using BenchmarkDotNet.Attributes;
using Detainees.Forms;

namespace Detainees.Benchmarks.Micro;

/// <summary>What a start, or publishing, does with the form that is shipped.</summary>
public class ShippedFormBenchmarks
{
    private readonly byte[] workbook = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "report-a-person.yaml"));

    [Benchmark]
    public FormCompilation ReadAndCompile() => FormCompiler.Compile(WorkbookReader.Read(new MemoryStream(workbook), "report-a-person.yaml"));
}
