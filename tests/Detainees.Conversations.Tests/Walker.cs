using Detainees.Forms;

namespace Detainees.Conversations.Tests;

/// <summary>Answers whatever is asked in the plainest way: what a willing person does who only wants to come to the end.</summary>
internal static class Walker
{
    public static void Forward(Phone phone)
    {
        phone.Skip(TimeSpan.FromSeconds(31));
        switch (phone.State)
        {
            case ConversationState.Drafting: Answer(phone); break;
            case ConversationState.Welcoming when phone.Buttons() is [var first, ..]: phone.PressToken(first.Token); break;
            default: phone.Command("start"); break;
        }
    }

    /// <summary>The token of a button of the newest message; null when it has none of that kind.</summary>
    public static string? Find(Phone phone, params ReadOnlySpan<ActionKind> kinds)
    {
        foreach (var kind in kinds)
            foreach (var button in phone.Buttons())
                if (PressToken.TryParse(button.Token, out var token) && token.Action.Kind == kind) return button.Token;
        return null;
    }

    private static void Answer(Phone phone)
    {
        phone.Stored();
        if (phone.State is not ConversationState.Drafting) return;
        switch (phone.Draft.Prompt)
        {
            case Prompt.Review when phone.Draft.Answered == 0 && phone.Draft.Attachments.IsEmpty: ChangeOne(phone); break;
            case Prompt.Review: Press(phone, ActionKind.Continue, ActionKind.Send); break;
            case Prompt.Repeat: Press(phone, ActionKind.No); break;
            case Prompt.Confirm { What: Confirmation.Send }: Press(phone, ActionKind.Yes); break;
            case Prompt.Confirm: Press(phone, ActionKind.No); break;
            case Prompt.Resume: Press(phone, ActionKind.Continue); break;
            case Prompt.Languages: Press(phone, ActionKind.Choose); break;
            case Prompt.Waiting: phone.Stored(); break;
            case Prompt.Together: Together(phone); break;
            case Prompt.Question asked: Question(phone, asked, (FormQuestion)phone.Library.Offered[0].Find(asked.Path)!); break; // the prompt names a question of the form
        }

    }

    /// <summary>All was left out, and an empty report is not sent: another answer each time this is tried.</summary>
    private static void ChangeOne(Phone phone)
    {
        var edits = phone.Buttons().Where(b => PressToken.TryParse(b.Token, out var token) && token.Action.Kind is ActionKind.EditItem or ActionKind.AddItem).ToList();
        phone.PressToken(edits[phone.Draft.Count % edits.Count].Token, phone.Newest());
    }

    private static void Together(Phone phone)
    {
        foreach (var button in phone.Buttons())
        {
            if (phone.State is ConversationState.Drafting { Draft.Prompt: Prompt.Together } && PressToken.TryParse(button.Token, out var token)
                && token.Action is { Kind: ActionKind.Together, Extra: 1 } && token.Action.Index % 1000 == 0) phone.PressToken(button.Token, phone.Newest());
        }

        if (Find(phone, ActionKind.Next) is { } next) phone.PressToken(next);
    }

    private static void Question(Phone phone, Prompt.Question asked, FormQuestion question)
    {
        // Not always "keep": an answer that broke a rule is asked again before sending, and keeping it would go round for ever.
        if ((Find(phone, ActionKind.Skip) ?? (phone.Draft.Count % 3 == 0 ? Find(phone, ActionKind.Keep) : null)) is { } way && phone.Draft.Answered > 0)
        {
            phone.PressToken(way);
            return;
        }

        switch (question.Type)
        {
            case QuestionType.SelectMultiple:
                if (asked.Picked.IsEmpty) Pick(phone, ActionKind.Toggle);
                Press(phone, ActionKind.Done);
                break;
            case QuestionType.Rank:
                for (var i = 0; i < 50 && Find(phone, ActionKind.Rank) is { } rank; i++) phone.PressToken(rank, phone.Newest());
                Press(phone, ActionKind.Done);
                break;
            case QuestionType.SelectOne: Pick(phone, ActionKind.Choose); break;
            case QuestionType.Acknowledge: Press(phone, ActionKind.Acknowledge); break;
            case QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File:
                if (Find(phone, ActionKind.Done) is null) phone.File(question.Type switch { QuestionType.Image => FileKind.Photo, QuestionType.Audio => FileKind.Voice, QuestionType.Video => FileKind.Video, _ => FileKind.Document });
                // A report that holds as many files as it may is made lighter first.
                if (Find(phone, ActionKind.Done) is null) Lighten(phone);
                else Press(phone, ActionKind.Done);
                break;
            default:
                phone.Text(question.Type switch
                {
                    QuestionType.Date or QuestionType.DateTime when asked.Date is null => "17.05.1990",
                    QuestionType.Time or QuestionType.DateTime => "14:30",
                    QuestionType.Geopoint => "40.1792 44.4991",
                    _ => "3",
                });
                if (phone.State is ConversationState.Drafting { Draft.Prompt: Prompt.Question { Collecting: true } }) Press(phone, ActionKind.Done);
                break;
        }
    }

    private static void Lighten(Phone phone)
    {
        phone.Command("review");
        Press(phone, ActionKind.RemoveFiles, ActionKind.Continue, ActionKind.Send);
    }

    private static void Pick(Phone phone, ActionKind kind)
    {
        if (Find(phone, kind) is null) phone.Text("number");
        Press(phone, kind);
    }

    private static void Press(Phone phone, params ReadOnlySpan<ActionKind> kinds)
    {
        if (Find(phone, kinds) is { } token) phone.PressToken(token, phone.Newest());
        else if (phone.State is ConversationState.Drafting) phone.Command("review");
    }
}
