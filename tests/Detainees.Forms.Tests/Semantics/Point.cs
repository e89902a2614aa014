namespace Detainees.Forms.Tests.Semantics;

/// <summary>Which of the forty points of XLSForm's meaning a test holds.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PointAttribute(int number) : Attribute
{
    public int Number { get; } = number;
}

/// <summary>Forms for one point: rows of a survey, with settings added.</summary>
internal static class Written
{
    public static FormCompilation Compile(string markdown) => Some.Compile(markdown + (markdown.Contains("| settings", StringComparison.Ordinal) ? "" : "\n| settings | | |\n| | form_id | version |\n| | t | 1 |\n"));

    public static FormInstance Start(string markdown)
    {
        var compilation = Compile(markdown);
        Assert.True(compilation.Form is not null, string.Join("\n", compilation.Diagnostics));
        return FormInstance.Start(compilation.Form, Some.Moment);
    }

    /// <summary>The value of a calculation beside an integer n, texts a and b.</summary>
    public static string Value(string expression, string n = "", string a = "", string b = "") => Start($"""
        | survey | | | | |
        | | type | name | label | calculation |
        | | integer | n | N | |
        | | text | a | A | |
        | | text | b | B | |
        | | calculate | c | | {expression.Replace("|", @"\|", StringComparison.Ordinal)} |
        """).With("/data/n", n).With("/data/a", a).With("/data/b", b).ValueOf("/data/c");

    public static bool Warns(string markdown, string code) => Compile(markdown).Diagnostics.Any(d => d.Code == code);

    public static FormInstance Later(this FormInstance instance, string path, string value) =>
        Assert.IsType<AnswerResult.Accepted>(instance.Answer(path, value, Some.Moment with { Now = Some.Moment.Now.AddDays(1) })).Instance;
}

public sealed class PointsTests
{
    [Fact]
    public void Every_one_of_the_forty_points_has_a_test()
    {
        var numbers = typeof(PointsTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes(typeof(PointAttribute), false).Cast<PointAttribute>()).Select(point => point.Number);
        Assert.Equal(Enumerable.Range(1, 40), numbers.Distinct().Order());
    }
}
