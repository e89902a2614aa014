using System.Collections.Immutable;
using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>Everything outside a draft: first words, language, menu of forms, and what is said after a report was sent.</summary>
internal sealed class WelcomeTurn : ChatTurn
{
    private const string Session = "w";
    private const int MaxChoices = 20;
    private const string Yes = "yes", No = "no";

    /// <summary>What a form in one language calls it whose author named none.</summary>
    private const string Unnamed = "default";

    /// <summary>A welcome older than this is cleared away when a form begins, so that the draft has its whole time.</summary>
    private static readonly TimeSpan FreshWelcome = TimeSpan.FromHours(12);

    private readonly ConversationState state;
    private readonly string? hint;
    private readonly string? chosen;
    private readonly SentReport? last;
    private readonly DateTimeOffset? since;

    public WelcomeTurn(EngineParts parts, ConversationState state, Turn turn)
        : base(parts, state.Chat, turn, LanguageOf(state) ?? Guess(parts, HintOf(state)))
    {
        this.state = state;
        hint = HintOf(state);
        chosen = LanguageOf(state);
        (last, since) = state switch
        {
            ConversationState.Welcoming welcoming => (welcoming.Last, welcoming.Since),
            ConversationState.Sent sent => (sent.Report, sent.Report.At),
            ConversationState.Resting resting => (resting.Last, resting.Since),
            ConversationState.Locked locked => (locked.Last, locked.Started),
            _ => (null, (DateTimeOffset?)null),
        };
    }

    public Transition Advance(Input input)
    {
        switch (input)
        {
            case Input.WakeUp: return WakeUp();
            case Input.Left or Input.FileStored or Input.FileFailed: return Stay();
            case Input.Press press: return Press(press);
            case Input.Command command: return Command(command.Name);
            case Input.Text text: return Text(text.Value);
            case Input.Edited:
                Remark(state is ConversationState.Sent ? TextKey.EditAfterSent : TextKey.EditNothing);
                return IsUnknown ? Start() : Stay();
            case Input.File:
                Remark(TextKey.FileBeforeBegin);
                return Start();
            default: return Start();
        }
    }

    /// <summary>Nothing of this chat is known: it is new, or a restart lost what it was.</summary>
    private bool IsUnknown => state is ConversationState.New or ConversationState.Locked;

    /// <summary>The first words: the language where there is a choice, then the welcome and the menu.</summary>
    public Transition Start()
    {
        if (Parts.Offered.IsEmpty)
        {
            Say(TextKey.NoForms);
            return Stay();
        }

        if (chosen is null && Languages() is { Length: > 1 } languages) return AskLanguage(languages);
        return Greet(chosen ?? Languages()[0]);
    }

    private Transition AskLanguage(ImmutableArray<string> languages)
    {
        var prompt = Ask(WelcomeKind.Language, languages);
        var body = new MessageBuilder();
        foreach (var text in languages.Select(l => UiTexts.For(l)[TextKey.ChooseLanguage]).Distinct(StringComparer.Ordinal)) body.Line().Append(text);
        Say(body, Menu(prompt));
        return Welcoming(chosen, prompt);
    }

    private Transition Greet(string language)
    {
        Speak(language);
        var prompt = Ask(WelcomeKind.Form, [.. MenuIn(language).Take(MaxChoices).Select(form => form.Id)]);
        var body = new MessageBuilder().Append(Texts.Get(TextKey.Welcome, "team", Rules.Team));
        if (prompt.Choices.Length > 1) body.Line(blank: true).Append(Texts[TextKey.ChooseForm]);
        Say(body, Menu(prompt));
        return Welcoming(language, prompt);
    }

    /// <summary>The same menu once more leaves the buttons of the first one alive: whoever sent /start twice presses the one that is nearest.</summary>
    private WelcomePrompt Ask(WelcomeKind kind, ImmutableArray<string> choices) =>
        state is ConversationState.Welcoming { Prompt: var asked } && asked.Kind == kind && asked.Choices.AsSpan().SequenceEqual(choices.AsSpan())
            ? asked : new WelcomePrompt(kind, Ids.Word(6), choices);

    private Transition Begin(FormDefinition form)
    {
        var start = since ?? Turn.Now;
        var clear = Turn.Now - start > FreshWelcome || start > Turn.Now;
        if (clear) Do(new Effect.DeleteMessages());
        var opening = DraftTurn.Open(Parts, Chat, Language, form, clear ? Turn.Now : start, last, Turn, Ids);
        var asked = opening.Ask();
        return asked with { Effects = [.. Finish(state, null).Effects, .. asked.Effects] };
    }

