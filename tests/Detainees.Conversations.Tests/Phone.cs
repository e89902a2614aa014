using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Detainees.Forms;

namespace Detainees.Conversations.Tests;

/// <summary>
/// A chat with the engine as a person has it: messages with buttons, time that passes, files on their way. Between any two
/// inputs the state is written and read again.
/// </summary>
internal sealed class Phone
{
    private readonly ConversationEngine engine;
    private readonly Dictionary<long, OutgoingMessage> shown = [];
    private readonly List<(string Label, string Token, long Message)> everShown = [];
    private readonly Dictionary<string, long> sentTexts = new(StringComparer.Ordinal);
    private readonly List<AttachmentId> underWay = [];
    private long messages;
    private int turns, presses, files;

    public Phone(TestLibrary library, ConversationRules? rules = null, string? hint = null)
    {
        Library = library;
        Rules = rules ?? new ConversationRules();
        engine = new ConversationEngine(library, Rules);
        State = new ConversationState.New(new ChatId(5001), hint);
    }

    public TestLibrary Library { get; }
    public ConversationRules Rules { get; }
    public ConversationState State { get; set; }
    /// <summary>The distance from UTC that "today" is reckoned by.</summary>
    public TimeSpan Offset { get; init; } = TimeSpan.FromHours(4);
    public DateTimeOffset Now { get; set; } = new(2026, 1, 15, 9, 0, 0, TimeSpan.Zero);
    public DateTimeOffset? WakeAt { get; private set; }

    /// <summary>Whether the shell knows that the last message arrived.</summary>
    public bool LastInDoubt { get; set; }
    public List<ReportDraft> Reports { get; } = [];
    public List<Effect> Effects { get; } = [];
    public IReadOnlyList<AttachmentId> UnderWay => underWay;

    /// <summary>The text of the newest message; empty when nothing was ever said.</summary>
    public string LastText { get; private set; } = "";

    /// <summary>Tokens of all buttons that were ever shown, oldest first.</summary>
    public IEnumerable<string> Tokens => everShown.Select(b => b.Token);

    public Draft Draft => ((ConversationState.Drafting)State).Draft;

    public ImmutableArray<Effect> Give(Input input)
    {
        var turn = new Turn(Now, new FreshIds(SHA256.HashData(BitConverter.GetBytes(turns++))), Offset) { LastInDoubt = LastInDoubt };
        var transition = engine.Advance(State, input, turn);
        var written = ConversationStateJson.Write(transition.State);
        State = ConversationStateJson.Read(written);
        Assert.Equal(written, ConversationStateJson.Write(State));
        WakeAt = transition.WakeAt;
        if (State is ConversationState.Drafting) Assert.NotNull(WakeAt);
        foreach (var effect in transition.Effects) Perform(effect);
        Effects.AddRange(transition.Effects);
        return transition.Effects;
    }

    public ImmutableArray<Effect> Text(string text)
    {
        var id = ++messages;
        sentTexts[text] = id;
        return Give(new Input.Text(new MessageId(id), text));
    }

    public ImmutableArray<Effect> Command(string name, string argument = "") => Give(new Input.Command(new MessageId(++messages), name, argument));

    public ImmutableArray<Effect> Press(string label)
    {
        var (_, token, message) = everShown.LastOrDefault(b => b.Label == label);
        Assert.True(token is not null, $"There is no button '{label}'. The last message: {LastText}");
        return PressToken(token, message);
    }

    /// <summary>A button of the newest message by its place, from 1.</summary>
    public ImmutableArray<Effect> PressAt(int place)
    {
        var newest = shown.OrderBy(m => m.Key).Last(m => m.Value.Keyboard is not null);
        var buttons = newest.Value.Keyboard!.Rows.SelectMany(r => r).OfType<Button.Press>().ToList();
        Assert.True(place <= buttons.Count, $"There is no button {place}. The last message: {LastText}");
        return PressToken(buttons[place - 1].Token, newest.Key);
    }

    public ImmutableArray<Effect> Contact(string phone) => Give(new Input.Contact(new MessageId(++messages), phone));

    /// <summary>A button of the first message that ever had it.</summary>
    public ImmutableArray<Effect> PressOld(string label)
    {
        var (_, token, message) = everShown.First(b => b.Label == label);
        return PressToken(token, message);
    }

    public ImmutableArray<Effect> PressToken(string token, long? message = null) =>
        Give(new Input.Press($"p{++presses}", message is { } id ? new MessageId(id) : null, token));

    public ImmutableArray<Effect> File(FileKind kind, string? caption = null, string? album = null, long? bytes = 1000, string? mime = null, string? name = null)
    {
        var n = ++files;
        var id = ++messages;
        if (caption is not null) sentTexts[caption] = id;
        var content = new IncomingFile($"ref{n}", $"unique{n}", kind, mime, name, bytes, kind == FileKind.Voice ? 12 : null);
        return Give(new Input.File(new MessageId(id), content, caption, album));
    }

