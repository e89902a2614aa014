using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>
/// Long answers (appearance <c>multiline</c>). People tell a story in several messages, written and spoken; the next one must
/// not answer the next question. So such a question stays open until "Done".
/// </summary>
internal sealed partial class DraftTurn
{
    private static bool IsStory(FormQuestion question) => question.Type == QuestionType.Text && question.Appearances.Contains("multiline");

    /// <summary>Adds a message to the story; after "Write it anew" the first takes the place of what was there.</summary>
    private void Collect(Stop stop, Prompt.Question asked, string text, MessageId message, AnswerOrigin how)
    {
        var before = asked.Collecting ? Instance.StoredValueOf(stop.Path) : "";
        if (IsMark(before)) before = "";
        if (Store(stop, before.Length > 0 ? $"{before}\n{text}" : text, how, null) is { } refusal)
        {
            RefuseAnswer(refusal);
            return;
        }

        if (before.Length == 0) draft.Messages = draft.Messages.RemoveAll(said => said.Path == stop.Path && said.Part > 0);
        Remember(message, stop.Path, text.Length);
        GoOnCollecting(asked);
    }

    /// <summary>A recording or picture joins the story; the words under it too, and none that were there before is lost.</summary>
    private void CollectFile(Stop stop, Attachment file)
    {
        var before = Instance.StoredValueOf(stop.Path);
        var value = file.Caption.Length > 0 ? before.Length > 0 && !IsMark(before) ? $"{before}\n{file.Caption}" : file.Caption
            : before.Length > 0 ? before : MarkOf(file.Kind);
        var isKept = value == before || Store(stop, value, AnswerOrigin.File, null) is null;
        Remark(isKept ? TextOfReceived(file.Kind) : Texts[TextKey.FileKeptTypeToo]);
        if (isKept && draft.Prompt is Prompt.Question asked && asked.Path == stop.Path) GoOnCollecting(asked);
        else Show();
    }

    private bool WriteAnew(Prompt.Question asked)
    {
        if (!asked.Collecting) return false;
        SetPrompt(asked with { Nonce = Ids.Word(6), Collecting = false });
        Show();
        return true;
    }

    /// <summary>The same prompt still: its buttons stay alive in every copy.</summary>
    private void GoOnCollecting(Prompt.Question asked)
    {
        if (!asked.Collecting) SetPrompt(asked with { Nonce = Ids.Word(6), Collecting = true });
        Show();
    }

    /// <summary>The story with one of its messages changed; null when it cannot be told any more which part that was.</summary>
    private string? WithPart(string path, MessageId message, string text)
    {
        var value = Instance.StoredValueOf(path);
        var start = 0;
        (int Start, int Length)? found = null;
        foreach (var said in draft.Messages)
        {
            if (said.Path != path || said.Part == 0) continue;
            if (said.Message == message) found = (start, said.Part);
            start += said.Part + 1;
        }

        return found is var (at, length) && start - 1 == value.Length ? $"{value[..at]}{text}{value[(at + length)..]}" : null;
    }

    private string? ChangePart(Stop stop, MessageId message, string text)
    {
        text = text.Trim();
        if (text.Length is 0 || text.Length > Rules.MaxTextLength) return Texts[TextKey.AnswerNotFitting];
        if (WithPart(stop.Path, message, text) is not { } value) return Texts[TextKey.EditInReview];
        if (Store(stop, value, AnswerOrigin.Edited, null) is { } refusal) return refusal;
        draft.Messages = [.. draft.Messages.Select(said => said.Message == message ? said with { Part = text.Length } : said)];
        return null;
    }
}
