using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>Files: where each belongs, what is said of it, and what when it does not arrive.</summary>
internal sealed partial class DraftTurn
{
    private static bool IsFileType(QuestionType type) => type is QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File;

    private void OnFile(Input.File input)
    {
        if (input.Content.Bytes > Rules.MaxFileBytes)
        {
            Refuse(UiTexts.NameOf(TextKey.FileTooBig), _ => Texts.Get(TextKey.FileTooBig, "max", (Rules.MaxFileBytes >> 20).ToString(CultureInfo.InvariantCulture)));
            return;
        }

        if (draft.Attachments.Length >= Rules.MaxAttachments)
        {
            Refuse(UiTexts.NameOf(TextKey.TooManyFiles), _ => Texts.Get(TextKey.TooManyFiles, "max", Rules.MaxAttachments));
            return;
        }

        var caption = (input.Caption ?? "").Trim();
        if (caption.Length > Rules.MaxTextLength || TooMuch(caption))
        {
            Refuse(TextKey.ReportFull);
            return;
        }

        var follows = input.Album is not null && draft.Album?.Id == input.Album;
        var path = follows ? draft.Album!.Path // set together with the id it was compared with
            // While something else is asked (continue or start over?), the file still belongs to the question that waits.
            : Find(draft.Here) is { Kind: StopKind.Question } waiting ? waiting.Path : Form.Root.Path;
        var attachment = new Attachment(
            new AttachmentId(Ids.Guid()), path, input.Content.Kind, input.Content.Mime, input.Content.Name, input.Content.Bytes, input.Content.Seconds,
            input.Content.Unique, input.Forwarded, caption, input.Message, Turn.Now, null);
        draft.Attachments = draft.Attachments.Add(attachment);
        if (input.Album is not null) draft.Album = new Album(input.Album, path);
        Remember(input.Message, path);
        Do(new Effect.Fetch(attachment.Id, input.Content.Ref, input.Content.Kind));
        if (follows) FollowAlbum(path, caption);
        else if (Find(path) is { } stop)
        {
            if (draft.Prompt is Prompt.Together)
            {
                Remark(TextKey.FileKept);
                AskStop(stop);
                return;
            }

            if (draft.Prompt is not Prompt.Question) SetPrompt(Fresh(stop), path);
            Receive(stop, attachment);
        }
        else KeptWithReport();
    }

    /// <summary>The later items of an album join the first in silence; ten messages for ten photos would only frighten.</summary>
    private void FollowAlbum(string path, string caption)
    {
        if (Find(path) is not { } stop) return;
        if (stop.Question.Type is QuestionType.Text or QuestionType.Barcode && caption.Length > 0 && IsMark(Instance.StoredValueOf(path)))
            _ = Store(stop, caption, AnswerOrigin.File, null);
    }

    private void KeptWithReport()
    {
        Remark(TextKey.FileKeptWithReport);
        Show();
    }

    private void Receive(Stop stop, Attachment attachment)
    {
        var question = stop.Question;
        if (IsStory(question))
        {
            CollectFile(stop, attachment);
            return;
        }

        if (question.Type is QuestionType.Text or QuestionType.Barcode)
        {
            var value = attachment.Caption.Length > 0 ? attachment.Caption : MarkOf(attachment.Kind);
            if (Store(stop, value, AnswerOrigin.File, null) is null)
            {
                Remark(TextOfReceived(attachment.Kind));
                AskNext();
                return;
            }

            Remark(TextKey.FileKeptTypeToo);
            Show();
            return;
        }

        if (IsFileType(question.Type) && Fits(question.Type, attachment))
        {
            var first = !draft.Notes.TryGetValue(stop.Path, out var note) || note.State != AnswerState.Answered;
            if (first && Store(stop, attachment.Id.ToString(), AnswerOrigin.File, null) is { } refusal) Remark(refusal);
            Remark(TextKey.FileReceivedMore);
            if (question.Type == QuestionType.Image && attachment.Kind == FileKind.Photo && !draft.AdvisedFiles)
            {
                Remark(TextKey.PhotoAsFile);
                draft.AdvisedFiles = true;
            }

            Show();
            return;
        }

        Remark(TextKey.FileKept);
        if (IsFileType(question.Type)) Remark(Texts[TypeHelp(question)]);
        Show();
    }

    private string TextOfReceived(FileKind kind) => Texts[kind switch
    {
        FileKind.Voice or FileKind.Audio => TextKey.VoiceReceived,
        FileKind.Photo or FileKind.Document or FileKind.Video or FileKind.VideoNote => TextKey.FileReceived,
    }];

    private static bool Fits(QuestionType type, Attachment file) => type switch
    {
        QuestionType.Image => file.Kind == FileKind.Photo || IsMime(file, "image/"),
        QuestionType.Audio => file.Kind is FileKind.Voice or FileKind.Audio || IsMime(file, "audio/"),
        QuestionType.Video => file.Kind is FileKind.Video or FileKind.VideoNote || IsMime(file, "video/"),
        _ => true,
    };

