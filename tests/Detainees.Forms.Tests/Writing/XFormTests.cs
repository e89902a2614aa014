using System.Text;
using System.Xml.Linq;
using Detainees.Testing;

namespace Detainees.Forms.Tests.Writing;

/// <summary>The shape of a written XForm: what pyxform gives for the same rows, and what XML demands.</summary>
public sealed class XFormTests
{
    private static readonly XNamespace X = "http://www.w3.org/2002/xforms";
    private static readonly XNamespace J = "http://openrosa.org/javarosa";
    private static readonly XNamespace Odk = "http://www.opendatakit.org/xforms";

    private static XDocument Write(string markdown) => XDocument.Parse(Written.Text(Some.Workbook(markdown), FormFormat.XForm));

    private static XElement Bind(XDocument xform, string path) => Assert.Single(xform.Descendants(X + "bind"), bind => (string?)bind.Attribute("nodeset") == path);

    private static XElement Control(XDocument xform, string path) =>
        Assert.Single(xform.Descendants(), control => (string?)control.Attribute("ref") == path && control.Name.LocalName is not ("setvalue" or "label" or "hint"));

    [Theory]
    [InlineData("text", "string", "input")]
    [InlineData("integer", "int", "input")]
    [InlineData("decimal", "decimal", "input")]
    [InlineData("range", "int", "range")]
    [InlineData("select_one l", "string", "select1")]
    [InlineData("select_multiple l", "string", "select")]
    [InlineData("rank l", "odk:rank", "rank")]
    [InlineData("note", "string", "input")]
    [InlineData("acknowledge", "string", "trigger")]
    [InlineData("date", "date", "input")]
    [InlineData("time", "time", "input")]
    [InlineData("dateTime", "dateTime", "input")]
    [InlineData("geopoint", "geopoint", "input")]
    [InlineData("image", "binary", "upload")]
    [InlineData("audio", "binary", "upload")]
    [InlineData("video", "binary", "upload")]
    [InlineData("file", "binary", "upload")]
    [InlineData("barcode", "barcode", "input")]
    public void A_question_has_the_bind_type_and_the_control_of_its_type(string type, string bindType, string control)
    {
        var xform = Write($"| survey |\n| | type | name | label |\n| | {type} | q | Q |\n| choices |\n| | list_name | name | label |\n| | l | a | A |");
        Assert.Equal(bindType, (string?)Bind(xform, "/data/q").Attribute("type"));
        Assert.Equal(control, Control(xform, "/data/q").Name.LocalName);
    }

    // pyxform, tests/test_repeat.py and survey._relative_path: a reference goes through the nearest repeat around both.
    [Theory]
    [InlineData("top", "${top2}", "/data/top2")]
    [InlineData("top", "sum(${in})", "sum(/data/r/in)")]
    [InlineData("in", "${in2}", "../in2")]
    [InlineData("in", "${top}", "/data/top")]
    [InlineData("in", "sum(${deep})", "sum(../s/deep)")]
    [InlineData("deep", "${in}", "../../in")]
    [InlineData("deep", "${deep2}", "../g/deep2")]
    [InlineData("in", "count(${r})", "count(/data/r)")]
    [InlineData("in", "indexed-repeat(${in2}, ${r}, ${top})", "indexed-repeat(/data/r/in2, /data/r, /data/top)")]
    [InlineData("in", "indexed-repeat(${in2}, ${r}, position(..) - ${in3})", "indexed-repeat(/data/r/in2, /data/r, position(..) - ../in3)")]
    [InlineData("in", "instance('l')/root/item[name = ${sel}]/label", "instance('l')/root/item[name = current()/../sel]/label")]
    [InlineData("in", "jr:choice-name(${sel}, '${sel}')", "jr:choice-name(../sel, '../sel')")]
    [InlineData("in", "concat('${in2}', ${in2})", "concat('${in2}', ../in2)")]
    public void A_reference_becomes_the_path_that_means_it_from_where_it_stands(string from, string expression, string expected)
    {
        var form = Some.Form("""
            | survey |
            | | type | name | label |
            | | text | top | T |
            | | text | top2 | T |
            | | begin repeat | r | R |
            | | text | in | I |
            | | text | in2 | I |
            | | text | in3 | I |
            | | select_one l | sel | S |
            | | begin repeat | s | S |
            | | text | deep | D |
            | | begin group | g | G |
            | | text | deep2 | D |
            | | end group |
            | | end repeat |
            | | end repeat |
            | choices |
            | | list_name | name | label |
            | | l | a | A |
            """);
        FormElement? Find(string name) => form.Elements.Single(element => element.Name == name);
        var current = Find(from);
        Assert.NotNull(current);
        Assert.Equal(expected, XFormPaths.Resolve(expression, current, Find));
    }

