using System.Buffers;
using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>The order of a form as it is now: which questions there are, and which one is next.</summary>
internal sealed partial class DraftTurn
{
    private enum StopKind { Question, Note, Gate }

    /// <param name="Path">The node; for a gate the repeat, without a position of its own.</param>
    private readonly record struct Stop(StopKind Kind, string Path, FormElement Element)
    {
        public FormQuestion Question => (FormQuestion)Element;
    }

    /// <summary>Borrowed for the turn; there are no answers in it.</summary>
    private Stop[] stops = [];
    private int stopCount;
    private FormInstance? walked;

    /// <summary>All of them in order. What is given out is good until an answer changes the form.</summary>
    private ReadOnlySpan<Stop> Walk()
    {
        if (walked is null || !(ReferenceEquals(walked, Instance) || Instance.AsksTheSame(walked)))
        {
            stopCount = 0;
            foreach (var child in Form.Root.Children) Visit(child, child.Path);
            walked = Instance;
        }

        return stops.AsSpan(0, stopCount);
    }

    private void AddStop(Stop stop)
    {
        if (stopCount == stops.Length)
        {
            var longer = ArrayPool<Stop>.Shared.Rent(Math.Max(Form.Elements.Length, 2 * stopCount));
            stops.CopyTo(longer, 0);
            GiveBack(stops);
            stops = longer;
        }

        stops[stopCount++] = stop;
    }

    /// <summary>The turn is over.</summary>
    private void EndWalk()
    {
        GiveBack(stops);
        (stops, stopCount, walked) = ([], 0, null);
    }

    private static void GiveBack(Stop[] borrowed)
    {
        if (borrowed.Length > 0) ArrayPool<Stop>.Shared.Return(borrowed, clearArray: true);
    }

    private void Visit(FormElement element, string path)
    {
        switch (element)
        {
            case FormQuestion { IsAsked: true } question when Instance.IsRelevant(question, path):
                var isNote = question.Type == QuestionType.Note || Instance.IsReadOnly(question, path);
                AddStop(new Stop(isNote ? StopKind.Note : StopKind.Question, path, question));
                break;
            case FormGroup group when Instance.IsRelevant(group, path):
                foreach (var child in group.Children) Visit(child, PathOf(child, path));
                break;
            case FormRepeat repeat:
                for (var i = 1; i <= Instance.InstancesOf(path); i++)
                {
                    var item = ItemPath(path, i);
                    if (!Instance.IsRelevant(item)) continue;
                    foreach (var child in repeat.Children) Visit(child, $"{item}/{child.Name}");
                }

                if (CanAdd(repeat, path)) AddStop(new Stop(StopKind.Gate, path, repeat));
                break;
        }
    }

    /// <summary>Only what is in a repeat has another path in each of its items.</summary>
    private static string PathOf(FormElement child, string around) => child.NearestRepeat is null ? child.Path : $"{around}/{child.Name}";

    private bool CanAdd(FormRepeat repeat, string path) =>
        !repeat.HasCount && Instance.CanAddRepeat(path) && Instance.InstancesOf(path) < Rules.MaxRepeatItems;

    private static string ItemPath(string repeat, int position) => string.Create(CultureInfo.InvariantCulture, $"{repeat}[{position}]");

    private List<Stop> Questions() => Stops(static kind => kind == StopKind.Question);

    private List<Stop> Stops(Func<StopKind, bool> wanted)
    {
        var found = new List<Stop>();
        foreach (var stop in Walk())
            if (wanted(stop.Kind)) found.Add(stop);
        return found;
    }

    private Stop? Find(string path)
    {
        foreach (var stop in Walk())
            if (stop.Kind != StopKind.Note && stop.Path == path) return stop;
        return null;
    }

    /// <summary>The first question without a word about it, then those that were put off once; null when all is asked.</summary>
    private Stop? Next()
    {
        foreach (var stop in Walk())
        {
            if (stop.Kind == StopKind.Gate && !draft.Closed.Contains(stop.Path)) return stop;
            if (stop.Kind != StopKind.Question) continue;
            var isSaid = draft.Notes.TryGetValue(stop.Path, out var said);
            var isPassedOver = isSaid && said is { State: AnswerState.Skipped, How: AnswerOrigin.Calculated };
            if (isSaid && !isPassedOver) continue;
            // A select whose filter leaves nothing to choose would trap the person; it is asked when that changes.
            if (!stop.Question.IsSelect || !Instance.ChoicesOf(stop.Path).IsEmpty) return stop;
            if (isPassedOver) continue;
            Mark(stop.Path, AnswerState.Skipped, AnswerOrigin.Calculated);
            Remark(Texts.Get(TextKey.NothingToChoose, "question", Clip(LabelOf(stop), 200)));
        }

        foreach (var stop in Walk())
        {
            if (stop.Kind == StopKind.Question && draft.Notes.TryGetValue(stop.Path, out var note) && note is { State: AnswerState.Later, Again: false })
                return stop;
        }

        return null;
    }

    /// <summary>How many questions nobody has spoken to yet.</summary>
    private int Unasked() => Questions().Count(stop => !draft.Notes.ContainsKey(stop.Path));

    private void AskNext()
    {
        if (Next() is { } stop) AskStop(stop);
        else ShowReview(0);
    }

    private void AskStop(Stop stop)
    {
        if (stop.Kind == StopKind.Gate) SetPrompt(new Prompt.Repeat(Ids.Word(6), stop.Path), stop.Path);
        else if (TogetherOf(stop) is { } together) SetPrompt(new Prompt.Together(Ids.Word(6), together.Path, false), together.Stops[0].Stop.Path);
        else
        {
            AskAlone(stop);
            return;
        }

        Show();
    }

    /// <summary>One question by itself, also where its group is asked in one message: to correct it, or because it has a fault.</summary>
    private void AskAlone(Stop stop)
    {
        SetPrompt(Fresh(stop), stop.Path);
        Show();
        OfferPlace(stop);
    }

    private Prompt.Question Fresh(Stop stop)
    {
        // Marks on the buttons would say again what is not said again.
        var picked = stop.Question.Type is QuestionType.SelectMultiple or QuestionType.Rank && InsteadOf(stop.Question) is null ? Names(Instance.StoredValueOf(stop.Path)) : [];
        // Asked again in the middle of a story, or to look at it: what comes is added, and nothing is lost by going on.
        var isBegun = IsStory(stop.Question) && Instance.StoredValueOf(stop.Path) is { Length: > 0 } value && !IsMark(value);
        return new Prompt.Question(Ids.Word(6), stop.Path, 0, null, [.. picked], [], null, false) { Collecting = isBegun };
    }

    private void SetPrompt(Prompt prompt, string? here = null) => draft.Ask(prompt, here);

    /// <summary>Back to where the form stood before something else was asked.</summary>
    private void GoHere()
    {
        if (draft.Here.Length == 0 && Next() is null) ShowReview(0);
        else if (Find(draft.Here) is { } stop) AskStop(stop);
        else AskNext();
    }

    private void GoBack()
    {
        var asked = Stops(static kind => kind != StopKind.Note);
        var at = asked.FindIndex(stop => stop.Path == draft.Here);
        if (at < 0) at = asked.Count;
        if (at == 0)
        {
            Remark(TextKey.NothingBefore);
            Show();
            return;
        }

        var before = asked[at - 1];
        if (before.Kind == StopKind.Gate) draft.Closed = draft.Closed.Remove(before.Path);
        AskStop(before);
    }

    private static string[] Names(string value) => value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
