using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>A changed earlier message changes its answer by the same rules, or it is said why not.</summary>
internal sealed partial class DraftTurn
{
    private void OnEdited(Input.Edited edited)
    {
        var path = draft.Messages.LastOrDefault(m => m.Message == edited.Message).Path;
        if (path is null)
        {
            Remark(TextKey.EditUnknown);
            return;
        }

        var file = draft.Attachments.ToList().FindIndex(a => a.Message == edited.Message);
        var stop = Find(path);
        if (file >= 0 && !EditCaption(file, edited.Value)) return;
        if (stop is not { Kind: StopKind.Question } question)
        {
            Remark(file >= 0 ? TextKey.WordsKeptWithFile : TextKey.EditNoLonger);
            return;
        }

        if (file >= 0 && question.Question.Type is not (QuestionType.Text or QuestionType.Barcode))
        {
            Remark(TextKey.WordsKeptWithFile);
            return;
        }

        // The answer may have been given anew since, by another message or a button: then this one is no longer it.
        var isPart = draft.Messages.Any(m => m.Message == edited.Message && m.Part > 0);
        if (!isPart && draft.Messages.LastOrDefault(m => m.Path == path).Message != edited.Message && file < 0)
        {
            Remark(TextKey.EditUnknown);
            return;
        }

        ChangeAnswer(question, edited, file >= 0, isPart);
    }

    private bool EditCaption(int at, string value)
    {
        var caption = value.Trim();
        if (caption.Length > Rules.MaxTextLength || TooMuch(caption))
        {
            Remark(TextKey.ReportFull);
            return false;
        }

        draft.Attachments = draft.Attachments.SetItem(at, draft.Attachments[at] with { Caption = caption });
        return true;
    }

    private void ChangeAnswer(Stop stop, Input.Edited edited, bool isCaption, bool isPart)
    {
        var label = Clip(LabelOf(stop), 200);
        var text = isCaption && edited.Value.Trim().Length == 0 ? FileMark : edited.Value;
        var why = isPart ? ChangePart(stop, edited.Message, text) : Interpret(stop, null, text) switch
        {
            Meaning.Value value => Store(stop, value.Stored, AnswerOrigin.Edited, null),
            Meaning.Refused refused => refused.Why,
            Meaning.Unsure => Texts[TextKey.WantDate],
            Meaning.DateOnly => Texts[TextKey.WantDateTime],
            Meaning.Search or Meaning.NoChoice => Texts[TextKey.NotAChoice],
            Meaning.Placed => Texts[TextKey.RankHow],
            _ => throw new System.Diagnostics.UnreachableException("Meaning is closed."),
        };
        if (why is not null)
        {
            Remark(Texts.Get(TextKey.EditRefused, ("question", label), ("why", why), ("answer", Clip(DisplayInChat(stop.Path, stop.Question), 300))));
            return;
        }

        Remark(Texts.Get(TextKey.EditAccepted, ("question", label), ("answer", Clip(DisplayInChat(stop.Path, stop.Question), 300))));
        FollowChange();
    }

    /// <summary>After a change from elsewhere: a question that is gone is left, and the review gives way to what is newly asked.</summary>
    private void FollowChange()
    {
        switch (draft.Prompt)
        {
            case Prompt.Question asked when Find(asked.Path) is null: AskNext(); break;
            case Prompt.Question asked when stopIsAnsweredNow(asked): AskNext(); break;
            case Prompt.Together: AskNext(); break;
            case Prompt.Repeat gate when Find(gate.Path) is null: AskNext(); break;
            case Prompt.Review when Next() is not null: AskNext(); break;
            // Its buttons say what is no longer so.
            case Prompt.Review: ShowReview(0); break;
            default: break;
        }

        bool stopIsAnsweredNow(Prompt.Question asked) =>
            asked.Offered.Length > 0 && draft.Notes.TryGetValue(asked.Path, out var note) && note.How == AnswerOrigin.Edited && note.At == Turn.Now;
    }

    private void OnPlace(Input.Place place)
    {
        var stored = PlaceReader.Stored(place.Latitude, place.Longitude, place.Accuracy);
        if (stored is not null && draft.Prompt is Prompt.Question asked && Find(asked.Path) is { Question.Type: QuestionType.Geopoint } stop)
        {
            Answer(stop, stored, AnswerOrigin.Typed, place.Message, null, Told(stop.Path, stop.Question, stored));
            return;
        }

        if (stored is not null && draft.Prompt is Prompt.Question words && Find(words.Path) is { Question.Type: QuestionType.Text } text)
        {
            var degrees = string.Create(CultureInfo.InvariantCulture, $"{place.Latitude:0.######}, {place.Longitude:0.######}");
            if (IsMasked(text.Question)) Do(new Effect.DeleteMessage(place.Message));
            // A part of the story, as words are: what was told before stays.
            if (IsStory(text.Question)) Collect(text, words, degrees, place.Message, AnswerOrigin.Typed);
            else Answer(text, degrees, AnswerOrigin.Typed, place.Message, null, Told(text.Path, text.Question, degrees));
            return;
        }

        Refuse(TextKey.PlaceNotAsked);
    }
}