    /// <summary>A document without a kind of its own is taken as what was asked for: better one file too many than none.</summary>
    private static bool IsMime(Attachment file, string start) =>
        file.Kind == FileKind.Document && (file.Mime is null or "application/octet-stream" || file.Mime.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    /// <summary>Words typed where a file is asked: beside the last file when there is one.</summary>
    private void WordsForFile(Stop stop, MessageId message, string text)
    {
        text = text.Trim();
        var at = draft.Attachments.ToList().FindLastIndex(file => file.Path == stop.Path);
        var caption = at < 0 || text.Length == 0 ? "" : draft.Attachments[at].Caption.Length == 0 ? text : $"{draft.Attachments[at].Caption}\n{text}";
        if (caption.Length == 0 || caption.Length > Rules.MaxTextLength || TooMuch(caption))
        {
            RefuseAnswer(caption.Length == 0 ? Texts[TypeHelp(stop.Question)] : Texts[TextKey.ReportFull]);
            return;
        }

        draft.Attachments = draft.Attachments.SetItem(at, draft.Attachments[at] with { Caption = caption });
        Remark(TextKey.WordsKeptWithFile);
        Show();
    }

    private void RemoveFiles(Stop stop)
    {
        foreach (var file in draft.Attachments.Where(file => file.Path == stop.Path)) Do(new Effect.Discard(file.Id));
        draft.Attachments = draft.Attachments.RemoveAll(file => file.Path == stop.Path);
        ForgetMark(stop);
        Remark(TextKey.FilesRemoved);
        AskStop(stop);
    }

    private void OnStored(Input.FileStored stored)
    {
        Store(stored);
        if (draft.Prompt is Prompt.Waiting && UnderWay() == 0) SendNow();
    }

    /// <summary>Told twice, or of a file that was removed meanwhile: nothing changes.</summary>
    private void Store(Input.FileStored stored)
    {
        var at = IndexOf(stored.Attachment);
        if (at < 0 || draft.Attachments[at].Stored is not null) return;
        var file = draft.Attachments[at] with { Stored = new StoredFile(stored.Bytes, stored.Sha256, stored.SealedBytes, stored.SealedSha256) };
        draft.Attachments = draft.Attachments.SetItem(at, file);
    }

    private void OnFailed(Input.FileFailed failed)
    {
        var at = IndexOf(failed.Attachment);
        if (at < 0 || draft.Attachments[at].Stored is not null) return;
        var file = draft.Attachments[at];
        draft.Attachments = draft.Attachments.RemoveAt(at);
        var stop = Find(file.Path);
        if (stop is { Kind: StopKind.Question } question) ForgetMark(question);
        var where = stop is { } found ? Clip(LabelOf(found), 120) : "…";
        Remark(Texts.Get(FailureText(failed.Reason), ("question", where), ("file", MarkOf(file.Kind)), ("max", (Rules.MaxFileBytes >> 20).ToString(CultureInfo.InvariantCulture))));
        if (draft.Prompt is Prompt.Waiting) AskNext();
        else if (draft.Prompt is Prompt.Question asked && asked.Path == file.Path) Show();
        else if (draft.Prompt is Prompt.Together) AskNext();
        else if (draft.Prompt is Prompt.Review && Next() is not null) AskNext();
        else if (stop is not null && !draft.Notes.ContainsKey(file.Path)) Remark(TextKey.WillAskAgain);
    }

    private static TextKey FailureText(FileFailure reason) => reason switch
    {
        FileFailure.TooBig => TextKey.FailedTooBig,
        FileFailure.Gone or FileFailure.Refused => TextKey.FailedGone,
        FileFailure.NoRoom => TextKey.FailedNoRoom,
    };

    /// <summary>A value that only stood for a file goes with its last file, and the question is open again.</summary>
    private void ForgetMark(Stop stop)
    {
        var value = Instance.StoredValueOf(stop.Path);
        var others = draft.Attachments.Where(file => file.Path == stop.Path).ToList();
        if (IsFileType(stop.Question.Type))
        {
            if (others.Exists(file => file.Id.ToString() == value)) return;
        }
        else if (!IsMark(value) || others.Count > 0)
        {
            return;
        }

        var next = others.Count > 0 ? others[0].Id.ToString() : "";
        if (Instance.Answer(stop.Path, next, Now) is AnswerResult.Accepted accepted) live = accepted.Instance;
        if (next.Length == 0) draft.Notes = draft.Notes.Remove(stop.Path);
        DropEmptied();
    }

    private int IndexOf(AttachmentId id)
    {
        for (var i = 0; i < draft.Attachments.Length; i++)
            if (draft.Attachments[i].Id == id) return i;
        return -1;
    }

    private int UnderWay() => draft.Attachments.Count(file => file.Stored is null);
}