    public ImmutableArray<Effect> Edit(string old, string text)
    {
        Assert.True(sentTexts.TryGetValue(old, out var id), $"Nobody wrote '{old}'.");
        return Give(new Input.Edited(new MessageId(id), text));
    }

    public ImmutableArray<Effect> Place(double latitude, double longitude) => Give(new Input.Place(new MessageId(++messages), latitude, longitude, 12));

    public ImmutableArray<Effect> Other(string kind) => Give(new Input.Other(new MessageId(++messages), kind));

    public ImmutableArray<Effect> Stored()
    {
        var effects = ImmutableArray.CreateBuilder<Effect>();
        foreach (var id in underWay.ToList())
        {
            underWay.Remove(id);
            var hash = Convert.ToHexStringLower(SHA256.HashData(id.Value.ToByteArray()));
            effects.AddRange(Give(new Input.FileStored(id, 1000, hash, 1300, hash)));
        }

        return effects.ToImmutable();
    }

    public ImmutableArray<Effect> Failed(FileFailure reason)
    {
        var id = underWay[0];
        underWay.RemoveAt(0);
        return Give(new Input.FileFailed(id, reason));
    }

    /// <summary>Lets time pass; the engine is woken whenever it asked to be.</summary>
    public ImmutableArray<Effect> Wait(TimeSpan time)
    {
        var until = Now + time;
        var effects = ImmutableArray.CreateBuilder<Effect>();
        for (var i = 0; WakeAt is { } wake && wake <= until; i++)
        {
            Assert.True(i < 10, "The engine asks to be woken again and again.");
            if (wake > Now) Now = wake;
            effects.AddRange(Give(new Input.WakeUp()));
        }

        Now = until;
        return effects.ToImmutable();
    }

    /// <summary>Lets time pass while nobody wakes the engine.</summary>
    public void Skip(TimeSpan time) => Now += time;

    public IEnumerable<string> Labels() => shown.Values.Where(m => m.Keyboard is not null).SelectMany(m => m.Keyboard!.Rows).SelectMany(r => r).Select(b => b.Label);

    /// <summary>The newest message that has buttons; null when none has.</summary>
    public long? Newest() => shown.Where(m => m.Value.Keyboard is not null).Select(m => (long?)m.Key).Max();

    /// <summary>The buttons of the newest message that has any.</summary>
    public IReadOnlyList<Button.Press> Buttons() =>
        [.. shown.OrderBy(m => m.Key).LastOrDefault(m => m.Value.Keyboard is not null).Value?.Keyboard?.Rows.SelectMany(r => r).OfType<Button.Press>() ?? []];

    private void Perform(Effect effect)
    {
        switch (effect)
        {
            case Effect.Say say:
                Check(say.Message);
                Show(++messages, say.Message);
                LastText = say.Message.Text;
                break;
            case Effect.Edit edit:
                Check(edit.Message);
                Show(edit.Target.Value, edit.Message);
                break;
            case Effect.Fetch fetch:
                underWay.Add(fetch.Attachment);
                break;
            case Effect.Discard discard:
                underWay.Remove(discard.Attachment);
                break;
            case Effect.DeleteMessages:
                shown.Clear();
                break;
            case Effect.Send send:
                Reports.Add(send.Report);
                using (var json = System.Text.Json.JsonDocument.Parse(send.Report.ToJson())) Assert.Empty(SchemaCheck.Faults(ReportTests.Schema, json.RootElement));
                break;
            case Effect.AnswerPress { Text: { } notice }:
                Assert.InRange(notice.Length, 1, 200);
                break;
        }
    }

    private void Show(long id, OutgoingMessage message)
    {
        shown[id] = message;
        foreach (var button in message.Keyboard?.Rows.SelectMany(r => r).OfType<Button.Press>() ?? []) everShown.Add((button.Label, button.Token, id));
    }

    private static void Check(OutgoingMessage message)
    {
        Assert.InRange(message.Text.Length, 0, message.Media is null ? OutgoingMessage.MaxLength : OutgoingMessage.MaxCaption);
        if (message.Media is null || message.Keyboard is not null) Assert.False(string.IsNullOrWhiteSpace(message.Text));
        foreach (var span in message.Spans)
        {
            Assert.True(span.Length > 0 && span.Offset >= 0 && span.Offset + span.Length <= message.Text.Length);
            Assert.Equal(span.Kind == SpanKind.Link, span.Url is not null);
        }

        if (message.Keyboard is not { } keyboard) return;
        Assert.InRange(keyboard.Rows.Sum(row => row.Length), 1, 100);
        foreach (var button in keyboard.Rows.SelectMany(row => row))
        {
            Assert.InRange(button.Label.Length, 1, 64);
            if (button is not Button.Press press) continue;
            Assert.InRange(press.Token.Length, 1, 64);
            Assert.True(press.Token.All(char.IsAscii));
        }

        Assert.All(keyboard.Rows, row => Assert.InRange(row.Length, 1, 8));
    }
}
