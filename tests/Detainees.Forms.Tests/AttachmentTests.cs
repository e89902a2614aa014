using System.Text;

namespace Detainees.Forms.Tests;

/// <summary>Lists that lie beside a form in files, and lists that are the answers of a repeat.</summary>
public sealed class AttachmentTests
{
    private const string Settings = """

        | settings | | |
        | | form_id | version |
        | | t | 1 |
        """;

    private const string Cities = "name,label,label::Français (fr),country,pop\nny,New York,Nouvelle York,us,8\nbos,\"Boston, the \"\"Hub\"\"\",,us,1\nams,Amsterdam,,nl,1\n";

    private static FormCompilation Compile(string markdown, params (string Name, string Content)[] files) =>
        FormCompiler.Compile(Some.Workbook(markdown + Settings), name =>
            files.FirstOrDefault(file => file.Name == name) is { Name: not null } found ? new FormAttachment.Found(Encoding.UTF8.GetBytes(found.Content)) : new FormAttachment.Missing());

    private static FormInstance Start(string markdown, params (string Name, string Content)[] files)
    {
        var compilation = Compile(markdown, files);
        Assert.True(compilation.Form is not null, string.Join("\n", compilation.Diagnostics));
        return FormInstance.Start(compilation.Form, Some.Moment);
    }

    [Fact]
    public void A_select_from_a_csv_file_offers_its_rows_filtered_and_in_the_persons_language()
    {
        var form = Start("""
            | survey | | | | | |
            | | type | name | label | label::Français (fr) | choice_filter | calculation |
            | | text | country | C | C | | |
            | | select_one_from_file cities.csv | city | City | Ville | country = ${country} | |
            | | calculate | shown | | | | jr:choice-name(${city}, '${city}') |
            | | calculate | pop | | | | instance('cities')/root/item[name = ${city}]/pop |
            """, ("cities.csv", Cities)).With("/data/country", "us");
        Assert.Equal(["ny", "bos"], form.ChoicesOf("/data/city").Select(choice => choice.Name));
        Assert.Equal("Boston, the \"Hub\"", form.ChoicesOf("/data/city")[1].Label.In("default"));
        Assert.Equal("Nouvelle York", form.ChoicesOf("/data/city")[0].Label.In("Français (fr)"));
        Assert.Equal(AnswerRejection.NotAChoice, form.Refusal("/data/city", "ams"));
        var chosen = form.With("/data/city", "ny");
        Assert.Equal(("New York", "8"), (chosen.ValueOf("/data/shown"), chosen.ValueOf("/data/pop")));
        Assert.Equal("", chosen.With("/data/country", "nl").StoredValueOf("/data/city"));
    }

    [Fact]
    public void The_columns_of_a_file_are_named_by_parameters_and_semicolons_separate_too()
    {
        var form = Start("""
            | survey | | | | |
            | | type | name | label | parameters |
            | | select_multiple_from_file places.csv | p | P | value=code label=title |
            """, ("places.csv", "\uFEFFcode;title\r\nb;Bravo\r\na;Alpha\r\n\r\n"));
        Assert.Equal("b a", form.With("/data/p", "a b").ValueOf("/data/p"));
        Assert.Equal(["Bravo", "Alpha"], form.ChoicesOf("/data/p").Select(choice => choice.Label.In("default")));
    }

    [Fact]
    public void An_attached_list_is_looked_up_by_instance_and_by_pulldata()
    {
        var form = Start("""
            | survey | | | | |
            | | type | name | label | calculation |
            | | csv-external | cities | | |
            | | text | key | K | |
            | | calculate | one | | instance('cities')/root/item[name = ${key}]/label |
            | | calculate | two | | pulldata('cities', 'pop', 'name', ${key}) |
            | | calculate | three | | pulldata('towns', 'v', 'k', 7) |
            """, ("cities.csv", Cities), ("towns.csv", "k,v\n07,seven\n8,eight\n"));
        var asked = form.With("/data/key", "ams");
        Assert.Equal(("Amsterdam", "1", "seven"), (asked.ValueOf("/data/one"), asked.ValueOf("/data/two"), asked.ValueOf("/data/three")));
        Assert.Equal("", asked.With("/data/key", "zz").ValueOf("/data/two"));
        Assert.Equal(["cities.csv", "towns.csv"], form.Form.Attachments);
    }

    [Fact]
    public void A_list_in_xml_is_read_and_one_with_a_document_type_is_refused()
    {
        const string Survey = "| survey | | | |\n| | type | name | label |\n| | select_one_from_file l.xml | q | Q |";
        var form = Start(Survey, ("l.xml", "<root><item><name>a</name><label>A &amp; B</label></item><item><name>b</name><label/></item></root>"));
        Assert.Equal(["A & B", ""], form.ChoicesOf("/data/q").Select(choice => choice.Label.In("default")));
        const string Bomb = "<!DOCTYPE root [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><root><item><name>&b;</name><label>x</label></item></root>";
        Assert.Contains(Compile(Survey, ("l.xml", Bomb)).Diagnostics, d => d.Code == DiagnosticCodes.AttachmentInvalid);
        Assert.Contains(Compile(Survey, ("l.xml", "<root><item><name>a<b/></name></item></root>")).Diagnostics, d => d.Code == DiagnosticCodes.AttachmentInvalid);
    }