    private Transition Press(Input.Press press)
    {
        Pressed(press.PressId);
        if (state is not ConversationState.Welcoming { Prompt: var prompt } || !PressToken.TryParse(press.Token, out var token)
            || token.Session != Session || token.Nonce != prompt.Nonce || token.Action.Index >= prompt.Choices.Length)
        {
            Notice(TextKey.StaleButton);
            // There is no newer one: what was pressed is of a greeting that a restart has forgotten.
            return state is ConversationState.Locked ? Start() : Stay();
        }

        return Choose(prompt, token.Action.Index);
    }

    private Transition Choose(WelcomePrompt prompt, int index)
    {
        switch (prompt.Kind)
        {
            case WelcomeKind.Language: return Greet(prompt.Choices[index]);
            case WelcomeKind.Form:
                var form = Parts.Offered.FirstOrDefault(offered => offered.Id == prompt.Choices[index]);
                if (form is not null) return Begin(form);
                Remark(TextKey.FormGone);
                return Start();
            case WelcomeKind.TakeBack: return prompt.Choices[index] == Yes ? TakeBack() : Start();
            default: throw new System.Diagnostics.UnreachableException(prompt.Kind.ToString());
        }
    }

    private Transition AskToTakeBack()
    {
        var prompt = new WelcomePrompt(WelcomeKind.TakeBack, Ids.Word(6), [Yes, No]);
        Say(TextKey.TakeBackAsk, Menu(prompt));
        return Welcoming(chosen, prompt);
    }

    private Transition TakeBack()
    {
        Do(new Effect.TakeBack(Ids.Guid().ToString("N")));
        Do(new Effect.DeleteMessages());
        // The same words whether or not a report was sent: nobody who looks on shall learn that.
        Say(TextKey.TakenBack);
        Do(new Effect.Forget());
        return Rest(null);
    }

    private Transition Text(string value)
    {
        if (state is not ConversationState.Welcoming { Prompt: var prompt })
        {
            if (state is ConversationState.Sent) Remark(TextKey.AfterSent);
            // More than a greeting: whoever tells at once must learn that it was not kept.
            else if (value.AsSpan().Trim().Count(' ') > 2) Remark(TextKey.TextBeforeBegin);
            return Start();
        }

        var typed = Folding.Fold(value);
        for (var i = 0; i < prompt.Choices.Length; i++)
        {
            if (typed == Folding.Fold(ChoiceLabel(prompt, i)) || typed == (i + 1).ToString(CultureInfo.InvariantCulture)) return Choose(prompt, i);
        }

        if (prompt.Kind == WelcomeKind.TakeBack && Texts.Yes.Contains(typed)) return TakeBack();
        if (prompt.Kind == WelcomeKind.TakeBack && Texts.No.Contains(typed)) return Start();
        if (prompt is { Kind: WelcomeKind.Form, Choices.Length: 1 } && Texts.Yes.Contains(typed)) return Choose(prompt, 0);
        // Whoever writes the whole story at once must learn that it was not kept, kindly and at once.
        if (prompt.Kind == WelcomeKind.Form) Remark(TextKey.TextBeforeBegin);
        Say(prompt.Kind switch
        {
            WelcomeKind.Form => TextKey.PressToBegin, WelcomeKind.Language => TextKey.ChooseLanguage, WelcomeKind.TakeBack => TextKey.TakeBackAsk,
        }, Menu(prompt));
        return Stay();
    }

    private Transition Command(string name)
    {
        switch (name)
        {
            case "start": return Start();
            case "language" when Languages() is { Length: > 1 } languages: return AskLanguage(languages);
            case "language":
                Remark(TextKey.OneLanguage);
                return Start();
            case "help":
                Say(TextKey.Help);
                return IsUnknown ? Start() : Stay();
            case "receipt" when last is not null:
                TellReceipt(last);
                return Stay();
            case "receipt":
                Say(TextKey.NoReceipt);
                // A first word is a beginning too: without one nothing would ever take it out of the chat again.
                return IsUnknown ? Start() : Stay();
            case "erase":
                Do(new Effect.DeleteMessages());
                // The same words whether or not a report was sent: nobody who looks on shall learn that.
                Say(TextKey.ErasedChat);
                Do(new Effect.Forget());
                return Rest(null);
            case "takeback": return AskToTakeBack();
            case "pause" or "cancel" or "review":
                Remark(TextKey.NothingOpen);
                return Start();
            default:
                Remark(TextKey.UnknownCommand);
                return IsUnknown ? Start() : Stay();
        }
    }

