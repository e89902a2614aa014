namespace Detainees.Forms.Tests;

/// <summary>Repeats: instances, references inside and across them, counts.</summary>
public sealed class RepeatTests
{
    private const string Settings = """

        | settings |  |  |
        | | form_id | version |
        | | t | 1 |
        """;

    private const string Family = """
        | survey | | | | | | |
        | | type | name | label | calculation | relevant | default |
        | | begin repeat | member | Member | | | |
        | | text | name | Name | | | |
        | | integer | age | Age of ${name} | | | 10 + 1 |
        | | calculate | place | | position(..) | | |
        | | calculate | alone | | sum(${age}) | | |
        | | calculate | siblings | | count(${member}) | | |
        | | begin group | more | M | | ${age} > 17 | |
        | | text | job | Job | | | |
        | | calculate | where | | position(../..) | | |
        | | end group | | | | | |
        | | end repeat | | | | | |
        | | calculate | total | | sum(${age}) | | |
        | | calculate | many | | count(${member}) | | |
        | | calculate | names | | join(' ', ${name}) | | |
        | | calculate | second | | indexed-repeat(${name}, ${member}, 2) | | |
        | | calculate | adults | | count(/data/member[age > 17]) | | |
        """ + Settings;

    private static FormInstance Two()
    {
        var form = Some.Start(Family).AddRepeat("/data/member", Some.Moment).AddRepeat("/data/member", Some.Moment);
        return form.With("/data/member[1]/name", "Ann").With("/data/member[2]/name", "Bo").With("/data/member[1]/age", "30");
    }

    [Fact]
    public void A_repeat_that_a_person_adds_begins_without_instances()
    {
        var form = Some.Start(Family);
        Assert.Equal(0, form.InstancesOf("/data/member"));
        Assert.True(form.CanAddRepeat("/data/member"));
        Assert.Equal("0", form.ValueOf("/data/many"));
        Assert.Equal("0", form.ValueOf("/data/total"));
        Assert.Equal(AnswerRejection.NotRelevant, form.Refusal("/data/member[1]/name", "Ann"));
    }

    [Fact]
    public void Inside_a_repeat_a_reference_means_this_instance_and_outside_all_of_them()
    {
        var form = Two();
        Assert.Equal("30", form.ValueOf("/data/member[1]/alone"));
        Assert.Equal("11", form.ValueOf("/data/member[2]/alone"));
        Assert.Equal("41", form.ValueOf("/data/total"));
        Assert.Equal("2", form.ValueOf("/data/member[1]/siblings"));
        Assert.Equal("2", form.ValueOf("/data/many"));
        Assert.Equal("Ann Bo", form.ValueOf("/data/names"));
        Assert.Equal("Bo", form.ValueOf("/data/second"));
        Assert.Equal("1", form.ValueOf("/data/adults"));
    }

    [Fact]
    public void A_position_is_that_of_the_instance_around()
    {
        var form = Two();
        Assert.Equal("2", form.ValueOf("/data/member[2]/place"));
        Assert.Equal("1", form.ValueOf("/data/member[1]/more/where"));
    }

    [Fact]
    public void Labels_show_the_values_of_their_own_instance()
    {
        var form = Two();
        var age = Assert.IsType<FormQuestion>(form.Form.Find("/data/member/age"));
        Assert.Equal("Age of Bo", form.Text(age.Label, "/data/member[2]/age", "default"));
    }

    [Fact]
    public void Removing_an_instance_moves_the_later_ones_up_and_computes_what_hangs_on_them()
    {
        var form = Two().RemoveRepeat("/data/member[1]", Some.Moment);
        Assert.Equal(1, form.InstancesOf("/data/member"));
        Assert.Equal("Bo", form.ValueOf("/data/member[1]/name"));
        Assert.Equal("1", form.ValueOf("/data/member[1]/place"));
        Assert.Equal("11", form.ValueOf("/data/total"));
        Assert.Equal("", form.ValueOf("/data/second"));
        Assert.False(form.IsRelevant("/data/member[1]/more/job"));
        Assert.Equal(["/data/member[1]", "/data/member[1]/name"], form.Nodes().Take(2).Select(n => n.Path));
    }

    [Fact]
    public void What_is_stored_restores_to_the_same_instance()
    {
        var form = Two();
        var restored = FormInstance.Restore(form.Form, form.Answers, Some.Moment);
        Assert.Equal(form.Answers.Values, restored.Answers.Values);
        Assert.Equal(form.Answers.Repeats, restored.Answers.Repeats);
        Assert.Equal(form.Nodes().Select(n => (n.Path, form.IsRelevant(n.Path))), restored.Nodes().Select(n => (n.Path, restored.IsRelevant(n.Path))));
    }

    [Fact]
    public void A_repeat_takes_fifty_instances_and_no_more()
    {
        var form = Some.Start(Family);
        for (var i = 0; i < 60; i++) form = form.AddRepeat("/data/member", Some.Moment);
        Assert.Equal(FormRepeat.MaxInstances, form.InstancesOf("/data/member"));
        Assert.False(form.CanAddRepeat("/data/member"));
        Assert.Equal("550", form.ValueOf("/data/total"));
    }

