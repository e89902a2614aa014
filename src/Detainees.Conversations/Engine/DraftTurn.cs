using System.Collections.Immutable;
using System.Diagnostics;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>One input to a draft. The parts of this class are its subjects: walk, questions, answers, files, review, sending, time.</summary>
internal sealed partial class DraftTurn : ChatTurn
{
    private readonly FormDefinition? form;
    private SentReport? last;
    private FormInstance? live;
    private readonly DraftBuilder draft;
    private ConversationState? ended;

    public DraftTurn(EngineParts parts, ConversationState.Drafting state, Turn turn) : base(parts, state.Chat, turn, state.Language)
    {
        draft = new DraftBuilder(state.Draft);
        last = state.Last;
        form = parts.Forms.Find(draft.FormId, draft.FormVersion);
        if (form is not null) live = FormInstance.Restore(form, state.Draft.Answers, Moment(form, state.Language, draft.Seed, turn));
    }

    private DraftTurn(EngineParts parts, ChatId chat, string language, FormDefinition form, SentReport? last, Turn turn, IdStream ids, Draft draft, FormInstance instance)
        : base(parts, chat, turn, language, ids)
    {
        (this.form, this.last, this.draft, live) = (form, last, new DraftBuilder(draft), instance);
    }

    /// <summary>A new draft of a form, with nothing asked yet.</summary>
    public static DraftTurn Open(
        EngineParts parts, ChatId chat, string language, FormDefinition form, DateTimeOffset started, SentReport? last, Turn turn, IdStream ids)
    {
        var seed = ids.Number();
        var instance = FormInstance.Start(form, Moment(form, language, seed, turn));
        var draft = new Draft
        {
            FormId = form.Id, FormVersion = form.Version, Session = ids.Word(7), Seed = seed, Started = started, Touched = turn.Now,
            Answers = instance.Answers, Notes = PathDictionary<AnswerNote>.Empty,
            Attachments = [], Messages = [], Closed = [], Prompt = new Prompt.Review(ids.Word(6), 0), Here = "",
        };
        return new DraftTurn(parts, chat, language, form, last, turn, ids, draft, instance);
    }

    public Transition Ask()
    {
        AskNext();
        return Done();
    }

    public Transition Advance(Input input)
    {
        if (input is Input.Press press) Pressed(press.PressId);
        if (form is null || live is null) return WithoutForm(input);
        if (Turn.Now >= Ends) return End();
        // The channel may bring one message twice, under two numbers: it must not answer two questions.
        if (input is Input.Text { Message: var again } && WasSaid(again)) return Done();
        var action = input is Input.Press { Token: var token } ? Current(token) : null;
        if (IsOfThePerson(input) && (input is not Input.Press || action is not null)) (draft.Touched, draft.Reminders, draft.Away) = (Turn.Now, 0, false);
        if (Turn.LastInDoubt && input is (Input.Text or Input.File or Input.Place or Input.Contact)) NameLastQuestion();
        switch (input)
        {
            case Input.Text text: OnText(text.Message, text.Value, text.Forwarded ? AnswerOrigin.Forwarded : AnswerOrigin.Typed); break;
            case Input.Command command: OnCommand(command.Name); break;
            case Input.Press pressed: OnPress(action, pressed.Message); break;
            case Input.File file: OnFile(file); break;
            case Input.Edited edited: OnEdited(edited); break;
            case Input.Place place: OnPlace(place); break;
            case Input.Contact contact: OnContact(contact); break;
            case Input.Other other: OnOther(other.Kind); break;
            case Input.FileStored stored: OnStored(stored); break;
            case Input.FileFailed failed: OnFailed(failed); break;
            case Input.WakeUp: OnWakeUp(); break;
            case Input.Left: draft.Away = true; break;
            default: throw new UnreachableException(input.GetType().Name);
        }

        return Done();
    }

    private FormDefinition Form => form ?? throw new UnreachableException("A draft without its form is answered before.");
    private FormInstance Instance => live ?? throw new UnreachableException("A draft without its form is answered before.");
    private Moment Now => Moment(Form, Language, draft.Seed, Turn);
    private DateTimeOffset Ends => draft.Started + Rules.DraftLife;

    private Transition Done()
    {
        if (form is not null) WithdrawPlace();
        EndWalk();
        return ended is { } state
            ? Finish(state, WakeAfter(state))
            : Finish(new ConversationState.Drafting(Chat, Language, draft.ToDraft(live?.Answers), last), WakeAt());
    }

    private bool WasSaid(MessageId message)
    {
        foreach (var said in draft.Messages)
            if (said.Message == message) return true;
        return false;
    }

    private void NameLastQuestion()
    {
        if (draft.Prompt is Prompt.Question asked && Find(asked.Path) is { } stop)
            Remark(Texts.Get(TextKey.LastQuestionWas, "question", Clip(LabelOf(stop), MaxTitle)));
    }

    private static bool IsOfThePerson(Input input) => input is not (Input.WakeUp or Input.Left or Input.FileStored or Input.FileFailed);

    private static Moment Moment(FormDefinition form, string language, ulong seed, Turn turn) =>
        new(turn.Local, form.Languages.Contains(language) ? language : form.DefaultLanguage, seed);

    /// <summary>The pinned version is not there: an operator's slip. Nothing is lost and nothing is guessed.</summary>
    private Transition WithoutForm(Input input)
    {
        if (Turn.Now >= Ends)
        {
            // They could not finish through no fault of theirs: the team gets what is there, unread, instead of nothing.
            if (draft.Answered > 0) Conclude((id, reference) => new Effect.SendSealed(id, reference), TextKey.SealedAtEnd);
            else EraseDraft(TextKey.Expired);
            return Done();
        }

        switch (input)
        {
            case Input.Command { Name: "erase" or "cancel" }:
                last = null;
                EraseDraft(TextKey.Erased);
                break;
            case Input.FileStored stored:
                Store(stored);
                break;
            case Input.FileFailed or Input.WakeUp or Input.Left:
                break;
            default:
                Say(TextKey.FormMissing);
                break;
        }

        // Not the next reminder: it may be past, and nothing here would ever move it on.
        return ended is null ? Finish(new ConversationState.Drafting(Chat, Language, draft.ToDraft(null), last), Ends) : Done();
    }

    private void OnOther(string kind)
    {
        Refuse(kind == "contact" ? TextKey.ContactNotNeeded : TextKey.KindNotUsed);
    }

    /// <summary>A contact card answers where a phone number is asked; anywhere else it is nobody's business here.</summary>
    private void OnContact(Input.Contact contact)
    {
        if (draft.Prompt is Prompt.Question asked && Find(asked.Path) is { Kind: StopKind.Question } stop && IsPhone(stop.Question)) OnTyped(stop, asked, contact.Message, contact.Phone, AnswerOrigin.Typed);
        else Refuse(TextKey.ContactNotNeeded);
    }

    private static bool IsPhone(FormQuestion question) => question.Type == QuestionType.Text
        && (question.Case.GetValueOrDefault("field", "").EndsWith("phone", StringComparison.Ordinal) || question.Name.Contains("phone", StringComparison.OrdinalIgnoreCase));
}
