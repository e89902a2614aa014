using System.Collections.Immutable;
using System.Text;
using Detainees.Forms;

namespace Detainees.Conversations.Tests;

/// <summary>Laws that hold whatever people, phones and form authors do. Seeds are fixed, so that a failure can be repeated.</summary>
public sealed class PropertyTests
{
    internal static readonly string[] Words =
    [
        "yes", "no", "1", "2", "17", "Aram Testyan", "Արամ Թեստյան", "17.05.1990", "5/6/20", "today", "12,5", "40.1 44.5", "14:30", "skip", "back", "done",
        "a", "\ud800 broken", "\0\u0007", "**bold** [x](y) ${name}", "☐ A video", "", "   ", "?", "send", "send now", "cancel", "🎤",
    ];

    private static readonly string[] Commands = ["start", "language", "pause", "review", "help", "receipt", "nonsense", "cancel", "erase", "START", ""];

    [Fact]
    public void No_input_makes_the_engine_throw_and_every_message_fits()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var phone = new Phone(new TestLibrary(RandomForms.Make(random), TestForms.Get("family")), new ConversationRules { SealOnExpiry = seed % 2 == 0, MaxAttachments = 5 });
            for (var step = 0; step < 80; step++) Anything(phone, random);
        }
    }

    [Fact]
    public void An_accepted_answer_stays_until_the_person_changes_it()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed * 7919);
            var form = RandomForms.Make(random);
            var phone = new Phone(new TestLibrary(form));
            phone.Command("start");
            phone.Press("Begin");
            for (var step = 0; step < 60 && phone.State is ConversationState.Drafting; step++)
            {
                var before = phone.Draft;
                var path = (before.Prompt as Prompt.Question)?.Path;
                Harmless(phone, random);
                if (phone.State is not ConversationState.Drafting) continue;
                foreach (var (place, value) in before.Answers.Values)
                {
                    // What a calculation says may change; what a person said may not, but for the question that is open.
                    if (place == path || !before.Notes.ContainsKey(place)) continue;
                    Assert.Equal(value, phone.Draft.Answers.Values.GetValueOrDefault(place));
                }

                Assert.True(before.Attachments.Length <= phone.Draft.Attachments.Length);
            }
        }
    }

    [Fact]
    public void Every_button_that_was_shown_before_the_last_prompt_changes_nothing()
    {
        for (var seed = 1; seed <= 25; seed++)
        {
            var random = new Random(seed * 31);
            var phone = new Phone(new TestLibrary(TestForms.Get("family")));
            phone.Command("start");
            phone.Press("English");
            phone.Press("Begin");
            var old = new List<string>();
            for (var step = 0; step < 25 && phone.State is ConversationState.Drafting; step++)
            {
                var count = phone.Draft.Count;
                old.AddRange(phone.Buttons().Select(b => b.Token));
                Harmless(phone, random);
                if (phone.State is not ConversationState.Drafting || phone.Draft.Count == count) continue;
                var stale = old.Where(t => PressToken.TryParse(t, out var token) && token.Count != phone.Draft.Count).ToList();
                if (stale.Count == 0) continue;
                var before = ConversationStateJson.Write(phone.State with { });
                var touched = phone.Draft.Touched;
                var effects = phone.PressToken(stale[random.Next(stale.Count)]);
                Assert.IsType<Effect.AnswerPress>(Assert.Single(effects));
                Assert.Equal(touched, phone.Draft.Touched);
                Assert.Equal(before, ConversationStateJson.Write(phone.State));
            }
        }
    }

    [Fact]
    public void A_turn_done_again_gives_the_same_transition()
    {
        var engine = new ConversationEngine(new TestLibrary(TestForms.Get("family")), new ConversationRules());
        var turn = new Turn(new DateTimeOffset(2026, 1, 15, 9, 0, 0, TimeSpan.Zero), new FreshIds(new byte[32]), TimeSpan.FromHours(4));
        var first = engine.Begin(new ChatId(1), null, turn);
        var second = engine.Begin(new ChatId(1), null, turn);
        Assert.Equal(ConversationStateJson.Write(first.State), ConversationStateJson.Write(second.State));
        Assert.Equal(Tokens(first), Tokens(second));
        Assert.NotEqual(Tokens(first), Tokens(engine.Begin(new ChatId(1), null, turn with { Ids = new FreshIds(new byte[] { 1 }) })));
    }

    private static string Tokens(Transition transition) => string.Join(' ', transition.Effects.OfType<Effect.Say>()
        .SelectMany(s => s.Message.Keyboard?.Rows ?? ImmutableArray<ImmutableArray<Button>>.Empty).SelectMany(r => r).OfType<Button.Press>().Select(b => b.Token));

    /// <summary>What a person may do who does not mean to lose anything.</summary>
    private static void Harmless(Phone phone, Random random)
    {
        var buttons = phone.Buttons().Where(b => b.Label is not ("Do not send, erase" or "Yes, erase" or "Erase everything" or "Remove the files" or "Start over" or "Remove"
            or "Send" or "Send now") && !b.Label.StartsWith('✕')).ToList();
        switch (random.Next(6))
        {
            case 0 or 1 when buttons.Count > 0: phone.PressToken(buttons[random.Next(buttons.Count)].Token, 1); break;
            case 2: phone.File((FileKind)random.Next(6)); break;
            case 3: phone.Stored(); break;
            case 4: phone.Other("sticker"); break;
            default:
                var word = Words[random.Next(Words.Length)];
                if (!word.StartsWith("send", StringComparison.Ordinal) && word != "cancel") phone.Text(word);
                break;
        }
    }

    private static void Anything(Phone phone, Random random)
    {
        var buttons = phone.Buttons();
        switch (random.Next(15))
        {
            case 0 or 1 or 2 or 3 when buttons.Count > 0:
                var button = buttons[random.Next(buttons.Count)];
                phone.PressToken(button.Token, random.Next(2) == 0 ? null : random.Next(40));
                break;
            case 4 when buttons.Count > 0:
                // A token of the present prompt with another action: a forged press.
                var dot = buttons[0].Token.LastIndexOf('.');
                phone.PressToken($"{buttons[0].Token[..dot]}.{"abcdefghijklmnopqrstuvwxyzRLSTANGW"[random.Next(34)]}{random.Next(30)}+{random.Next(4)}", 3);
                break;
            case 5: phone.PressToken(Words[random.Next(Words.Length)]); break;
            case 6: phone.Command(Commands[random.Next(Commands.Length)]); break;
            case 7:
                phone.File((FileKind)random.Next(6), random.Next(2) == 0 ? null : Words[random.Next(Words.Length)], random.Next(3) == 0 ? "album" : null,
                    random.Next(8) == 0 ? 30_000_000 : null, random.Next(2) == 0 ? "image/png" : null, "x\ud800.png");
                break;
            case 8 when phone.UnderWay.Count > 0: phone.Failed((FileFailure)random.Next(4)); break;
            case 8 or 9: phone.Stored(); break;
            case 10: phone.Give(new Input.Edited(new MessageId(random.Next(60)), Words[random.Next(Words.Length)])); break;
            case 11: phone.Place((random.NextDouble() * 400) - 200, (random.NextDouble() * 400) - 200); break;
            case 12: phone.Give(random.Next(3) switch { 0 => new Input.Left(), 1 => new Input.WakeUp(), _ => new Input.Other(new MessageId(9), "poll") }); break;
            case 13: phone.Wait(TimeSpan.FromHours(random.Next(30))); break;
            default:
                phone.Text(random.Next(20) == 0 ? new string('ա', 5000) : Words[random.Next(Words.Length)]);
                break;
        }
    }
}

