using System.Text.Json;
using Detainees.Testing;

namespace Detainees.Forms.Tests;

/// <summary>Conversations and walks of the reference data, replayed on a form instance by a small walker.</summary>
public sealed class ConversationReplayTests
{
    private const string Scenarios = "xlsform/scenarios/scenarios.json";
    private const string Walks = "xlsform/walks.json";

    public static TheoryData<string> ScenarioNames() => NamesIn(Scenarios, "name");
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
        var scenario = Entries(Scenarios).Find(e => e.GetProperty("name").GetString() == name);
        var form = Compile("xlsform/scenarios/forms/" + scenario.GetProperty("form").GetString());
        var language = scenario.TryGetProperty("language", out var given) ? given.GetString()! : form.DefaultLanguage;
        var answers = scenario.GetProperty("answers").EnumerateObject().ToDictionary(
            p => p.Name, p => p.Value.ValueKind == JsonValueKind.Array ? p.Value.EnumerateArray().Select(v => v.GetString()!).ToArray() : [p.Value.GetString()!]);
        var walker = new Walker(FormInstance.Start(form, At(language)), At(language), (path, _, _) => answers.GetValueOrDefault(path, []));
        walker.Run();
        var expect = scenario.GetProperty("expect");
        Assert.Equal(expect.GetProperty("asked").EnumerateArray().Select(Recorded), walker.Asked.Select(a => a.ToString()));
        var stored = walker.Instance.Nodes().Where(n => n.Element is FormQuestion && walker.Instance.ValueOf(n.Path).Length > 0)
            .ToDictionary(n => n.Path, n => walker.Instance.ValueOf(n.Path));
        Assert.Equal(expect.GetProperty("submission").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!), stored);
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

    private static string Recorded(JsonElement asked) => new Asked(
        asked.GetProperty("path").GetString()!, Text(asked, "label"), Flag(asked, "note"), Flag(asked, "required"), List(asked, "choices"), 0,
        Text(asked, "default"), "", asked.TryGetProperty("tried", out var tried)
            ? [.. tried.EnumerateArray().Select(t => $"{Text(t, "value")}: {Text(t, "result")}")] : []).ToString();

    private static string WalkRecorded(JsonElement asked) => new Asked(
        asked.GetProperty("path").GetString()!, Text(asked, "label"), Flag(asked, "note"), Flag(asked, "required"), List(asked, "choices"),
        asked.TryGetProperty("choice_count", out var count) ? count.GetInt32() : 0, Text(asked, "default"), Text(asked, "answer"), []).ForWalk();

    private static string Text(JsonElement of, string key) => of.TryGetProperty(key, out var value) ? value.GetString() ?? "" : "";
    private static bool Flag(JsonElement of, string key) => of.TryGetProperty(key, out var value) && value.GetBoolean();
    private static string[] List(JsonElement of, string key) =>
        of.TryGetProperty(key, out var value) ? [.. value.EnumerateArray().Select(v => v.GetString()!)] : [];

    private sealed record Asked(
        string Path, string Label, bool Note, bool Required, string[] Choices, int ChoiceCount, string Default, string Answer, List<string> Tried)
    {
        public override string ToString() =>
            $"{Path} [{Label}] note={Note} required={Required} choices={string.Join(",", Choices)} default={Default} tried={string.Join("; ", Tried)}";

        public string ForWalk() =>
            $"{Path} [{Label}] note={Note} required={Required} choices={string.Join(",", Choices.Take(12))} of {ChoiceCount} default={Default} answer={Answer}";
    }

    /// <summary>Asks every relevant question once, in form order, looking again after each answer.</summary>
    private sealed class Walker(FormInstance start, Moment moment, Func<string, FormQuestion, FormInstance, string[]> answers)
    {
        public FormInstance Instance { get; private set; } = start;
        public List<Asked> Asked { get; } = [];
        private readonly HashSet<string> done = [];

        public void Run()
        {
            foreach (var repeat in Instance.Form.Elements.OfType<FormRepeat>().Where(r => r is { HasCount: false, NearestRepeat: null }))
                Instance = Instance.AddRepeat(repeat.Path, moment);
            while (Instance.Nodes().FirstOrDefault(n => n.Element is FormQuestion { IsAsked: true } && !done.Contains(n.Path) && Instance.IsRelevant(n.Path)) is { Path: not null } next)
            {
                done.Add(next.Path);
                Ask(next.Path, (FormQuestion)next.Element);
            }
        }

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
                    asked.Tried.Add(value + ": " + (result switch
                    {
                        AnswerResult.Accepted => "ok",
                        AnswerResult.Rejected { Reason: AnswerRejection.RequiredButEmpty } => "required",
                        AnswerResult.Rejected { Reason: AnswerRejection.ConstraintNotMet } => "constraint",
                        _ => result.ToString(),
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
