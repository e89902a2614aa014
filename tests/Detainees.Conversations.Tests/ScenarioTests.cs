using System.Text.Json;
using System.Text.Json.Nodes;
using Detainees.Forms;
using Detainees.Testing;

namespace Detainees.Conversations.Tests;

/// <summary>The recorded conversations of the form language, held with the engine: the same questions, refusals and report.</summary>
public sealed class ScenarioTests
{
    private static readonly string Own = Checkout.Path("tests", "Detainees.Forms.Tests", "scenarios");

    public static TheoryData<string> Names() => [.. All(Path.Combine(Own, "scenarios.json")).Select(s => (string)s["name"]!)];

    private static List<JsonNode> All(string file) => [.. JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(s => s!)];

    [Theory, MemberData(nameof(Names))]
    public void A_conversation_asks_and_sends_what_was_recorded(string name) =>
        Replay(All(Path.Combine(Own, "scenarios.json")).First(s => (string)s["name"]! == name), Path.Combine(Own, "forms"));

    [Fact]
    public void The_reference_conversations_ask_and_send_what_was_recorded()
    {
        var folder = ReferenceData.Path("xlsform/scenarios");
        foreach (var scenario in All(Path.Combine(folder, "scenarios.json"))) Replay(scenario, Path.Combine(folder, "forms"));
    }

    private static void Replay(JsonNode scenario, string folder)
    {
        var file = Path.Combine(folder, (string)scenario["form"]!);
        using var stream = File.OpenRead(file);
        var form = FormCompiler.Compile(WorkbookReader.Read(stream, file).Workbook!).Form!;
        var language = (string?)scenario["language"] ?? form.DefaultLanguage;
        var phone = new Phone(new TestLibrary(form)) { Now = new DateTimeOffset(2026, 3, 10, 14, 30, 0, TimeSpan.Zero), Offset = TimeSpan.Zero };
        phone.Command("start");
        if (form.Languages.Length > 1) phone.Press(UiTexts.NameOf(language));
        phone.PressAt(1);

        var expected = scenario["expect"]!["asked"]!.AsArray().Where(a => a!["note"] is null).Select(a => a!).ToList();
        var asked = new List<string>();
        for (var step = 0; step < 200 && phone.State is ConversationState.Drafting { Draft.Prompt: not Prompt.Review }; step++)
        {
            if (phone.Draft.Prompt is Prompt.Repeat gate)
            {
                var wanted = (int?)scenario["repeat_instances"]?[gate.Path] ?? 1;
                Press(phone, phone.Draft.Answers.Repeats.GetValueOrDefault(gate.Path) < wanted ? ActionKind.Yes : ActionKind.No);
                continue;
            }

            var path = Assert.IsType<Prompt.Question>(phone.Draft.Prompt).Path;
            asked.Add(path);
            Assert.True(asked.Count <= expected.Count, $"{path} is one too many.");
            Assert.Equal((string)expected[asked.Count - 1]["path"]!, path);
            Assert.Contains((string)expected[asked.Count - 1]["label"]!, phone.LastText, StringComparison.Ordinal);
            var question = (FormQuestion)form.Find(path)!;
            foreach (var tried in expected[asked.Count - 1]["tried"]?.AsArray() ?? [])
            {
                Give(phone, form, question, path, (string)tried!["value"]!);
                var isOver = phone.Draft.Prompt is not Prompt.Question still || still.Path != path;
                Assert.Equal((string)tried["result"]! == "ok", isOver);
            }
        }

        Assert.Equal(expected.Count, asked.Count);
        Press(phone, ActionKind.Send);
        if (scenario["expect"]!["submission"]!.AsObject().Count == 0)
        {
            // A form library sends an empty submission; families are told that there is nothing to send yet.
            Assert.IsType<Prompt.Review>(phone.Draft.Prompt);
            return;
        }

        Press(phone, ActionKind.Yes);
        using var report = JsonDocument.Parse(Assert.Single(phone.Reports).ToJson());
        var sent = report.RootElement.GetProperty("answers").EnumerateArray().Select(a => (Path: a.GetProperty("path").GetString()!, Value: a.GetProperty("value").GetString()!))
            .Where(a => a.Value.Length > 0).OrderBy(a => a.Path, StringComparer.Ordinal);
        Assert.Equal(scenario["expect"]!["submission"]!.AsObject().Select(s => (s.Key, (string)s.Value!)).OrderBy(s => s.Key, StringComparer.Ordinal), sent);
    }

    private static void Give(Phone phone, FormDefinition form, FormQuestion question, string path, string value)
    {
        if (value.Length == 0)
        {
            Press(phone, ActionKind.Skip);
            return;
        }

        var instance = FormInstance.Restore(form, phone.Draft.Answers, new Moment(phone.Now, form.DefaultLanguage, phone.Draft.Seed));
        var names = instance.ChoicesOf(path).Select(choice => choice.Name).ToList();
        switch (question.Type)
        {
            case QuestionType.SelectOne:
                Press(phone, ActionKind.Choose, names.IndexOf(value));
                break;
            case QuestionType.SelectMultiple:
                foreach (var picked in ((Prompt.Question)phone.Draft.Prompt).Picked) Press(phone, ActionKind.Toggle, names.IndexOf(picked), 2);
                foreach (var name in value.Split(' ')) Press(phone, ActionKind.Toggle, names.IndexOf(name), 1);
                Press(phone, ActionKind.Done);
                break;
            case QuestionType.Rank:
                var place = 0;
                foreach (var name in value.Split(' ')) Press(phone, ActionKind.Rank, names.IndexOf(name), ++place);
                Press(phone, ActionKind.Done);
                if (place < names.Count) while (place > 0) Press(phone, ActionKind.UndoRank, place--);
                break;
            case QuestionType.Acknowledge: Press(phone, ActionKind.Acknowledge); break;
            case QuestionType.Time: phone.Text(value[..5]); break;
            case QuestionType.DateTime: phone.Text($"{value[..10]} {value[11..16]}"); break;
            default: phone.Text(value); break;
        }
    }

    /// <summary>A press of the present prompt, whether its button is on this page or not; a place of -1 is a choice that is not offered.</summary>
    private static void Press(Phone phone, ActionKind kind, int index = 0, int extra = 0)
    {
        var draft = phone.Draft;
        phone.PressToken(new PressToken(draft.Session, draft.Count, draft.Prompt.Nonce, new PressAction(kind, index, extra)).ToString(), phone.Newest());
    }
}