/// <summary>Small forms of every type, with conditions, rules, filters, repeats and texts that fight with the markup.</summary>
internal static class RandomForms
{
    private static readonly string[] Types =
    [
        "text", "integer", "decimal", "range", "date", "time", "dateTime", "geopoint", "select_one few", "select_multiple few", "select_one many",
        "select_multiple many", "rank few", "acknowledge", "note", "image", "audio", "video", "file", "barcode", "calculate", "hidden", "select_one none",
    ];

    private static readonly Dictionary<string, string[]> Appearances = new(StringComparer.Ordinal)
    {
        ["text"] = ["multiline", "masked", "numbers"], ["date"] = ["year", "month-year", "no-calendar"], ["range"] = ["rating", "picker"],
        ["select_one"] = ["likert", "columns-3", "minimal", "compact"], ["select_multiple"] = ["columns", "horizontal", "search"],
    };

    /// <param name="languages">Whether the form speaks two languages.</param>
    public static FormDefinition Make(Random random, bool languages = false)
    {
        var yaml = new StringBuilder();
        yaml.Append($"yxf:\n  headers:\n    survey: [type, name, label, {(languages ? "'label::Հայերեն (hy)', " : "")}hint, guidance_hint, required, relevant, constraint, appearance, calculation, parameters, choice_filter, 'bind::case:field']\n")
            .Append("    choices: [list_name, name, label, kind]\n    settings: [form_title, form_id, version]\nsurvey:\n");
        var names = new List<string>();
        var open = new Stack<string>();
        for (var i = 0; i < 4 + random.Next(8); i++)
        {
            if (random.Next(6) == 0 && open.Count < 2)
            {
                var kind = random.Next(2) == 0 ? "group" : "repeat";
                yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"- type: begin_{kind}\n  name: g{i}\n  label: 'Part {i} **bold'\n{(random.Next(2) == 0 ? "  appearance: field-list\n" : "")}");
                open.Push(kind);
                yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"- type: text\n  name: first{i}\n  label: First of {i}\n");
                continue;
            }

