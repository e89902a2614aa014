using System.Text.Json;
using System.Text.Json.Nodes;
using Detainees.Testing;

namespace Detainees.Forms.Tests;

/// <summary>Conversations and walks of the reference data, replayed on a form instance by a small walker.</summary>
public sealed class ConversationReplayTests
{
    private const string Scenarios = "xlsform/scenarios/scenarios.json";
    private const string Walks = "xlsform/walks.json";

    /// <summary>Our own conversations, in the same shape; their expectations were written by this test and read through.</summary>
    private static readonly string Own = Checkout.Path("tests", "Detainees.Forms.Tests", "scenarios");

    public static TheoryData<string> ScenarioNames() => NamesIn(Scenarios, "name");
    public static TheoryData<string> OwnNames() => [.. JsonNode.Parse(File.ReadAllText(Path.Combine(Own, "scenarios.json")))!.AsArray().Select(e => (string)e!["name"]!)];
    public static TheoryData<string> WalkForms() => NamesIn(Walks, "form");

    private static TheoryData<string> NamesIn(string file, string key)
    {
        var names = new TheoryData<string>();
        if (!ReferenceData.IsPresent(file)) names.Add("");
        else foreach (var entry in Entries(file)) names.Add(entry.GetProperty(key).GetString()!);
        return names;
    }

