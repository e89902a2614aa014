namespace Detainees.Conversations.Tests;

/// <summary>Repeats inside repeats: everything says whose it is.</summary>
public sealed class NestedRepeatTests
{
    [Fact]
    public void The_buttons_of_a_child_say_of_which_family_it_is()
    {
        var phone = Reviewed("Family", "Child");
        var labels = phone.Buttons().Select(button => button.Label).ToList();
        Assert.Contains("✕ Family 1 · Child 1", labels);
        Assert.Contains("✕ Family 2 · Child 1", labels);
        Assert.Contains("Add: Family 1 · Child", labels);
        Assert.Contains("Add: Family 2 · Child", labels);
        Assert.Contains("Add: Family", labels);
        phone.Press("✕ Family 2 · Child 1");
        Assert.Contains("Remove “Family 2 · Child 1” with all its answers?", phone.LastText, StringComparison.Ordinal);
        phone.Press("Remove");
        Assert.Equal(("Ani", ""), (Child(phone, 1), Child(phone, 2)));
    }

    [Fact]
    public void The_lines_of_the_review_stand_under_the_family_and_the_child()
    {
        var phone = Reviewed("Family", "Child");
        Assert.Contains("Family 1 · Child 1\n2. Name – Ani", phone.LastText, StringComparison.Ordinal);
        Assert.Contains("Family 1\n3. Street – North", phone.LastText, StringComparison.Ordinal);
        Assert.Contains("Family 2 · Child 1\n5. Name – Davit", phone.LastText, StringComparison.Ordinal);
    }

    [Fact]
    public void Whether_there_is_another_child_is_asked_of_one_family_by_name()
    {
        var phone = Begun("Family", "Child");
        phone.Press("Add");
        phone.Text("First");
        Assert.Contains("Family 1 · Child: would you like to add one?", phone.LastText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Family", "Child")]
    [InlineData("Family", "Family")]
    [InlineData("A family whose label is far longer than any button of any phone could ever show it", "A child with a label that is as long as the label of its family is, and then longer")]
    [InlineData("Household of ${surname}", "Child of ${surname}")]
    [InlineData("Household", "\u00A0")]
    public void No_two_buttons_of_a_review_have_the_same_label(string family, string child)
    {
        var labels = Reviewed(family, child).Buttons().Select(button => button.Label).ToList();
        Assert.Equal(labels.Distinct(StringComparer.Ordinal), labels);
        Assert.All(labels, label => Assert.InRange(label.Length, 1, 64));
    }

    [Fact]
    public void Two_repeats_that_are_called_the_same_have_buttons_that_differ()
    {
        var phone = Started("""
            survey:
            - type: begin_repeat
              name: a
              label: Person
            - type: text
              name: x
              label: Name
            - type: end_repeat
            - type: begin_repeat
              name: b
              label: Person
            - type: text
              name: y
              label: Name
            - type: end_repeat
            """);
        for (var i = 0; i < 2; i++)
        {
            phone.Press("Add");
            phone.Text("Ani");
            phone.Press("No, go on");
        }

        var labels = phone.Buttons().Select(button => button.Label).ToList();
        Assert.Equal(labels.Distinct(StringComparer.Ordinal), labels);
        phone.Press("✕ Person 1 (2)");
        phone.Press("Remove");
        Assert.True(phone.Draft.Answers.Values.ContainsKey("/data/a[1]/x"));
        Assert.False(phone.Draft.Answers.Values.ContainsKey("/data/b[1]/y"));
    }

    [Fact]
    public void A_note_at_the_end_of_an_item_is_said_once_and_not_under_the_heading_of_the_next()
    {
        var phone = Started(Noted(""));
        phone.Press("Add");
        phone.Text("Ann");
        Assert.Contains("Goodbye Ann", phone.LastText, StringComparison.Ordinal);
        phone.Press("Add");
        Assert.StartsWith("Person 2", phone.LastText, StringComparison.Ordinal);
        Assert.DoesNotContain("Goodbye", phone.LastText, StringComparison.Ordinal);
        phone.Text("Ben");
        Assert.Contains("Goodbye Ben", phone.LastText, StringComparison.Ordinal);
        Assert.DoesNotContain("Goodbye Ann", phone.LastText, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_number_of_items_is_computed_the_note_stands_before_the_next_heading()
    {
        var phone = Started(Noted("  repeat_count: '2'\n"));
        phone.Text("Ann");
        Assert.StartsWith("Goodbye Ann\n\nPerson 2", phone.LastText, StringComparison.Ordinal);
    }

    private static string Noted(string count) => $$"""
        survey:
        - type: begin_repeat
          name: person
          label: Person
        {{count}}- type: text
          name: name
          label: Name
        - type: note
          name: bye
          label: Goodbye ${name}
        - type: end_repeat
        """;

    /// <summary>Two families with one child each, all said.</summary>
    private static Phone Reviewed(string family, string child)
    {
        var phone = Begun(family, child);
        foreach (var (surname, name, street) in ((string, string, string)[])[("Arzuyan", "Ani", "North"), ("Bagunts", "Davit", "South")])
        {
            phone.Press("Add");
            phone.Text(surname);
            phone.Press("Add");
            phone.Text(name);
            phone.Press("No, go on");
            phone.Text(street);
        }

        phone.Press("No, go on");
        Assert.IsType<Prompt.Review>(phone.Draft.Prompt);
        return phone;
    }

    private static string Child(Phone phone, int family) => phone.Draft.Answers.Values.GetValueOrDefault($"/data/family[{family}]/child[1]/name", "");

    private static Phone Begun(string family, string child) => Started($$"""
        survey:
        - type: begin_repeat
          name: family
          label: '{{family}}'
        - type: text
          name: surname
          label: Surname
        - type: begin_repeat
          name: child
          label: '{{child}}'
        - type: text
          name: name
          label: Name
        - type: end_repeat
        - type: text
          name: street
          label: Street
        - type: end_repeat
        """);

    private static Phone Started(string yaml)
    {
        var phone = new Phone(new TestLibrary(TestForms.Compile(yaml + "\nsettings:\n- form_title: Families\n  form_id: families\n  version: '1'\n")));
        phone.Command("start");
        phone.Press("Begin");
        return phone;
    }
}
