using System.Collections.Immutable;
using System.Globalization;

namespace Detainees.Conversations;

/// <summary>Commands, and the questions they ask back.</summary>
internal sealed partial class DraftTurn
{
    private void OnCommand(string name)
    {
        switch (name)
        {
            case "start":
                Interrupt(new Prompt.Resume(Ids.Word(6)));
                break;
            case "language" when Form.Languages.Length > 1:
                Interrupt(new Prompt.Languages(Ids.Word(6)));
                break;
            case "language":
                Remark(TextKey.OneLanguage);
                Show();
                break;
            case "pause":
                SettlePicked();
                Remark(Texts.Get(TextKey.Paused, "hours", HoursLeft()));
                break;
            case "review":
                SettlePicked();
                OpenReview();
                break;
            case "cancel":
                Interrupt(new Prompt.Confirm(Ids.Word(6), Confirmation.Cancel, ""));
                break;
            case "erase":
                Interrupt(new Prompt.Confirm(Ids.Word(6), Confirmation.Erase, ""));
                break;
            case "takeback":
                Remark(TextKey.TakeBackNotNow);
                Show();
                break;
            case "help":
                Remark(TextKey.Help);
                Show();
                break;
            case "receipt" when last is not null:
                TellReceipt(last);
                break;
            case "receipt":
                Remark(TextKey.NoReceipt);
                Show();
                break;
            default:
                Refuse(TextKey.UnknownCommand);
                break;
        }
    }

    /// <summary>Asks something else; the form keeps its place.</summary>
    private void Interrupt(Prompt prompt)
    {
        SettlePicked();
        SetPrompt(prompt);
        Show();
    }

    private string HoursLeft() => Math.Max(1, (int)Math.Floor((Ends - Turn.Now).TotalHours)).ToString(CultureInfo.InvariantCulture);

    private View RenderResume()
    {
        var view = new View();
        view.Body.Append(Texts.Get(TextKey.Resume, ("count", draft.Answered.ToString(CultureInfo.InvariantCulture)), ("hours", HoursLeft())));
        view.Row(new PromptButton(Texts[TextKey.ContinueHere], new PressAction(ActionKind.Continue), ButtonStyle.Primary));
        view.Row(new PromptButton(Texts[TextKey.StartOver], new PressAction(ActionKind.StartOver)));
        if (Form.Languages.Length > 1) view.Row(new PromptButton(Texts[TextKey.OtherLanguage], new PressAction(ActionKind.Language)));
        return view;
    }

    private bool ActOnResume(PressAction action)
    {
        switch (action.Kind)
        {
            case ActionKind.Continue: GoHere(); return true;
            case ActionKind.StartOver: Interrupt(new Prompt.Confirm(Ids.Word(6), Confirmation.StartOver, "")); return true;
            case ActionKind.Language when Form.Languages.Length > 1: Interrupt(new Prompt.Languages(Ids.Word(6))); return true;
            default: return false;
        }
    }

    private View RenderLanguages()
    {
        var view = new View();
        foreach (var text in Form.Languages.Select(l => UiTexts.For(l)[TextKey.ChooseLanguage]).Distinct(StringComparer.Ordinal)) view.Body.Line().Append(text);
        for (var i = 0; i < Math.Min(Form.Languages.Length, 20); i++)
            view.Row(new PromptButton(UiTexts.NameOf(Form.Languages[i]), new PressAction(ActionKind.Choose, i)));
        return view;
    }

    private bool ActOnLanguage(PressAction action)
    {
        if (action.Kind != ActionKind.Choose || action.Index >= Form.Languages.Length) return false;
        Speak(Form.Languages[action.Index]);
        // Choice labels in calculations follow the language.
        live = Detainees.Forms.FormInstance.Restore(Form, Instance.Answers, Now);
        Remark(TextKey.LanguageChanged);
        GoHere();
        return true;
    }

    private View RenderConfirm(Prompt.Confirm confirm)
    {
        var view = new View();
        var (text, yes, no, style) = confirm.What switch
        {
            Confirmation.Send => (ConfirmSendText(), Texts[TextKey.SendYes], Texts[TextKey.SendNo], ButtonStyle.Primary),
            Confirmation.Cancel => (Texts[TextKey.ConfirmCancel], Texts[TextKey.CancelYes], Texts[TextKey.CancelNo], ButtonStyle.Danger),
            Confirmation.Erase => (Texts[TextKey.ConfirmErase], Texts[TextKey.EraseYes], Texts[TextKey.CancelNo], ButtonStyle.Danger),
            Confirmation.StartOver => (Texts[TextKey.ConfirmStartOver], Texts[TextKey.StartOver], Texts[TextKey.CancelNo], ButtonStyle.Danger),
            Confirmation.DeleteItem => (Texts.Get(TextKey.ConfirmDeleteItem, "label", FullTitle(confirm.Path)), Texts[TextKey.DeleteYes], Texts[TextKey.CancelNo], ButtonStyle.Danger),
        };
        view.Body.Append(text);
        view.Row(new PromptButton(yes, new PressAction(ActionKind.Yes), style));
        view.Row(new PromptButton(no, new PressAction(ActionKind.No)));
        return view;
    }

    private bool ActOnConfirm(Prompt.Confirm confirm, PressAction action, MessageId? message)
    {
        if (action.Kind is not (ActionKind.Yes or ActionKind.No)) return false;
        if (action.Kind == ActionKind.No)
        {
            if (confirm.What is Confirmation.Send or Confirmation.DeleteItem) ShowReview(0);
            else GoHere();
            return true;
        }

        switch (confirm.What)
        {
            case Confirmation.Send: SendOrWait(); break;
            case Confirmation.Cancel: EraseDraft(TextKey.Cancelled); break;
            case Confirmation.Erase:
                // "Everything" includes that a report was ever sent from here: whoever holds the phone next can ask for its receipt.
                last = null;
                EraseDraft(TextKey.Erased);
                break;
            case Confirmation.StartOver: StartOver(); break;
            case Confirmation.DeleteItem: DeleteItem(confirm.Path); break;
            default: throw new System.Diagnostics.UnreachableException(confirm.What.ToString());
        }

        return true;
    }

    /// <summary>All of the draft goes, and what was shown of it; nothing that is said after it speaks of a report.</summary>
    private void EraseDraft(TextKey text)
    {
        Clear();
        Say(text);
        Do(new Effect.Forget());
        ended = new ConversationState.Resting(Chat, Language, last, Turn.Now);
    }

    private void Clear()
    {
        foreach (var file in draft.Attachments) Do(new Effect.Discard(file.Id));
        Do(new Effect.DeleteMessages());
    }

    /// <summary>A clean draft of the same form, its newest version, under a fresh key.</summary>
    private void StartOver()
    {
        Clear();
        Do(new Effect.Forget());
        var newest = Parts.Offered.FirstOrDefault(offered => offered.Id == draft.FormId);
        var fresh = Open(Parts, Chat, Language, newest ?? Form, Turn.Now, last, Turn, Ids).Ask();
        foreach (var effect in fresh.Effects) Do(effect);
        ended = fresh.State;
    }
}
