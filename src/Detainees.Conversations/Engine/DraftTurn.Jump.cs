namespace Detainees.Conversations;

/// <summary>Going to any question at once, as whoever tries a form does.</summary>
internal sealed partial class DraftTurn
{
    public Transition? JumpTo(string path, string language)
    {
        if (form is null || live is null) return null;
        if (form.Languages.Contains(language)) Speak(language);
        SettlePicked();
        if (Find(path) is not { } wanted) return null;
        // Asked again where it stands, nothing before it is passed over.
        foreach (var stop in path == draft.Here ? [] : Walk())
        {
            if (stop.Path == path) break;
            if (stop.Kind == StopKind.Gate && !draft.Closed.Contains(stop.Path)) draft.Closed = draft.Closed.Add(stop.Path);
            else if (stop.Kind == StopKind.Question && !draft.Notes.ContainsKey(stop.Path)) Mark(stop.Path, AnswerState.Skipped, AnswerOrigin.Pressed);
        }

        AskStop(wanted);
        return Done();
    }
}
