using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>From "Send" to the last word.</summary>
internal sealed partial class DraftTurn
{
    private void AskToSend()
    {
        if (draft.Answered == 0 && draft.Attachments.IsEmpty)
        {
            Remark(TextKey.NothingToSend);
            Show();
            return;
        }

        if (LeadBackToViolation()) return;
        SetPrompt(new Prompt.Confirm(Ids.Word(6), Confirmation.Send, ""));
        Show();
    }

    private string ConfirmSendText()
    {
        var text = Texts.Get(TextKey.ConfirmSend, "team", Rules.Team);
        var open = Unasked();
        return open == 0 ? text : $"{text}\n\n{Texts.Get(TextKey.Unasked, "count", open)}";
    }

    /// <summary>A later answer can break an earlier rule: back to that question, with its own words.</summary>
    private bool LeadBackToViolation()
    {
        if (Instance.FirstViolation() is not { } violation || Find(violation.Path) is not { Kind: StopKind.Question } stop) return false;
        // A select with nothing to choose cannot be answered: it must not keep the rest from being sent.
        if (stop.Question.IsSelect && Instance.ChoicesOf(stop.Path).IsEmpty) return false;
        Remark(Explain(stop, violation.Kind));
        AskAlone(stop);
        return true;
    }

    /// <summary>Why the answer that stands here could not be sent as it is; null where nothing was said yet, and where it could.</summary>
    private AnswerRejection? Fault(Stop stop)
    {
        if (!HasAnswer(stop) || (stop.Question.IsSelect && Instance.ChoicesOf(stop.Path).IsEmpty)) return null;
        return Instance.Answer(stop.Path, Instance.StoredValueOf(stop.Path), Now) is AnswerResult.Rejected { Reason: AnswerRejection.ConstraintNotMet or AnswerRejection.RequiredButEmpty } rejected
            ? rejected.Reason
            : null;
    }

    private void SendOrWait()
    {
        if (LeadBackToViolation()) return;
        if (UnderWay() == 0)
        {
            SendNow();
            return;
        }

        draft.Confirmed = true;
        SetPrompt(new Prompt.Waiting(Ids.Word(6)), "");
        Show();
    }

    private View RenderWaiting()
    {
        var view = new View();
        view.Body.Append(Texts.Get(TextKey.WaitingForFiles, "count", UnderWay()));
        view.Row(new PromptButton(Texts[TextKey.BackToReview], new PressAction(ActionKind.Review)));
        return view;
    }

    private void SendNow() => Send(TextKey.SentFinal);

    private void Send(TextKey final) => Conclude((id, reference) => new Effect.Send(Report(id, reference)), final);

    private void Conclude(Func<string, string, Effect> send, TextKey final)
    {
        var id = Ids.Guid().ToString("N");
        var reference = Reference.From(Ids.Number());
        Do(send(id, reference));
        Do(new Effect.DeleteMessages());
        var body = new MessageBuilder().Append(Texts.Get(final, ("team", Rules.Team), ("hours", Hours(Rules.DraftLife))));
        body.Line(blank: true).Add(NumberOf(reference));
        Say(body, CopyOf(reference));
        Do(new Effect.Forget());
        ended = new ConversationState.Sent(Chat, Language, new SentReport(id, reference, Turn.Now));
    }

    private static string Hours(TimeSpan time) => ((int)time.TotalHours).ToString(CultureInfo.InvariantCulture);

    private ReportDraft Report(string id, string reference)
    {
        var answers = new List<ReportAnswer>();
        foreach (var node in Instance.Nodes())
        {
            if (node.Element is not FormQuestion question || question.Type == QuestionType.Note || !Instance.IsRelevant(node.Path)) continue;
            if (AnswerOf(node.Path, question) is { } answer) answers.Add(answer);
        }

        if (OtherFilesAnswer() is { } others) answers.Add(others);
        if (Name() is { Length: > 0 } name)
            answers.Add(new ReportAnswer($"{Form.Root.Path}/meta/instanceName", null, QuestionType.Calculate, "", AnswerState.Answered, name, name, Turn.Now, AnswerOrigin.Calculated, []));
        return new ReportDraft(id, reference, Form, FormLanguage, draft.Started, Turn.Now, Rules.TimeZone, Rules.Channel, Chat, answers, draft.Attachments);
    }

    /// <summary>Files of no question that is asked now, with the words under them: an answer of the form's root, so that none of it is lost.</summary>
    private ReportAnswer? OtherFilesAnswer()
    {
        var files = OtherFiles();
        if (files.Count == 0) return null;
        var words = string.Join('\n', files.Where(file => file.Caption.Length > 0).Select(file => file.Caption));
        return new ReportAnswer(
            Form.Root.Path, null, QuestionType.Text, Texts.Get(TextKey.OtherFiles, "count", files.Count), AnswerState.Answered, words, Shown(files, ""),
            files[^1].Received, AnswerOrigin.File, [.. files.Select(file => file.Id)]);
    }

    private ReportAnswer? AnswerOf(string path, FormQuestion question)
    {
        var files = draft.Attachments.Where(file => file.Path == path).Select(file => file.Id).ToList();
        var value = Instance.ValueOf(path);
        // A mark whose file never came says nothing.
        if ((IsMark(value) || IsFileType(question.Type)) && files.Count == 0) value = "";
        var silent = !question.IsAsked || Instance.IsReadOnly(path);
        if (silent && value.Length == 0) return null;
        var label = PlainText(question.Label.IsEmpty ? question.Hint : question.Label, path);
        draft.Notes.TryGetValue(path, out var note);
        var state = silent || value.Length > 0 ? AnswerState.Answered
            : note is { State: not AnswerState.Answered } said ? said.State
            : files.Count > 0 ? AnswerState.Answered
            : AnswerState.Skipped;
        var how = silent || note is null ? AnswerOrigin.Calculated : note.How;
        var display = silent ? ShownValue(path, question, value) : value.Length == 0 && files.Count == 0 ? "" : Display(path, question);
        return new ReportAnswer(path, question.Case.GetValueOrDefault("field"), question.Type, label, state, value, display, note?.At ?? Turn.Now, how, files);
    }
}
