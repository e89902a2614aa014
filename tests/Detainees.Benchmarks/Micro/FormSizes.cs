using System.Collections.Immutable;
using System.Globalization;
using Detainees.Forms;

namespace Detainees.Benchmarks.Micro;

/// <summary>Made-up forms of a given number of questions: groups of ten, conditions, constraints, and a calculation in every five rows.</summary>
internal static class FormSizes
{
    public static readonly Moment Moment = new(new DateTimeOffset(2026, 3, 10, 14, 30, 0, TimeSpan.FromHours(4)), "default", 42);

    public static Workbook Workbook(int questions)
    {
        var rows = ImmutableArray.CreateBuilder<WorkbookRow>();
        void Row(params string[] cells) => rows.Add(new(rows.Count + 1, [.. cells.Select((text, i) => new WorkbookCell(i, text)).Where(cell => cell.Text.Length > 0)]));
        Row("type", "name", "label", "relevant", "constraint", "calculation");
        for (var i = 0; i < questions; i++)
        {
            if (i % 10 == 0) Row("begin group", Name("g", i / 10), "Group", i >= 10 ? "${" + Name("q", i - 10) + "} != 99" : "");
            if (i % 5 == 3) Row("calculate", Name("q", i), "", "", "", "${" + Name("q", i - 1) + "} + 1");
            else Row("integer", Name("q", i), "Question", i % 3 == 1 ? "${" + Name("q", i - 1) + "} > 3" : "", ". >= 0 and . < 200");
            if (i % 10 == 9 || i == questions - 1) Row("end group");
        }

        return new("sizes.xlsx", [new("survey", rows.ToImmutable()), new("settings", [new(1, [new(0, "form_id"), new(1, "version")]), new(2, [new(0, "sizes"), new(1, "1")])])], HasLines: false);
    }

    public static FormInstance HalfAnswered(int questions)
    {
        var form = FormCompiler.Compile(Workbook(questions)).Form ?? throw new InvalidOperationException("the form has errors");
        var instance = FormInstance.Start(form, Moment);
        for (var i = 0; i < questions; i += 2)
            if (instance.Answer(Path(i), "5", Moment) is AnswerResult.Accepted accepted) instance = accepted.Instance;
        return instance;
    }

    public static string Path(int question) => "/data/" + Name("g", question / 10) + "/" + Name("q", question);

    private static string Name(string prefix, int number) => prefix + number.ToString(CultureInfo.InvariantCulture);
}