    [Fact]
    public void Conditions_stand_in_binds_and_filters_in_the_itemset()
    {
        var xform = Write("""
            | survey |
            | | type | name | label | relevant | constraint | constraint_message | required | required_message | read_only | calculation | choice_filter |
            | | text | a | A | | . != 'x' | Not x | yes | Needed | | | |
            | | select_one l | b | B | ${a} != '' | | | | | yes | | col = ${a} |
            | | calculate | c | | | | | | | | string-length(${a}) | |
            | choices |
            | | list_name | name | label | col |
            | | l | x | X | 1 |
            """);
        var a = Bind(xform, "/data/a");
        Assert.Equal((". != 'x'", "true()", "Not x", "Needed"),
            ((string?)a.Attribute("constraint"), (string?)a.Attribute("required"), (string?)a.Attribute(J + "constraintMsg"), (string?)a.Attribute(J + "requiredMsg")));
        Assert.Equal(("/data/a != ''", "true()"), ((string?)Bind(xform, "/data/b").Attribute("relevant"), (string?)Bind(xform, "/data/b").Attribute("readonly")));
        Assert.Equal("string-length(/data/a)", (string?)Bind(xform, "/data/c").Attribute("calculate"));
        Assert.Equal("instance('l')/root/item[col = /data/a]", (string?)Control(xform, "/data/b").Element(X + "itemset")?.Attribute("nodeset"));
        Assert.DoesNotContain(xform.Descendants(), control => (string?)control.Attribute("ref") == "/data/c");
    }

    // pyxform, tests/test_dynamic_default.py, tests/test_trigger.py
    [Fact]
    public void Defaults_that_are_computed_and_triggers_are_setvalues_where_their_event_happens()
    {
        var xform = Write("""
            | survey |
            | | type | name | label | default | calculation | trigger |
            | | text | plain | P | word | | |
            | | date | day | D | today() | | |
            | | begin repeat | r | R | | | |
            | | text | id | I | uuid() | | |
            | | dateTime | stamp | S | | now() | ${id} |
            | | end repeat | | | | | |
            """);
        var values = xform.Descendants(X + "setvalue").Select(s => ((string?)s.Attribute("event"), (string?)s.Attribute("ref"), (string?)s.Attribute("value"), s.Parent?.Name.LocalName)).ToList();
        Assert.Equal(
            [("odk-instance-first-load", "/data/day", "today()", "model"), ("odk-instance-first-load odk-new-repeat", "/data/r/id", "uuid()", "repeat"),
                ("xforms-value-changed", "/data/r/stamp", "now()", "input")], values);
        Assert.Equal("word", (string?)xform.Descendants(X + "plain").Single());
        Assert.Null(Bind(xform, "/data/r/stamp").Attribute("calculate"));
    }

    [Fact]
    public void A_repeat_has_a_template_and_a_first_instance_and_its_count_beside_it()
    {
        var xform = Write("""
            | survey |
            | | type | name | label | repeat_count |
            | | integer | n | N | |
            | | begin repeat | r | R | ${n} |
            | | text | a | A | |
            | | begin repeat | s | S | ${n} + 1 |
            | | text | b | B | |
            | | end repeat | | | |
            | | end repeat | | | |
            """);
        Assert.Equal([true, false], xform.Descendants(X + "r").Select(r => r.Attribute(J + "template") is not null));
        Assert.Equal([("/data/r", "/data/n", null), ("/data/r/s", "../s_count", "true()")],
            xform.Descendants(X + "repeat").Select(r => ((string?)r.Attribute("nodeset"), (string?)r.Attribute(J + "count"), (string?)r.Attribute(J + "noAddRemove"))));
        Assert.Equal("/data/n + 1", (string?)Bind(xform, "/data/r/s_count").Attribute("calculate"));
    }

    [Fact]
    public void Texts_of_all_languages_stand_in_itext_with_answers_as_outputs_and_gaps_filled_as_the_bot_fills_them()
    {
        var xform = Write("""
            | survey |
            | | type | name | label::English (en) | label::العربية (ar) | hint::English (en) | guidance_hint::English (en) |
            | | text | a | A <b> & c | أ | Only English | More |
            | | note | n | Hello ${a}! | أهلا ${a} | | |
            | settings |
            | | default_language | form_id |
            | | العربية (ar) | t |
            """);
        var translations = xform.Descendants(X + "translation").ToDictionary(t => (string?)t.Attribute("lang") ?? "", t => t);
        Assert.Equal("true()", (string?)translations["العربية (ar)"].Attribute("default"));
        string Text(string language, string id, string? kind = null) => string.Concat(translations[language].Elements(X + "text").Single(t => (string?)t.Attribute("id") == id)
            .Elements(X + "value").Single(v => (string?)v.Attribute("form") == kind).Nodes().Select(node => node is XElement e ? "{" + (string?)e.Attribute("value") + "}" : ((XText)node).Value));
        Assert.Equal("A <b> & c", Text("English (en)", "/data/a:label"));
        Assert.Equal("Hello {/data/a}!", Text("English (en)", "/data/n:label"));
        Assert.Equal("أهلا {/data/a}", Text("العربية (ar)", "/data/n:label"));
        Assert.Equal("Only English", Text("العربية (ar)", "/data/a:hint"));
        Assert.Equal("More", Text("English (en)", "/data/a:hint", "guidance"));
    }

