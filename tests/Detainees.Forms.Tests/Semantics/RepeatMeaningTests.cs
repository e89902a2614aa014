namespace Detainees.Forms.Tests.Semantics;

/// <summary>Points 23 to 27: references and functions across repeats.</summary>
public sealed class RepeatMeaningTests
{
    private static FormInstance Add(FormInstance form, string repeat, int times)
    {
        for (var i = 0; i < times; i++) form = form.AddRepeat(repeat, Some.Moment);
        return form;
    }

    private const string Houses = """
        | survey | | | | |
        | | type | name | label | calculation |
        | | begin repeat | house | H | |
        | | text | head | Head | |
        | | begin repeat | kid | K | |
        | | integer | age | Age | |
        | | calculate | own | | sum(${age}) |
        | | calculate | siblings | | count(${kid}) |
        | | calculate | of | | ${head} |
        | | calculate | place | | position(..) |
        | | end repeat | | | |
        | | calculate | inner | | sum(${age}) |
        | | end repeat | | | |
        | | calculate | all | | sum(${age}) |
        | | calculate | first | | ${head} |
        | | calculate | second | | /data/house[2]/head |
        | | calculate | third | | /data/house[position() = 3]/head |
        | | calculate | picked | | indexed-repeat(${age}, ${house}, 2, ${kid}, 2) |
        | | calculate | low | | indexed-repeat(${head}, ${house}, 0) |
        | | calculate | high | | indexed-repeat(${head}, ${house}, 9) |
        """;

    private static FormInstance Filled()
    {
        var form = Add(Add(Add(Written.Start(Houses), "/data/house", 2), "/data/house[1]/kid", 1), "/data/house[2]/kid", 2);
        return form.With("/data/house[1]/head", "Ada").With("/data/house[2]/head", "Ben").With("/data/house[1]/kid[1]/age", "3")
            .With("/data/house[2]/kid[1]/age", "5").With("/data/house[2]/kid[2]/age", "9");
    }

    [Fact, Point(23)]
    public void A_reference_goes_through_the_nearest_repeat_around_both()
    {
        var form = Filled();
        Assert.Equal(("9", "2", "Ben"), (form.ValueOf("/data/house[2]/kid[2]/own"), form.ValueOf("/data/house[2]/kid[2]/siblings"), form.ValueOf("/data/house[2]/kid[1]/of")));
        Assert.Equal(("3", "14", "17"), (form.ValueOf("/data/house[1]/inner"), form.ValueOf("/data/house[2]/inner"), form.ValueOf("/data/all")));
    }

    [Fact, Point(24)]
    public void Of_many_nodes_where_one_is_wanted_the_first_is_taken_and_the_checker_warns()
    {
        Assert.Equal("Ada", Filled().ValueOf("/data/first"));
        Assert.Contains(Written.Compile(Houses).Diagnostics, d => d is { Code: DiagnosticCodes.ManyValues, Row: 14 });
    }

    [Fact, Point(25)]
    public void A_position_is_the_place_among_siblings_and_a_number_in_brackets_is_a_position()
    {
        var form = Filled();
        Assert.Equal(("2", "Ben", ""), (form.ValueOf("/data/house[2]/kid[2]/place"), form.ValueOf("/data/second"), form.ValueOf("/data/third")));
        Assert.Equal("1", form.RemoveRepeat("/data/house[2]/kid[1]", Some.Moment).ValueOf("/data/house[2]/kid[1]/place"));
    }

    [Fact, Point(26)]
    public void An_index_below_one_means_the_first_and_one_beyond_the_last_nothing()
    {
        var form = Filled();
        Assert.Equal(("9", "Ada", ""), (form.ValueOf("/data/picked"), form.ValueOf("/data/low"), form.ValueOf("/data/high")));
    }

    [Fact, Point(26)]
    public void The_instance_before_may_be_asked_for_what_this_one_computes()
    {
        var form = Add(Written.Start("""
            | survey | | | | |
            | | type | name | label | calculation |
            | | begin repeat | month | M | |
            | | decimal | spent | S | |
            | | calculate | opening | | if(position(..) = 1, 100, indexed-repeat(${closing}, ${month}, position(..) - 1)) |
            | | calculate | closing | | ${opening} - coalesce(${spent}, 0) |
            | | calculate | total | | coalesce(${spent}, 0) + if(position(..) > 1, indexed-repeat(${total}, ${month}, position(..) - 1), 0) |
            | | end repeat | | | |
            """), "/data/month", 4);
        form = form.With("/data/month[1]/spent", "10").With("/data/month[2]/spent", "5").With("/data/month[4]/spent", "1");
        Assert.Equal(("90", "85", "85", "84"), (form.ValueOf("/data/month[1]/closing"), form.ValueOf("/data/month[2]/closing"), form.ValueOf("/data/month[3]/closing"), form.ValueOf("/data/month[4]/closing")));
        Assert.Equal("16", form.ValueOf("/data/month[4]/total"));
        var changed = form.With("/data/month[1]/spent", "20");
        Assert.Equal(("74", "26"), (changed.ValueOf("/data/month[4]/closing"), changed.ValueOf("/data/month[4]/total")));
        Assert.Equal("79", changed.RemoveRepeat("/data/month[2]", Some.Moment).ValueOf("/data/month[3]/closing"));
        Assert.Equal(changed.Answers.Values, FormInstance.Restore(changed.Form, changed.Answers, Some.Moment).Answers.Values);
    }

    [Fact, Point(26)]
    public void Instances_that_wait_for_each_other_end_all_the_same()
    {
        var form = Add(Written.Start("""
            | survey | | | | |
            | | type | name | label | calculation |
            | | begin repeat | r | R | |
            | | integer | n | N | |
            | | calculate | a | | coalesce(indexed-repeat(${a}, ${r}, 3 - position(..)), 0) + ${n} |
            | | end repeat | | | |
            """), "/data/r", 2);
        Assert.NotEqual("", form.With("/data/r[1]/n", "1").With("/data/r[2]/n", "1").ValueOf("/data/r[1]/a"));
    }

    [Fact, Point(27)]
    public void A_count_is_live_and_what_is_surplus_is_hidden_and_kept()
    {
        var form = Written.Start("""
            | survey | | | | | |
            | | type | name | label | repeat_count | calculation |
            | | integer | n | N | | |
            | | begin repeat | r | R | ${n} | |
            | | text | t | T | | |
            | | end repeat | | | | |
            | | calculate | c | | | count(${r}) |
            """);
        Assert.Equal("0", form.ValueOf("/data/c"));
        var two = form.With("/data/n", "2").With("/data/r[2]/t", "x");
        var one = two.With("/data/n", "1");
        Assert.Equal(("1", "", "x"), (one.ValueOf("/data/c"), one.ValueOf("/data/r[2]/t"), one.StoredValueOf("/data/r[2]/t")));
        Assert.Equal("x", one.With("/data/n", "2").ValueOf("/data/r[2]/t"));
        Assert.Equal(("0", "0", "0"), (two.With("/data/n", "0").ValueOf("/data/c"), two.With("/data/n", "-3").ValueOf("/data/c"), two.With("/data/n", "").ValueOf("/data/c")));
    }
}