            if (random.Next(4) == 0 && open.Count > 0)
            {
                yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"- type: end_{open.Pop()}\n");
                continue;
            }

            Question(yaml, random, names, i, open.Contains("repeat"));
        }

        while (open.Count > 0) yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"- type: end_{open.Pop()}\n");
        yaml.Append("choices:\n");
        foreach (var name in (string[])["yes", "no", "maybe"]) yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"- list_name: few\n  name: {name}\n  label: The {name}\n  kind: a\n");
        for (var i = 0; i < 45; i++) yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"- list_name: many\n  name: m{i}\n  label: Choice number {i} {(i % 9 == 0 ? "with a label that is far longer than any button could show it" : "")}\n  kind: b\n");
        yaml.Append("- list_name: none\n  name: x\n  label: X\n  kind: c\n");
        yaml.Append("settings:\n- form_title: Random\n  form_id: random\n  version: '1'\n");
        return TestForms.Compile(yaml.ToString());
    }

    private static void Question(StringBuilder yaml, Random random, List<string> names, int i, bool repeated)
    {
        var type = Types[random.Next(Types.Length)];
        var before = names.Count > 0 ? names[random.Next(names.Count)] : null;
        yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"- type: {type}\n  name: q{i}\n");
        if (type is "calculate")
        {
            yaml.Append(before is null ? "  calculation: 1 + 1\n" : $"  calculation: concat(${{{before}}}, 'x')\n");
            return;
        }

        if (type == "hidden") return;
        yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"  label: 'Question {i} {(before is null ? "" : $"after ${{{before}}}")} [link](https://example.org) *'\n");
        if (random.Next(6) == 0) yaml.Append("  guidance_hint: 'More about it'\n");
        if (Appearances.GetValueOrDefault(type.Split(' ')[0]) is { } words && random.Next(2) == 0) yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"  appearance: {words[random.Next(words.Length)]}\n");
        if (type == "range" && random.Next(2) == 0) yaml.Append("  parameters: start=0 end=60 step=1\n");
        if (random.Next(3) == 0) yaml.Append("  hint: 'A hint, with *stars'\n");
        if (random.Next(4) == 0 && type != "note") yaml.Append("  required: 'yes'\n");
        if (random.Next(4) == 0 && before is not null) yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"  relevant: \"${{{before}}} != ''\"\n");
        if (random.Next(5) == 0 && type is "text") yaml.Append("  constraint: string-length(.) < 8\n");
        if (random.Next(5) == 0 && type is "integer") yaml.Append("  constraint: '. > 1'\n");
        if (type == "select_one none") yaml.Append("  choice_filter: \"kind = 'never'\"\n");
        if (random.Next(3) == 0) yaml.Append("  'bind::case:field': some.field\n");
        if (!repeated) names.Add($"q{i}");
    }
}