    [Fact]
    public void The_case_fields_go_with_the_binds_where_the_settings_name_their_space_and_are_told_as_lost_otherwise()
    {
        const string Survey = "| survey |\n| | type | name | label | bind::case:field |\n| | text | q | Q | name.typed |\n";
        var kept = Write(Survey + "| settings |\n| | form_id | namespaces |\n| | t | case=\"urn:example:case\" |");
        Assert.Equal("name.typed", (string?)Bind(kept, "/data/q").Attribute(XName.Get("field", "urn:example:case")));
        var written = Assert.IsType<FormWriting.Written>(FormWriter.Write(Some.Workbook(Survey), FormFormat.XForm));
        Assert.StartsWith("q: bind::case columns are left out", Assert.Single(written.Losses), StringComparison.Ordinal);
    }

    [Fact]
    public void Choices_from_a_file_and_from_the_answers_of_a_repeat_name_where_they_come_from()
    {
        var workbook = Some.Workbook("""
            | survey |
            | | type | name | label | choice_filter | parameters |
            | | select_one_from_file towns.csv | town | Town | region = ${who} | value=code label=title |
            | | text | who | Who? | | |
            | | begin repeat | member | Member | | |
            | | text | mname | Name | | |
            | | integer | age | Age | | |
            | | end repeat | | | | |
            | | select_one ${mname} | eldest | Eldest | ${age} > 17 and ${who} != '' | |
            """);
        var writing = FormWriter.Write(workbook, FormFormat.XForm, _ => new FormAttachment.Found("code,title,region\ng,Gyumri,n\n"u8.ToArray()));
        var written = Assert.IsType<FormWriting.Written>(writing);
        Assert.Equal("towns.csv is not part of the XForm: it goes beside it as a file.", Assert.Single(written.Losses));
        var xform = XDocument.Parse(Encoding.UTF8.GetString(written.Bytes));
        Assert.Equal("jr://file-csv/towns.csv", (string?)xform.Descendants(X + "instance").Single(instance => (string?)instance.Attribute("id") == "towns").Attribute("src"));
        (string?, string?, string?) Itemset(string path) => Control(xform, path).Element(X + "itemset") is { } set
            ? ((string?)set.Attribute("nodeset"), (string?)set.Element(X + "value")?.Attribute("ref"), (string?)set.Element(X + "label")?.Attribute("ref")) : default;
        Assert.Equal(("instance('towns')/root/item[region = /data/who]", "code", "title"), Itemset("/data/town"));
        Assert.Equal(("/data/member[./mname != '' and (./age > 17 and /data/who != '')]", "mname", "mname"), Itemset("/data/eldest"));
    }

    [Fact]
    public void A_form_that_does_not_load_is_refused_with_its_faults()
    {
        var refused = Assert.IsType<FormWriting.Refused>(FormWriter.Write(Some.Workbook("| survey |\n| | type | name | label |\n| | txt | q | Q |"), FormFormat.XForm));
        Assert.Contains("txt", Assert.Single(refused.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_we_ship_is_well_formed_for_libxml_too()
    {
        var workbook = Written.Read(await File.ReadAllBytesAsync(Checkout.Path("config", "forms", "report-a-person.yaml"), TestContext.Current.CancellationToken));
        var run = await OutsideTools.RunAsync(OutsideTools.Require("xmllint"), ["--noout", "-"], TestContext.Current.CancellationToken, Written.Bytes(workbook, FormFormat.XForm));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Characters_that_XML_does_not_know_do_not_break_it()
    {
        var workbook = new Workbook("t", [new("survey", [new(1, [new(0, "type"), new(1, "name"), new(2, "label")]), new(2, [new(0, "note"), new(1, "n"), new(2, "a\u0001b\uD800c \u000B]]>")])])], HasLines: false);
        var xform = XDocument.Parse(Encoding.UTF8.GetString(Written.Bytes(workbook, FormFormat.XForm)));
        Assert.Equal("a\uFFFDb\uFFFDc \uFFFD]]>", (string?)Control(xform, "/data/n").Element(X + "label"));
        Assert.Equal("1.0.0", (string?)xform.Descendants(X + "model").Single().Attribute(Odk + "xforms-version"));
    }
}