    private const string Counted = """
        | survey | | | | | |
        | | type | name | label | calculation | repeat_count |
        | | integer | n | N | | |
        | | begin repeat | child | C | | ${n} |
        | | text | name | Name | | |
        | | begin repeat | toy | T | | 2 |
        | | text | what | What | | |
        | | end repeat | | | | |
        | | end repeat | | | | |
        | | calculate | many | | count(${child}) | |
        | | calculate | toys | | count(${toy}) | |
        """ + Settings;

    [Fact]
    public void A_count_is_live_and_a_lower_one_hides_the_surplus_without_deleting_it()
    {
        var form = Some.Start(Counted);
        Assert.Equal("0", form.ValueOf("/data/many"));
        var three = form.With("/data/n", "3").With("/data/child[3]/name", "Cy");
        Assert.Equal("3", three.ValueOf("/data/many"));
        Assert.Equal("6", three.ValueOf("/data/toys"));
        Assert.False(three.CanAddRepeat("/data/child"));
        var two = three.With("/data/n", "2");
        Assert.Equal("2", two.ValueOf("/data/many"));
        Assert.False(two.IsRelevant("/data/child[3]/name"));
        Assert.Equal("Cy", two.StoredValueOf("/data/child[3]/name"));
        Assert.Equal("Cy", two.With("/data/n", "3").ValueOf("/data/child[3]/name"));
        Assert.Equal("0", two.With("/data/n", "-1").ValueOf("/data/many"));
        Assert.Equal("0", two.With("/data/n", "").ValueOf("/data/many"));
        Assert.Equal("50", two.With("/data/n", "1000").ValueOf("/data/many"));
    }

    [Fact]
    public void In_nested_repeats_a_reference_stays_in_the_nearest_repeat_around_both()
    {
        var form = Some.Start("""
            | survey | | | | |
            | | type | name | label | calculation |
            | | begin repeat | house | H | |
            | | text | head | Head | |
            | | begin repeat | kid | K | |
            | | integer | age | Age | |
            | | calculate | of | | ${head} |
            | | end repeat | | | |
            | | calculate | sum | | sum(${age}) |
            | | calculate | first | | indexed-repeat(${age}, ${house}, position(..), ${kid}, 1) |
            | | end repeat | | | |
            | | calculate | all | | sum(${age}) |
            """ + Settings);
        form = form.AddRepeat("/data/house", Some.Moment).AddRepeat("/data/house", Some.Moment);
        form = form.AddRepeat("/data/house[1]/kid", Some.Moment).AddRepeat("/data/house[2]/kid", Some.Moment).AddRepeat("/data/house[2]/kid", Some.Moment);
        form = form.With("/data/house[1]/kid[1]/age", "3").With("/data/house[2]/kid[1]/age", "5").With("/data/house[2]/kid[2]/age", "9")
            .With("/data/house[2]/head", "Ben");
        Assert.Equal("3", form.ValueOf("/data/house[1]/sum"));
        Assert.Equal("14", form.ValueOf("/data/house[2]/sum"));
        Assert.Equal("17", form.ValueOf("/data/all"));
        Assert.Equal("Ben", form.ValueOf("/data/house[2]/kid[2]/of"));
        Assert.Equal("5", form.ValueOf("/data/house[2]/first"));
        Assert.Equal("3", form.ValueOf("/data/house[1]/first"));
        Assert.Equal("8", form.RemoveRepeat("/data/house[2]/kid[2]", Some.Moment).ValueOf("/data/all"));
    }

    [Fact]
    public void A_repeat_that_is_not_relevant_cannot_be_added_to()
    {
        var form = Some.Start("""
            | survey | | | | |
            | | type | name | label | relevant |
            | | text | a | A | |
            | | begin repeat | r | R | ${a} = 'x' |
            | | text | b | B | |
            | | end repeat | | | |
            """ + Settings);
        Assert.False(form.CanAddRepeat("/data/r"));
        var shown = form.With("/data/a", "x");
        Assert.True(shown.CanAddRepeat("/data/r"));
        var added = shown.AddRepeat("/data/r", Some.Moment).With("/data/r[1]/b", "y");
        Assert.Equal("", added.With("/data/a", "").ValueOf("/data/r[1]/b"));
    }

    [Fact]
    public void A_change_touches_only_what_depends_on_it()
    {
        var form = Some.Start("""
            | survey | | | | |
            | | type | name | label | calculation |
            | | text | a | A | |
            | | text | b | B | |
            | | calculate | x | | concat(${a}, random()) |
            | | calculate | y | | concat(${b}, random()) |
            """ + Settings);
        var later = Some.Moment with { Now = Some.Moment.Now.AddSeconds(1) };
        var changed = Assert.IsType<AnswerResult.Accepted>(form.Answer("/data/a", "1", later)).Instance;
        Assert.NotEqual(form.ValueOf("/data/x"), changed.ValueOf("/data/x"));
        Assert.Equal(form.ValueOf("/data/y"), changed.ValueOf("/data/y"));
    }
}