    private Transition WakeUp()
    {
        if (since is not { } start || Turn.Now < start + Rules.DraftLife) return Stay();
        Do(new Effect.DeleteMessages());
        ConversationState next = chosen is null
            ? new ConversationState.New(Chat, hint)
            : new ConversationState.Resting(Chat, chosen, last);
        return Finish(next, null);
    }

    private Transition Rest(SentReport? report) =>
        Finish(new ConversationState.Resting(Chat, Language, report, Turn.Now), Turn.Now + Rules.DraftLife);

    private Transition Welcoming(string? language, WelcomePrompt prompt)
    {
        var start = since ?? Turn.Now;
        return Finish(new ConversationState.Welcoming(Chat, language, hint, start, prompt, last), start + Rules.DraftLife);
    }

    private Transition Stay()
    {
        // A word said while resting must be deleted in time as well.
        if (state is ConversationState.Resting { Since: null } resting) return StayResting(resting);
        return Finish(state, since is { } start ? start + Rules.DraftLife : null);
    }

    private Transition StayResting(ConversationState.Resting resting)
    {
        var finished = Finish(resting, null);
        if (!finished.Effects.Any(effect => effect is Effect.Say or Effect.ShowReceipt)) return finished;
        return finished with { State = resting with { Since = Turn.Now }, WakeAt = Turn.Now + Rules.DraftLife };
    }

    private Keyboard? Menu(WelcomePrompt prompt) => Buttons(Enumerable.Range(0, prompt.Choices.Length).Select(i => (IReadOnlyList<Button>)
    [
        new Button.Press(
            Label(ChoiceLabel(prompt, i)), new PressToken(Session, 0, prompt.Nonce, new PressAction(ActionKind.Choose, i)).ToString(),
            prompt.Kind == WelcomeKind.Form ? ButtonStyle.Primary : prompt is { Kind: WelcomeKind.TakeBack } && i == 0 ? ButtonStyle.Danger : ButtonStyle.Plain),
    ]));

    private string ChoiceLabel(WelcomePrompt prompt, int index)
    {
        if (prompt.Kind == WelcomeKind.TakeBack) return Texts[prompt.Choices[index] == Yes ? TextKey.TakeBackYes : TextKey.CancelNo];
        if (prompt.Kind == WelcomeKind.Language) return UiTexts.NameOf(prompt.Choices[index]);
        if (prompt.Choices.Length == 1) return Texts[TextKey.Begin];
        if (Parts.Offered.FirstOrDefault(form => form.Id == prompt.Choices[index]) is not { } form) return prompt.Choices[index];
        return form.MenuLabel.In(Language) is { Length: > 0 } label ? label : form.Title.Length > 0 ? form.Title : form.Id;
    }

    /// <summary>
    /// The forms that can be answered in a language. Where none can, which happens when the only one was withdrawn after the
    /// language was chosen, all are better than an empty menu.
    /// </summary>
    private ImmutableArray<FormDefinition> MenuIn(string language)
    {
        var fitting = Parts.Offered.RemoveAll(form => !form.Languages.Contains(language) && form.Languages is not [Unnamed]);
        return fitting.IsEmpty ? Parts.Offered : fitting;
    }

    private ImmutableArray<string> Languages() => LanguagesOf(Parts, hint);

    private static ImmutableArray<string> LanguagesOf(EngineParts parts, string? hint)
    {
        var code = hint is null ? "" : UiTexts.CodeOf(hint);
        ImmutableArray<string> all = [.. parts.Offered.SelectMany(form => form.Languages).Distinct(StringComparer.Ordinal)];
        // Nothing that a person could choose.
        var named = all.Where(language => language != Unnamed).ToList();
        return named.Count == 0 ? all : [.. named.OrderBy(language => UiTexts.CodeOf(language) != code).Take(MaxChoices)];
    }

    private static string Guess(EngineParts parts, string? hint) =>
        parts.Offered.IsEmpty ? hint ?? "" : LanguagesOf(parts, hint).FirstOrDefault() ?? "";

    private static string? LanguageOf(ConversationState state) => state switch
    {
        ConversationState.Welcoming welcoming => welcoming.Language,
        ConversationState.Sent sent => sent.Language,
        ConversationState.Resting resting => resting.Language,
        ConversationState.Locked { Language.Length: > 0 } locked => locked.Language,
        _ => null,
    };

    private static string? HintOf(ConversationState state) => state switch
    {
        ConversationState.New fresh => fresh.Hint,
        ConversationState.Welcoming welcoming => welcoming.Hint,
        _ => null,
    };
}
