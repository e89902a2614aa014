namespace Detainees.Forms.Tests.Comparing;

/// <summary>What form diff says of one change at a time.</summary>
public sealed class FormDifferenceTests
{
    private const string Before = """
        | survey |
        | | type | name | label::English (en) | label::Русский (ru) | relevant | required | constraint | default | appearance | bind::case:field | bind::case:retention |
        | | text | who | Who? | Кто? | | yes | | | | name.typed | case |
        | | select_one sex | sex | Man or woman? | Пол? | | | | | | sex | case |
        | | begin group | about | About | О нём | | | | | | | |
        | | integer | age | How old? | Возраст? | ${who} != '' | | . < 120 | | | birth.age | case |
        | | date | seen | Last seen | Когда | | | | | no-calendar | | |
        | | end group | | | | | | | | | | |
        | | note | thanks | Thank you | Спасибо | | | | | | | |
        | choices |
        | | list_name | name | label::English (en) | label::Русский (ru) |
        | | sex | m | Man | Мужчина |
        | | sex | f | Woman | Женщина |
        | | sex | o | Other | Другое |
        | settings |
        | | form_id | version | default_language |
        | | t | 1 | English (en) |
        """;

    private static FormDifference Diff(string after) => FormDifference.Of(Some.Form(Before), Some.Form(after));

    private static FormDifference Changed(string what, string by)
    {
        Assert.Contains(what, Before, StringComparison.Ordinal);
        return Diff(Before.Replace(what, by, StringComparison.Ordinal));
    }

    [Fact]
    public void A_form_and_itself_are_the_same_and_so_is_its_YAML()
    {
        Assert.True(Diff(Before).IsSame);
        var yaml = FormCompiler.Compile(Writing.Written.There(Some.Workbook(Before), FormFormat.Yaml)).Form;
        Assert.NotNull(yaml);
        Assert.True(FormDifference.Of(Some.Form(Before), yaml).IsSame);
    }

    [Theory]
    [InlineData("| How old? |", "| What age? |", "question \"age\": the label in English (en) was \"How old?\" and is now \"What age?\"", FormChangeKind.Text)]
    [InlineData("| Возраст? |", "| |", "question \"age\": the label in Русский (ru) is gone; it was \"Возраст?\"", FormChangeKind.Text)]
    [InlineData("| ${who} != '' |", "| ${who} != 'x' |", "question \"age\": the condition was \"${who} != ''\" and is now \"${who} != 'x'\"", FormChangeKind.Condition)]
    [InlineData("| . < 120 |", "| . < 100 |", "question \"age\": the constraint was \". < 120\" and is now \". < 100\"", FormChangeKind.Constraint)]
    [InlineData("| Кто? | | yes |", "| Кто? | | |", "question \"who\": the requirement is gone; it was \"true()\"", FormChangeKind.Required)]
    [InlineData("| no-calendar |", "| year |", "question \"seen\": the appearance was \"no-calendar\" and is now \"year\"", FormChangeKind.Appearance)]
    [InlineData("| integer | age |", "| text | age |", "question \"age\" was of type integer and is now of type text", FormChangeKind.Type)]
    [InlineData("| | sex | o | Other | Другое |", "", "question \"sex\": the choice \"o\" is gone: \"Other\"", FormChangeKind.Choice)]
    [InlineData("| | sex | m | Man |", "| | sex | m | Male |", "question \"sex\": the choice \"m\" in English (en) was \"Man\" and is now \"Male\"", FormChangeKind.Text)]
    [InlineData("| | note | thanks | Thank you | Спасибо | | | | | | | |", "", "note \"thanks\" is gone: \"Thank you\"", FormChangeKind.Removed)]
    [InlineData("| sex | case |", "| sex | contact |", "question \"sex\": the bind::case:retention was \"case\" and is now \"contact\"", FormChangeKind.CaseField)]
    [InlineData("| t | 1 |", "| t | 2 |", "the setting version was \"1\" and is now \"2\"", FormChangeKind.Settings)]
    [InlineData("| note | thanks |", "| note | bye |", "note \"bye\" was named \"thanks\"", FormChangeKind.Renamed)]
    public void One_change_is_said_in_one_sentence(string what, string by, string words, FormChangeKind kind)
    {
        var change = Assert.Single(Changed(what, by).Changes);
        Assert.Equal((words, kind), (change.Words, change.Kind));
    }

    [Fact]
    public void Choices_in_another_order_and_questions_in_another_order_are_said_as_such()
    {
        var choices = Changed("| | sex | m | Man | Мужчина |\n| | sex | f | Woman | Женщина |", "| | sex | f | Woman | Женщина |\n| | sex | m | Man | Мужчина |");
        Assert.Equal("question \"sex\": the choices stand in another order", Assert.Single(choices.Changes).Words);
        const string Note = "| | note | thanks | Thank you | Спасибо | | | | | | | |";
        var top = Diff(Before.Replace(Note, "", StringComparison.Ordinal).Replace("| | text | who |", Note + "\n| | text | who |", StringComparison.Ordinal));
        Assert.Equal("note \"thanks\" is asked at another place in the order", Assert.Single(top.Changes).Words);
    }

