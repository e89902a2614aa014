using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Detainees.Testing;

namespace Detainees.Forms.Tests.Writing;

/// <summary>The engine of ODK Web Forms loads what we write, and answers make of it what they make of our own form.</summary>
public sealed class OdkEngineTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private const string Household = """
        | survey | | | | | | | | | | |
        | | type | name | label::English (en) | label::Հայերեն (hy) | relevant | constraint | calculation | choice_filter | default | parameters |
        | | text | who | Who? | Ո՞վ | | string-length(.) > 1 | | | | |
        | | note | hello | Hello ${who} & all | Բարև ${who} | ${who} != '' | | | | | |
        | | select_one region | region | Region | Մարզ | | | | | | |
        | | select_one town | town | Town | Քաղաք | ${region} != '' | | | region = ${region} | | |
        | | select_multiple need | needs | Needs | Կարիքներ | | count-selected(.) <= 2 | | | | |
        | | rank need | order | Order | Հերթ | | | | | | |
        | | range | sure | How sure? | Որքա՞ն | | | | | | start=0 end=10 step=2 |
        | | date | since | Since | Երբվանից | | . <= today() | | | | |
        | | begin group | extra | Extra | Ավելին | selected(${needs}, 'water') | | | | | |
        | | integer | litres | Litres | Լիտր | | . > 0 and . < 1000 | | | 5 | |
        | | calculate | week | | | | | ${litres} * 7 | | | |
        | | end group | | | | | | | | | |
        | | begin repeat | child | Child | Երեխա | | | | | | |
        | | text | cname | Name | Անուն | | | | | concat('child ', position(..)) | |
        | | integer | age | Age of ${cname} | ${cname}, տարիք | | | | | | |
        | | note | small | Small | Փոքր | ${age} < 5 | | | | | |
        | | calculate | next | | | | | ${age} + 1 | | | |
        | | end repeat | | | | | | | | | |
        | | calculate | total | | | | | sum(${age}) | | | |
        | | calculate | second | | | | | indexed-repeat(${age}, ${child}, 2) | | | |
        | | calculate | place | | | | | jr:choice-name(${region}, '${region}') | | | |
        | | acknowledge | ok | Agreed | Համաձայն եմ | | | | | | |
        | choices | | | | |
        | | list_name | name | label::English (en) | label::Հայերեն (hy) | region |
        | | region | n | North | Հյուսիս | |
        | | region | s | South | Հարավ | |
        | | town | g | Gyumri | Գյումրի | n |
        | | town | v | Vanadzor | Վանաձոր | n |
        | | town | k | Kapan | Կապան | s |
        | | need | water | Water | Ջուր | |
        | | need | food | Food | Ուտելիք | |
        | | need | bed | Bed | Անկողին | |
        | settings | | | |
        | | form_id | version | default_language |
        | | household | 7 | English (en) |
        """;

    private static async Task<JsonNode> RunAsync(byte[] xform, string? language, params JsonObject[] steps)
    {
        var node = OutsideTools.Require("node");
        var folder = Checkout.Path("tests", "Detainees.Forms.Tests", "odk");
        if (!Directory.Exists(Path.Combine(folder, "node_modules"))) OutsideTools.Missing("the engine of ODK Web Forms ('npm ci' in tests/Detainees.Forms.Tests/odk)");
        var input = new JsonObject { ["xml"] = Encoding.UTF8.GetString(xform), ["language"] = language, ["steps"] = new JsonArray([.. steps]) };
        var run = await OutsideTools.RunAsync(node, [Path.Combine(folder, "engine.mjs")], Cancel, Encoding.UTF8.GetBytes(input.ToJsonString()));
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonNode.Parse(run.Text) ?? throw new JsonException();
    }

    private static JsonObject Answer(string path, params string[] values) => new() { ["at"] = path, ["values"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]) };

    [Fact]
    public async Task Answers_make_the_same_questions_relevant_and_compute_the_same_values_as_in_our_own_engine()
    {
        var workbook = Some.Workbook(Household);
        var result = await RunAsync(Written.Bytes(workbook, FormFormat.XForm), "Հայերեն (hy)",
            Answer("/data/who", "Anna <A&B>"), Answer("/data/region", "n"), Answer("/data/town", "v"), Answer("/data/needs", "water", "bed"), Answer("/data/order", "bed", "water", "food"),
            Answer("/data/sure", "6"), Answer("/data/since", "2024-02-29"), Answer("/data/extra/litres", "12"),
            Answer("/data/child[1]/age", "3"), new JsonObject { ["add"] = "/data/child" }, Answer("/data/child[2]/cname", "Aram"), Answer("/data/child[2]/age", "9"), Answer("/data/ok"));
        Assert.Equal(("success", null), ((string?)result["status"], (string?)result["problem"]));
        Assert.Equal(["English (en)", "Հայերեն (hy)"], result["languages"]?.AsArray().Select(l => (string?)l));
        var form = FormCompiler.Compile(workbook).Form;
        Assert.NotNull(form);
        var moment = Some.Moment with { Language = "Հայերեն (hy)" };
        var ours = FormInstance.Start(form, moment);
        while (ours.InstancesOf("/data/child") < 2) ours = ours.AddRepeat("/data/child", moment);
        foreach (var (path, value) in (ReadOnlySpan<(string, string)>)[("/data/who", "Anna <A&B>"), ("/data/region", "n"), ("/data/town", "v"), ("/data/needs", "water bed"),
            ("/data/order", "bed water food"), ("/data/sure", "6"), ("/data/since", "2024-02-29"), ("/data/extra/litres", "12"),
            ("/data/child[1]/age", "3"), ("/data/child[2]/cname", "Aram"), ("/data/child[2]/age", "9"), ("/data/ok", "OK")])
            ours = Assert.IsType<AnswerResult.Accepted>(ours.Answer(path, value, moment)).Instance;
        var compared = 0;
        foreach (var node in result["nodes"]?.AsArray() ?? [])
        {
            var path = (string?)node?["at"] ?? "";
            if (form.Find(path) is not FormQuestion question || path.Contains("/meta/", StringComparison.Ordinal)) continue;
            compared++;
            Assert.Equal($"{path} {ours.IsRelevant(path)} {ours.ValueOf(path)}", $"{path} {(bool?)node?["relevant"]} {(string?)node?["value"]}");
            if (!question.IsAsked) continue;
            Assert.Equal(ours.Text(question.Label, path, "Հայերեն (hy)"), (string?)node?["label"]);
            Assert.Equal(ours.ChoicesOf(path).Select(choice => choice.Label.In("Հայերեն (hy)")), node?["options"]?.AsArray().Select(option => (string?)option) ?? []);
            Assert.Null((string?)node?["valid"]);
        }

        // Eight above the group, two in it, four in each of two children, four below.
        Assert.Equal(8 + 2 + 2 * 4 + 4, compared);
    }

    [Fact]
    public async Task A_refused_answer_and_a_missing_one_are_refused_there_too()
    {
        var form = Some.Workbook("""
            | survey | | | | | | |
            | | type | name | label | required | constraint | constraint_message |
            | | integer | age | Age | yes | . >= 16 | At least 16 |
            | | text | name | Name | yes | | |
            """);
        var result = await RunAsync(Written.Bytes(form, FormFormat.XForm), null, Answer("/data/age", "5"));
        var states = result["nodes"]?.AsArray().ToDictionary(node => (string?)node?["at"] ?? "", node => (string?)node?["valid"]);
        Assert.NotNull(states);
        Assert.Equal(("constraint", "required"), (states["/data/age"], states["/data/name"]));
    }

    [Theory]
    [InlineData("config")]
    [InlineData("favorite_color.xlsx")]
    [InlineData("simple_repeat.xlsx")]
    [InlineData("socio_economic.xlsx")]
    [InlineData("wfp_household_hunger.xlsx")]
    public async Task Real_forms_load_there_with_all_their_questions(string file)
    {
        var path = file == "config" ? Checkout.Path("config", "forms", "report-a-person.yaml") : ReferenceData.Path("xlsform/forms/" + file);
        var workbook = Written.Read(await File.ReadAllBytesAsync(path, Cancel), file);
        var result = await RunAsync(Written.Bytes(workbook, FormFormat.XForm), null);
        Assert.Equal(("success", null), ((string?)result["status"], (string?)result["problem"]));
        var form = FormCompiler.Compile(workbook).Form;
        Assert.NotNull(form);
        var there = result["nodes"]?.AsArray().Select(node => System.Text.RegularExpressions.Regex.Replace((string?)node?["at"] ?? "", @"\[\d+\]", "")).ToHashSet();
        Assert.NotNull(there);
        Assert.All(form.Elements.OfType<FormQuestion>(), question => Assert.Contains(question.Path, there));
    }
}
