using System.Collections.Immutable;
using System.Security.Cryptography;
using Detainees.Conversations;

namespace Detainees.Bot.Preview;

/// <summary>
/// One conversation with the engine in memory, on a clock that stands still until it is told otherwise, with ids that are the same
/// every time: so that what was walked once can be walked again and compared.
/// </summary>
internal sealed class WalkSession
{
    /// <summary>Of the default zone; a walk gives the same wherever it is replayed.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(4);

    /// <summary>A walk is some hundred steps; whoever holds a key down must not fill the memory.</summary>
    public const int MaxSteps = 5000;

    private readonly ConversationEngine engine;
    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal); // label → newest token
    private readonly Dictionary<string, string> labels = new(StringComparer.Ordinal); // token → label
    private readonly Dictionary<long, string> said = [];
    private readonly WalkText text = new();
    private int turns;

    public WalkSession(PreviewLibrary library, DateOnly date, string? hint)
    {
        Library = library;
        Hint = hint;
        engine = new ConversationEngine(library, new ConversationRules());
        Now = At(date);
        State = new ConversationState.New(new ChatId(1), hint);
        text.Header("form", library.Form.Id);
        text.Header("date", WalkText.Date(Now));
        if (hint is not null) text.Header("hint", hint);
    }

    public PreviewLibrary Library { get; }
    public string? Hint { get; }
    public ConversationState State { get; private set; }
    public DateTimeOffset Now { get; private set; }
    public DateTimeOffset? WakeAt { get; private set; }
    public int Steps { get; private set; }

    /// <summary>The walk as it is saved: what was done, and below each step what was said.</summary>
    public string Transcript => text.ToString();

    /// <summary>The newest message that has buttons, for whoever presses by number.</summary>
    public ImmutableArray<Button.Press> Buttons { get; private set; } = [];

    public ConversationState.Drafting? Drafting => State as ConversationState.Drafting;

    /// <summary>What the newest button of a label sends; null when no message had one.</summary>
    public string? TokenOf(string label) => tokens.GetValueOrDefault(label);

    /// <summary>The label under which a token was shown last; null when it is not the newest of that label.</summary>
    public string? LabelOf(string token) => labels.TryGetValue(token, out var label) && tokens[label] == token ? label : null;

    public string? TextOf(MessageId message) => said.GetValueOrDefault(message.Value);

    public MessageId? MessageOf(string words) => said.LastOrDefault(entry => entry.Value == words) is { Value: not null } found ? new MessageId(found.Key) : null;

    /// <summary>One input, under the line that would do it again. Files that are asked for arrive at once.</summary>
    public ImmutableArray<Effect> Give(Input input, string line)
    {
        if (input is Input.Text words) said[words.Message.Value] = words.Value;
        if (input is Input.File { Caption: { } caption } file) said[file.Message.Value] = caption;
        if (input is Input.Edited edited) said[edited.Message.Value] = edited.Value;
        var effects = Take(engine.Advance(State, input, Turn()), line);
        var stored = ImmutableArray.CreateBuilder<Effect>();
        foreach (var fetch in effects.OfType<Effect.Fetch>())
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(turns)));
            stored.AddRange(Take(engine.Advance(State, new Input.FileStored(fetch.Attachment, 1000, hash, 1300, hash), Turn()), null));
        }

        return [.. effects, .. stored];
    }

    /// <summary>Goes to a question at once; null when it cannot be asked now.</summary>
    public ImmutableArray<Effect>? Jump(string path, string? language, string line) =>
        Drafting is { } drafting && engine.JumpTo(drafting, path, language ?? drafting.Language, Turn()) is { } jumped ? Take(jumped, line) : null;

    /// <summary>Another day, as though the conversation had begun then: its age stays, and nothing runs out.</summary>
    public ImmutableArray<Effect> SetDate(DateOnly date, string line)
    {
        var by = At(date) - Now;
        Now += by;
        if (WakeAt is { } wake) WakeAt = wake + by;
        State = State switch
        {
            ConversationState.Drafting d => d with { Draft = d.Draft with { Started = d.Draft.Started + by, Touched = d.Draft.Touched + by } },
            ConversationState.Welcoming w => w with { Since = w.Since + by },
            ConversationState.Resting { Since: { } since } r => r with { Since = since + by },
            ConversationState.Sent s => s with { Report = s.Report with { At = s.Report.At + by } },
            _ => State,
        };
        if (Drafting is { Draft.Here: { Length: > 0 } here } && Jump(here, null, line) is { } shown) return shown;
        text.Step(line, []);
        Steps++;
        return [];
    }

    /// <summary>Lets time pass; the engine is woken whenever it asked to be.</summary>
    public ImmutableArray<Effect> Wait(TimeSpan time, string line)
    {
        var until = Now + time;
        var effects = ImmutableArray.CreateBuilder<Effect>();
        // Two reminders and the end: more wakings than that would be a fault of the engine, and must not hang whoever looks for it.
        for (var i = 0; i < 10 && WakeAt is { } wake && wake <= until; i++)
        {
            if (wake > Now) Now = wake;
            effects.AddRange(Advance(new Input.WakeUp()));
        }

        Now = until;
        text.Step(line, effects);
        Steps++;
        return effects.ToImmutable();
    }

    private ImmutableArray<Effect> Advance(Input input)
    {
        var transition = engine.Advance(State, input, Turn());
        (State, WakeAt) = (transition.State, transition.WakeAt);
        foreach (var effect in transition.Effects) Show(effect);
        return transition.Effects;
    }

    private ImmutableArray<Effect> Take(Transition transition, string? line)
    {
        (State, WakeAt) = (transition.State, transition.WakeAt);
        foreach (var effect in transition.Effects) Show(effect);
        if (line is not null)
        {
            text.Step(line, transition.Effects);
            Steps++;
        }
        else
        {
            text.More(transition.Effects);
        }

        return transition.Effects;
    }

    private void Show(Effect effect)
    {
        var message = effect switch { Effect.Say say => say.Message, Effect.Edit edit => edit.Message, _ => null };
        var pressed = message?.Keyboard?.Rows.SelectMany(row => row).OfType<Button.Press>().ToImmutableArray() ?? [];
        foreach (var button in pressed)
        {
            tokens[button.Label] = button.Token;
            labels[button.Token] = button.Label;
        }

        if (effect is Effect.Say && !pressed.IsEmpty) Buttons = pressed;
    }

    private Turn Turn() => new(Now, new FreshIds(SHA256.HashData(BitConverter.GetBytes(turns++))), Offset);

    private static DateTimeOffset At(DateOnly date) => new(date, new TimeOnly(13, 0), Offset);
}