    [Theory]
    [InlineData("")]
    [InlineData("name,label\n\"a,b\n")]
    [InlineData("name,name\na,b\n")]
    [InlineData("name,label\na,b,c\n")]
    public void A_file_that_is_no_list_is_refused_with_its_reason(string content)
    {
        var compilation = Compile("| survey | | | |\n| | type | name | label |\n| | select_one_from_file l.csv | q | Q |", ("l.csv", content));
        Assert.Contains("l.csv cannot be used", Assert.Single(compilation.Diagnostics, d => d.Code == DiagnosticCodes.AttachmentInvalid).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_content_of_a_file_is_another_form()
    {
        const string Survey = "| survey | | | |\n| | type | name | label |\n| | select_one_from_file cities.csv | q | Q |";
        var one = Compile(Survey, ("cities.csv", Cities)).Form?.Fingerprint;
        Assert.Equal(one, Compile(Survey, ("cities.csv", Cities)).Form?.Fingerprint);
        Assert.NotEqual(one, Compile(Survey, ("cities.csv", Cities + "par,Paris,,fr,2\n")).Form?.Fingerprint);
    }

    [Fact]
    public void A_long_list_answers_as_trying_every_row_would_and_without_trying_them()
    {
        var rows = new StringBuilder("name,label,group,even\n");
        for (var i = 0; i < 10_000; i++) rows.Append($"n{i},L{i},g{i % 100},{(i % 2 == 0 ? "yes" : "no")}\n");
        var form = Start("""
            | survey | | | | | |
            | | type | name | label | calculation | choice_filter |
            | | text | g | G | | |
            | | select_one_from_file long.csv | q | Q | | group = ${g} and even = 'yes' |
            | | calculate | byname | | instance('long')/root/item[name = ${q}]/label | |
            | | calculate | several | | count(instance('long')/root/item['g3' = group]) | |
            | | calculate | placed | | instance('long')/root/item[group = 'g5' and position() > 9000]/name | |
            | | calculate | second | | instance('long')/root/item[group = 'g5'][2]/name | |
            | | calculate | bynumber | | count(instance('long')/root/item[group = 5]) | |
            """, ("long.csv", rows.ToString())).With("/data/g", "g4");
        Assert.Equal(100, form.ChoicesOf("/data/q").Length);
        var chosen = form.With("/data/q", "n104");
        Assert.Equal(("L104", "100", "n9005", "n105", "0"), (chosen.ValueOf("/data/byname"), chosen.ValueOf("/data/several"),
            chosen.ValueOf("/data/placed"), chosen.ValueOf("/data/second"), chosen.ValueOf("/data/bynumber")));
        Assert.Equal(AnswerRejection.NotAChoice, form.Refusal("/data/q", "n105"));

        var lookup = Assert.IsType<FormQuestion>(chosen.Form.Find("/data/byname")).Calculation;
        Assert.NotNull(lookup);
        var state = new FormState(chosen.Form);
        var key = Assert.IsType<FormQuestion>(chosen.Form.Find("/data/q"));
        state.Store(new NodeKey(key.Index, 0), "n9999");
        var pass = new Evaluation(state, Some.Moment);
        Assert.Equal("L9999", lookup.Text(pass, state.Node(new NodeKey(chosen.Form.Find("/data/byname")!.Index, 0)))); // found just above
        Assert.True(pass.Spent < 20, $"{pass.Spent} nodes visited");
    }

    private const string Household = """
        | survey | | | | | | |
        | | type | name | label | choice_filter | calculation | required |
        | | begin repeat | member | M | | | |
        | | text | name | N | | | |
        | | integer | age | A | | | |
        | | end repeat | | | | | |
        | | select_one ${name} | head | H | ${age} > 17 | | yes |
        | | select_multiple ${name} | ill | I | | | |
        | | calculate | label | | | jr:choice-name(${head}, '${head}') | |
        """;

    [Fact]
    public void The_answers_of_a_repeat_are_choices_without_the_blank_ones_and_follow_every_change()
    {
        var form = Start(Household);
        Assert.Empty(form.ChoicesOf("/data/head"));
        Assert.False(form.IsRequired("/data/head"));
        for (var i = 0; i < 3; i++) form = form.AddRepeat("/data/member", Some.Moment);
        form = form.With("/data/member[1]/name", "Ann Lee").With("/data/member[1]/age", "40").With("/data/member[3]/name", "Bo").With("/data/member[3]/age", "5");
        Assert.Equal(["Ann Lee"], form.ChoicesOf("/data/head").Select(choice => choice.Name));
        Assert.True(form.IsRequired("/data/head"));
        Assert.Equal(AnswerRejection.NotAChoice, form.Refusal("/data/head", "Bo"));
        // Blanks inside a name do not make two of it.
        Assert.Equal(["Ann\u00A0Lee", "Bo"], form.ChoicesOf("/data/ill").Select(choice => choice.Name));
        var chosen = form.With("/data/head", "Ann Lee").With("/data/ill", "Bo Ann\u00A0Lee");
        Assert.Equal(("Ann Lee", "Ann\u00A0Lee Bo", "Ann Lee"), (chosen.ValueOf("/data/head"), chosen.ValueOf("/data/ill"), chosen.ValueOf("/data/label")));
        var younger = chosen.With("/data/member[1]/age", "4");
        Assert.Equal("", younger.StoredValueOf("/data/head"));
        Assert.Equal("Ann\u00A0Lee", chosen.RemoveRepeat("/data/member[3]", Some.Moment).StoredValueOf("/data/ill"));
        var renamed = chosen.With("/data/member[1]/name", "Anna");
        Assert.Equal(("", "Bo"), (renamed.StoredValueOf("/data/head"), renamed.StoredValueOf("/data/ill")));
    }
}