    private static List<JsonElement> Entries(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(ReferenceData.Path(file)));
        return [.. document.RootElement.EnumerateArray().Select(e => e.Clone())];
    }

    private static Moment At(string language) => new(new DateTimeOffset(2026, 3, 10, 14, 30, 0, TimeSpan.Zero), language, 1);

    [Theory, MemberData(nameof(ScenarioNames))]
    public void A_conversation_asks_and_stores_what_was_recorded(string name)
    {
        var scenario = JsonNode.Parse(File.ReadAllText(ReferenceData.Path(Scenarios)))!.AsArray().First(e => (string)e!["name"]! == name)!;
        var expect = scenario["expect"]!.ToJsonString();
        Assert.Equal(expect, Replayed(scenario, Compile("xlsform/scenarios/forms/" + scenario["form"])).ToJsonString());
    }

    [Theory, MemberData(nameof(OwnNames))]
    public void One_of_our_own_conversations_asks_and_stores_what_was_recorded(string name)
    {
        var file = Path.Combine(Own, "scenarios.json");
        var scenarios = JsonNode.Parse(File.ReadAllText(file))!.AsArray();
        var scenario = scenarios.First(e => (string)e!["name"]! == name)!;
        using var form = File.OpenRead(Path.Combine(Own, "forms", (string)scenario["form"]!));
        var compilation = FormCompiler.Compile(WorkbookReader.Read(form, "form.md").Workbook!);
        Assert.True(compilation.Form is not null, string.Join("\n", compilation.Diagnostics));
        var replayed = Replayed(scenario, compilation.Form);
        if (Environment.GetEnvironmentVariable("DETAINEES_REWRITE_GOLDEN") == "1")
        {
            scenario["expect"] = replayed;
            File.WriteAllText(file, scenarios.ToJsonString(Written) + "\n");
        }
        else Assert.Equal(scenario["expect"]!.ToJsonString(), replayed.ToJsonString());
    }

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, IndentSize = 1, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a scenario expects, as it comes out.</summary>
    private static JsonObject Replayed(JsonNode scenario, FormDefinition form)
    {
        var language = (string?)scenario["language"] ?? form.DefaultLanguage;
        var answers = scenario["answers"]!.AsObject().ToDictionary(
            p => p.Key, p => p.Value is JsonArray tries ? [.. tries.Select(v => (string)v!)] : new[] { (string)p.Value! });
        var instances = scenario["repeat_instances"]?.AsObject().ToDictionary(p => p.Key, p => (int)p.Value!) ?? [];
        var walker = new Walker(FormInstance.Start(form, At(language)), At(language), (path, _, _) => answers.GetValueOrDefault(path, []), instances);
        walker.Run();
        var submission = new JsonObject();
        foreach (var node in walker.Instance.Nodes())
            if (node.Element is FormQuestion && walker.Instance.ValueOf(node.Path) is { Length: > 0 } value) submission[node.Path] = value;
        return new JsonObject { ["asked"] = new JsonArray([.. walker.Asked.Select(a => a.ToJson())]), ["submission"] = submission };
    }

    [Theory, MemberData(nameof(WalkForms))]
    public void A_walk_through_a_real_form_asks_what_was_recorded(string file)
    {
        var walk = Entries(Walks).Find(e => e.GetProperty("form").GetString() == file);
        var form = Compile("xlsform/forms/" + file);
        var moment = At(form.DefaultLanguage);
        var walker = new Walker(FormInstance.Start(form, moment), moment, Policy);
        walker.Run();
        Assert.Equal(walk.GetProperty("asked").EnumerateArray().Select(WalkRecorded), walker.Asked.Select(a => a.ForWalk()));
        Assert.Null(walker.Instance.FirstViolation());
    }

    private static string[] Policy(string path, FormQuestion question, FormInstance instance)
    {
        if (instance.StoredValueOf(path) is { Length: > 0 } kept) return [kept];
        var offered = instance.ChoicesOf(path).Select(c => c.Name).ToList();
        return question.Type switch
        {
            QuestionType.SelectOne or QuestionType.SelectMultiple => [offered[0]],
            QuestionType.Rank => [string.Join(' ', offered)],
            QuestionType.Acknowledge => ["OK"],
            QuestionType.Integer => ["2", "20", "1", "0", "5", "60", "100", "7", "2000", "12345678"],
            QuestionType.Decimal or QuestionType.Range => ["1.5", "20.5", "100", "0", "60"],
            QuestionType.Date => ["2024-01-15", "2000-01-15", "2030-01-15"],
            QuestionType.Geopoint => ["12.5 -1.5 0 0"],
            QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File => ["file.bin"],
            _ => ["x", "12345", "+22670112233", "a@b.org", "A1"],
        };
    }

    private static FormDefinition Compile(string relative)
    {
        var compilation = Some.Outside(relative);
        Assert.True(compilation.Form is not null, string.Join("\n", compilation.Diagnostics));
        return compilation.Form;
    }

    private static string WalkRecorded(JsonElement asked) => new Asked(
        asked.GetProperty("path").GetString()!, Text(asked, "label"), Flag(asked, "note"), Flag(asked, "required"), List(asked, "choices"),
        asked.TryGetProperty("choice_count", out var count) ? count.GetInt32() : 0, Text(asked, "default"), Text(asked, "answer"), []).ForWalk();

    private static string Text(JsonElement of, string key) => of.TryGetProperty(key, out var value) ? value.GetString() ?? "" : "";
    private static bool Flag(JsonElement of, string key) => of.TryGetProperty(key, out var value) && value.GetBoolean();
    private static string[] List(JsonElement of, string key) =>
        of.TryGetProperty(key, out var value) ? [.. value.EnumerateArray().Select(v => v.GetString()!)] : [];

    private sealed record Asked(
        string Path, string Label, bool Note, bool Required, string[] Choices, int ChoiceCount, string Default, string Answer, List<(string Value, string Result)> Tried)
    {
        /// <summary>As the scenarios write it: what is empty or false is left out.</summary>
        public JsonObject ToJson()
        {
            var json = new JsonObject { ["path"] = Path, ["label"] = Label };
            if (Choices.Length > 0) json["choices"] = new JsonArray([.. Choices.Select(c => (JsonNode)c)]);
            if (Required) json["required"] = true;
            if (Default.Length > 0) json["default"] = Default;
            if (Note) json["note"] = true;
            if (Tried.Count > 0) json["tried"] = new JsonArray([.. Tried.Select(t => new JsonObject { ["value"] = t.Value, ["result"] = t.Result })]);
            return json;
        }

        public string ForWalk() =>
            $"{Path} [{Label}] note={Note} required={Required} choices={string.Join(",", Choices.Take(12))} of {ChoiceCount} default={Default} answer={Answer}";
    }

    /// <summary>Asks every relevant question once, in form order, looking again after each answer.</summary>
    private sealed class Walker(
        FormInstance start, Moment moment, Func<string, FormQuestion, FormInstance, string[]> answers, Dictionary<string, int>? instances = null)
    {
        public FormInstance Instance { get; private set; } = start;
        public List<Asked> Asked { get; } = [];
        private readonly HashSet<string> done = [];

        public void Run()
        {
            while (true)
            {
                AddInstances();
                if (Instance.Nodes().FirstOrDefault(n => n.Element is FormQuestion { IsAsked: true } && !done.Contains(n.Path) && Instance.IsRelevant(n.Path)) is not { Path: not null } next) return;
                done.Add(next.Path);
                Ask(next.Path, (FormQuestion)next.Element);
            }
        }

        /// <summary>One instance of every repeat that a person adds to, or as many as the scenario says; those in other instances too.</summary>
        private void AddInstances()
        {
            foreach (var repeat in Instance.Form.Elements.OfType<FormRepeat>().Where(r => !r.HasCount))
            {
                foreach (var parent in Parents(repeat))
                {
                    var path = $"{parent}/{repeat.Name}";
                    if (!Instance.CanAddRepeat(path) || !done.Add(path)) continue;
                    var count = instances?.GetValueOrDefault(path, instances.GetValueOrDefault(repeat.Path, 1)) ?? 1;
                    while (Instance.InstancesOf(path) < count && Instance.CanAddRepeat(path)) Instance = Instance.AddRepeat(path, moment);
                }
            }
        }

        private List<string> Parents(FormRepeat repeat) => repeat.Parent is null or { Parent: null }
            ? [Instance.Form.Root.Path]
            : [.. Instance.Nodes().Where(n => ReferenceEquals(n.Element, repeat.Parent)).Select(n => n.Path)];

        private void Ask(string path, FormQuestion question)
        {
            var isNote = Instance.IsReadOnly(path);
            var asked = new Asked(path, Instance.Text(question.Label, path, moment.Language), isNote, Instance.IsRequired(path),
                [.. Instance.ChoicesOf(path).Select(c => c.Name)], Instance.ChoicesOf(path).Length, isNote ? "" : Instance.StoredValueOf(path), "", []);
            if (!isNote)
            {
                foreach (var value in answers(path, question, Instance))
                {
                    var result = Instance.Answer(path, value, moment);
                    asked.Tried.Add((value, result switch
                    {
                        AnswerResult.Accepted => "ok",
                        AnswerResult.Rejected { Reason: AnswerRejection.RequiredButEmpty } => "required",
                        AnswerResult.Rejected { Reason: AnswerRejection.ConstraintNotMet } => "constraint",
                        AnswerResult.Rejected rejected => rejected.Reason.ToString(),
                        _ => "",
                    }));
                    if (result is not AnswerResult.Accepted accepted) continue;
                    Instance = accepted.Instance;
                    asked = asked with { Answer = value };
                    break;
                }
            }

            Asked.Add(asked);
        }
    }
}
