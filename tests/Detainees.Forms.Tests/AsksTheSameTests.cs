namespace Detainees.Forms.Tests;

public sealed class AsksTheSameTests
{
    private const string Survey = """
        | survey |              |       |       |              |           |
        |        | type         | name  | label | relevant     | read_only |
        |        | text         | a     | A     |              |           |
        |        | text         | b     | B     | ${a} = 'yes' |           |
        |        | begin repeat | r     | R     |              |           |
        |        | text         | c     | C     |              |           |
        |        | end repeat   |       |       |              |           |
        """;

    [Theory]
    [InlineData("/data/a", "no", true)]
    [InlineData("/data/a", "yes", false)]
    public void It_is_the_same_until_a_question_comes_or_goes(string path, string value, bool isSame)
    {
        var before = Some.Start(Survey);
        var after = before.With(path, value);
        Assert.Equal(isSame, after.AsksTheSame(before));
        Assert.True(after.With(path, value).AsksTheSame(after));
    }

    [Fact]
    public void It_is_not_the_same_when_an_instance_comes_or_goes()
    {
        var before = Some.Start(Survey);
        var one = before.AddRepeat("/data/r", Some.Moment);
        Assert.False(one.AsksTheSame(before));
        Assert.False(one.RemoveRepeat("/data/r[1]", Some.Moment).AsksTheSame(one));
        Assert.True(one.With("/data/r[1]/c", "x").AsksTheSame(one));
    }

    [Fact]
    public void Where_an_answer_may_close_another_question_it_is_never_said_to_be_the_same()
    {
        var before = Some.Start(Survey.Replace("${a} = 'yes' |           |", "             | ${a} = 'x' |", StringComparison.Ordinal));
        Assert.False(before.With("/data/a", "no").AsksTheSame(before));
    }

    [Fact]
    public void Another_form_never_asks_the_same() => Assert.False(Some.Start(Survey).AsksTheSame(Some.Start(Survey)));
}
