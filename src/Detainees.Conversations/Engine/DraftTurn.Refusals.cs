namespace Detainees.Conversations;

/// <summary>
/// What is said when something could not be taken. Kind the first time, different when it happens again, and never one
/// reply for each message of a flood.
/// </summary>
internal sealed partial class DraftTurn
{
    private const int SameWords = 2, SameReplies = 3, AllReplies = 6;
    private const string AnswerRefused = "answer";
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>For what is no answer at all: a sticker, a command nobody knows.</summary>
    private void Refuse(TextKey why) => Refuse(UiTexts.NameOf(why), _ => Texts[why]);

    /// <summary>For an answer that does not fit; from the third time with a word of help.</summary>
    private void RefuseAnswer(string why) =>
        Refuse(AnswerRefused, times => times > SameWords ? $"{why}\n{Texts[TextKey.StillNotFitting]}" : why);

    /// <summary>Words at a question of choices that fit none of them: perhaps the answer to the next question, which must not feel lost.</summary>
    private void RefuseChoice(string typed)
    {
        var isOfAnotherQuestion = typed.Length > 40 || Folding.Digits(typed).Count(char.IsAsciiDigit) >= 4;
        var first = isOfAnotherQuestion ? TextKey.PressFirst : TextKey.NotAChoice;
        Refuse(AnswerRefused, times => Texts[times > SameWords ? TextKey.ChooseAgain : first]);
    }

    /// <summary>Says why and asks again. Three times the same, or six in a row, are followed by <see cref="Silence"/>.</summary>
    private void Refuse(string kind, Func<int, string> why)
    {
        var before = draft.Refusals is { } run && run.Prompt == draft.Count ? run : null;
        var same = before?.Kind == kind ? before.Same : 0;
        var isSoon = before is not null && (Turn.Now - before.Last).Duration() < Silence;
        var all = isSoon && before is not null ? before.All : 0;
        if (isSoon && (same >= SameReplies || all >= AllReplies)) return;
        draft.Refusals = new RefusalRun(draft.Count, kind, Math.Min(same + 1, SameReplies), Math.Min(all + 1, AllReplies), Turn.Now);
        Remark(why(same + 1));
        Show();
    }
}
