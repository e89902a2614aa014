using System.Collections.Immutable;

namespace Detainees.Conversations;

/// <summary>What all turns share: effects in order, one message out of several remarks, buttons with their tokens.</summary>
internal abstract class ChatTurn(EngineParts parts, ChatId chat, Turn turn, string language, IdStream? ids = null)
{
    private const int MaxMessages = 12;
    protected const int MaxButtonLabel = 60;
    private readonly List<Effect> effects = [];
    private MessageBuilder? lead;
    private string? pressId;
    private string? pressNotice;

    protected EngineParts Parts { get; } = parts;
    protected ConversationRules Rules => Parts.Rules;
    protected ChatId Chat { get; } = chat;
    protected Turn Turn { get; } = turn;
    protected IdStream Ids { get; } = ids ?? new IdStream(turn.Ids);
    protected string Language { get; private set; } = language;
    protected UiTexts Texts { get; private set; } = UiTexts.For(language);

    protected void Speak(string language)
    {
        Language = language;
        Texts = UiTexts.For(language);
    }

    protected void Do(Effect effect) => effects.Add(effect);

    protected void DoFirst(Effect effect) => effects.Insert(0, effect);

    /// <summary>A remark that goes before the next message of this turn, or alone when there is none.</summary>
    protected void Remark(string text)
    {
        if (text.Length > 0) (lead ??= new MessageBuilder()).Line(blank: true).Append(text);
    }

    protected void Remark(TextKey key) => Remark(Texts[key]);

    /// <summary>Says a message, with the remarks of this turn before it.</summary>
    /// <param name="media">Files before it; the last one carries the text, where that fits under it.</param>
    protected void Say(MessageBuilder body, Keyboard? keyboard = null, IReadOnlyList<OutgoingMedia>? media = null)
    {
        var whole = body;
        if (lead is not null)
        {
            whole = body.Length > 0 ? lead.Line(blank: true).Add(body) : lead;
            lead = null;
        }

        var carrier = whole.Length <= OutgoingMessage.MaxCaption && media is [.., var last] ? last : null;
        for (var i = 0; i < (media?.Count ?? 0) - (carrier is null ? 0 : 1); i++) Add(new OutgoingMessage("", [], null) { Media = media?[i] });
        foreach (var message in whole.Build(keyboard)) Add(carrier is null ? message : message with { Media = carrier });
    }

    private void Add(OutgoingMessage message)
    {
        if (effects.Count(e => e is Effect.Say) < MaxMessages) effects.Add(new Effect.Say(message));
    }

    protected void Say(TextKey key, Keyboard? keyboard = null) => Say(new MessageBuilder().Append(Texts[key]), keyboard);

    /// <summary>The number that the person knows, and below it the proof.</summary>
    protected void TellReceipt(SentReport report)
    {
        Say(NumberOf(report.Reference), CopyOf(report.Reference));
        Do(new Effect.ShowReceipt(report.ReportId, report.Reference, Language));
    }

    protected MessageBuilder NumberOf(string reference) =>
        new MessageBuilder().Append(Texts[TextKey.ReferenceIs]).Append(" ").Append(reference, SpanKind.Code);

    protected Keyboard? CopyOf(string reference) => Buttons([[new Button.Copy(Label(Texts[TextKey.CopyReference]), reference)]]);

    protected void Pressed(string id) => pressId = id;

    protected void Notice(TextKey key) => pressNotice = Texts[key];

    protected Transition Finish(ConversationState state, DateTimeOffset? wakeAt)
    {
        if (lead is not null) Say(new MessageBuilder());
        // First, so that the waiting sign goes at once even where the message that follows is slow.
        if (pressId is not null) effects.Insert(0, new Effect.AnswerPress(pressId, pressNotice));
        return new Transition(state, [.. effects], wakeAt);
    }

    protected static Keyboard? Buttons(IEnumerable<IReadOnlyList<Button>> rows)
    {
        var filled = rows.Where(row => row.Count > 0).Select(row => row.ToImmutableArray()).ToImmutableArray();
        return filled.IsEmpty ? null : new Keyboard(filled);
    }

    /// <summary>A button's label: one line, not empty, cut where a phone would cut it anyway.</summary>
    protected static string Label(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        if (line.Length == 0) return "…";
        if (line.Length <= MaxButtonLabel) return line;
        var cut = MaxButtonLabel - 1;
        if (char.IsHighSurrogate(line[cut - 1])) cut--;
        return line[..cut].TrimEnd() + "…";
    }
}