    [Fact]
    public void A_question_that_moves_into_a_group_moves_and_is_not_removed_and_added()
    {
        const string Sex = "| | select_one sex | sex | Man or woman? | Пол? | | | | | | sex | case |";
        var moved = Diff(Before.Replace(Sex, "", StringComparison.Ordinal).Replace("| | integer | age |", Sex + "\n| | integer | age |", StringComparison.Ordinal));
        var change = Assert.Single(moved.Changes);
        Assert.Equal(("question \"sex\" moved from the top of the form to group \"about\"", "/data/sex", "/data/about/sex"), (change.Words, change.Before, change.After));
        Assert.Empty(moved.Exports);
    }

    [Fact]
    public void A_group_that_is_renamed_does_not_move_what_is_in_it()
    {
        var renamed = Changed("| begin group | about |", "| begin group | person |");
        Assert.Equal("group \"person\" was named \"about\"", Assert.Single(renamed.Changes).Words);
    }

    [Fact]
    public void Added_questions_and_languages_are_said()
    {
        var added = Changed("| | note | thanks |", "| | text | where | Where? | Где? | | yes | | | | last_place | case |\n| | note | thanks |");
        Assert.Equal("question \"where\" is new: \"Where?\"", Assert.Single(added.Changes).Words);
        Assert.Equal(["The field last_place is new, from \"where\"."], added.Exports);
        Assert.Contains("\"where\" is new and may not be skipped: a report on the old form is incomplete by the new one.", added.Conversations);
        var language = Changed("label::Русский (ru)", "label::Français (fr)");
        Assert.Contains(language.Changes, change => change is { Kind: FormChangeKind.Language, Words: "the language \"Français (fr)\" is new" });
        Assert.Contains(language.Changes, change => change is { Kind: FormChangeKind.Language, Words: "the language \"Русский (ru)\" is gone" });
    }

    [Fact]
    public void Conversations_under_way_are_said_to_stay_and_an_unchanged_version_is_warned_of()
    {
        var same = Changed("| How old? |", "| What age? |").Conversations;
        Assert.StartsWith("The version is \"1\" in both", same[0], StringComparison.Ordinal);
        Assert.Equal("Conversations under way stay on the version they began with; only new ones get the new form.", same[1]);
        Assert.Equal("Every answer given on the old form would fit the new one.", same[2]);
        Assert.DoesNotContain(Changed("| t | 1 |", "| t | 2 |").Conversations, sentence => sentence.StartsWith("The version", StringComparison.Ordinal));
        Assert.Contains("two forms", Assert.Single(Changed("| t | 1 |", "| u | 1 |").Conversations), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("| integer | age |", "| text | age |", "Answers to \"age\" fit its new type.")]
    [InlineData("| text | who |", "| integer | who |", "Answers to \"who\" may not fit its new type integer.")]
    [InlineData("| | sex | o | Other | Другое |", "", "\"sex\": whoever chose \"o\" has an answer that the new form does not offer.")]
    [InlineData("| . < 120 |", "| . < 100 |", "Answers to \"age\" were accepted by other rules; the new constraint may refuse some of them, so answers may not fit.")]
    [InlineData("| text | who | Who? | Кто? | | yes | | | |", "| text | who | Who? | Кто? | | yes | | | numbers |", "Answers to \"who\" may not fit: only digits are taken now (appearance numbers).")]
    public void Answers_that_would_not_fit_are_named(string what, string by, string sentence) => Assert.Contains(sentence, Changed(what, by).Conversations);

    [Theory]
    [InlineData("start=1 end=10", "start=5 end=6", false)]
    [InlineData("start=1 end=10", "start=1 end=9", false)]
    [InlineData("start=0 end=10", "start=0 end=10 step=2", false)]
    [InlineData("start=1 end=10", "start=0 end=12", true)]
    [InlineData("start=0 end=10 step=2", "start=10 end=0", true)]
    public void A_range_that_no_longer_holds_every_number_is_named(string was, string now, bool fits)
    {
        static FormDefinition Form(string parameters) => Some.Form($"| survey | | | | |\n| | type | name | label | parameters |\n| | range | sure | S | {parameters} |");
        var said = FormDifference.Of(Form(was), Form(now)).Conversations;
        Assert.Equal(!fits, said.Contains("Answers to \"sure\" may not fit: its range holds fewer numbers, or other ones."));
        Assert.Equal(fits, said.Contains("Every answer given on the old form would fit the new one."));
    }

    [Theory]
    [InlineData("| birth.age |", "| birth.year |", "The field birth.age becomes the field birth.year (\"age\"): reports of the two versions stand in different columns.")]
    [InlineData("| date | seen |", "| date | last_seen |", "The column /data/about/seen becomes the column /data/about/last_seen (\"last_seen\"): reports of the two versions stand in different columns.")]
    [InlineData("| sex | case |", "| sex | contact |", "The field sex: retention was \"case\" and is now \"contact\"; reports sent before keep the old one.")]
    public void Fields_and_columns_that_change_are_named(string what, string by, string sentence) => Assert.Contains(sentence, Changed(what, by).Exports);
}
