namespace Detainees.Conversations.Tests;

/// <summary>What somebody wrote is shown as it was written, and changes nothing around it.</summary>
public sealed class AnswersAreTextTests
{
    [Fact]
    public void Markup_of_an_answer_that_is_offered_as_a_choice_is_not_read()
    {
        var phone = Asked("Ann *b*", "Whose?");
        Assert.Contains("Ann *b*", phone.Buttons().Select(button => button.Label));
        phone.Press("Ann *b*");
        Assert.Contains("Whose? – Ann *b*", phone.LastText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*x*")]
    [InlineData("**")]
    [InlineData("[x](https://example.org)")]
    [InlineData("](https://example.org)")]
    [InlineData("# x")]
    [InlineData("<span>x</span>")]
    public void Markup_of_an_answer_is_not_read_where_the_author_used_some(string name)
    {
        var phone = Asked(name, "**Whose** is [the house](https://example.com) that ${first} *saw*?");
        var asked = phone.Effects.OfType<Effect.Say>().Last().Message;
        Assert.Contains($"Whose is the house that {name} saw?", asked.Text, StringComparison.Ordinal);
        Assert.Equal("https://example.com", Assert.Single(asked.Spans, span => span.Kind == SpanKind.Link).Url);
    }

    [Fact]
    public void An_answer_does_not_turn_the_direction_of_what_stands_around_it()
    {
        const string name = "Ann \u202Enna\u2069\u2066";
        var phone = Asked(name, "Whose house did ${first} see?");
        Assert.Contains("Whose house did Ann nna see?", phone.LastText, StringComparison.Ordinal);
        phone.Press("Ann nna");
        Assert.Contains("Whose house did Ann nna see? – Ann nna", phone.LastText, StringComparison.Ordinal);
        Assert.All(phone.Effects.OfType<Effect.Say>(), say => Assert.DoesNotContain(say.Message.Text, c => c is '\u202E' or '\u2066' or '\u2069'));
        Assert.DoesNotContain(phone.Labels(), label => label.Contains('\u202E', StringComparison.Ordinal));
        // What is sealed is what was written.
        Assert.Equal(name, phone.Draft.Answers.Values["/data/first"]);
    }

    /// <summary>The name is written as the first answer and as that of the only person, and then offered as a choice.</summary>
    private static Phone Asked(string name, string label)
    {
        var phone = new Phone(new TestLibrary(TestForms.Compile($$"""
            survey:
            - type: text
              name: first
              label: Your name?
            - type: begin_repeat
              name: person
              label: Person
              repeat_count: '1'
            - type: text
              name: name
              label: Name
            - type: end_repeat
            - type: select_one ${name}
              name: whose
              label: '{{label}}'
            settings:
            - form_title: Names
              form_id: names
              version: '1'
            """)));
        phone.Command("start");
        phone.Press("Begin");
        phone.Text(name);
        phone.Text(name);
        Assert.Equal("/data/whose", Assert.IsType<Prompt.Question>(phone.Draft.Prompt).Path);
        return phone;
    }
}
