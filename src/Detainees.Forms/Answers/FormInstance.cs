namespace Detainees.Forms;

/// <summary>
/// Answers of one form with everything derived from them. Immutable: every change returns a new one, which shares what did
/// not change. No input makes it throw.
/// </summary>
public sealed partial class FormInstance
{
    /// <summary>UTF-16 units of one stored value. A Telegram message holds 4,096.</summary>
    public const int MaxValueLength = 16_384;

    private readonly FormState state;
    private readonly Moment moment;
    private FormAnswers? answers;

    private FormInstance(FormState state, Moment moment) => (this.state, this.moment) = (state, moment);

    public FormDefinition Form => state.Form;

    /// <summary>
    /// Whether the last computing ended at its budget (<see cref="Evaluation.Budget"/> nodes for one expression, twenty times that for one
    /// change), so that some values are empty that should not be. No honest form comes near it.
    /// </summary>
    public bool IsCutShort { get; private init; }

    /// <summary>What is stored, also of nodes that are not relevant now.</summary>
    public FormAnswers Answers => answers ??= new(ByPath(state.Values), ByPath(state.Counts));

    /// <summary>Opens a form: defaults, then everything computed. No repeat that a person adds has an instance yet.</summary>
    public static FormInstance Start(FormDefinition form, Moment moment)
    {
        var state = new FormState(form);
        var work = new Recalculation(state, moment);
        work.Begin();
        return new(state, moment) { IsCutShort = work.IsCutShort };
    }

    /// <summary>
    /// Takes up stored answers again. Defaults do not run, calculations do. What no longer fits the form (a path that is
    /// gone, a value of another type) is left out.
    /// </summary>
    public static FormInstance Restore(FormDefinition form, FormAnswers answers, Moment moment)
    {
        var state = new FormState(form);
        if (answers.Repeats.Count > 0) RestoreRepeats(state, answers.Repeats);
        foreach (var (path, value) in answers.Values)
            if (NodePath.TryParse(form, path, out var key) && form.Indexed[key.Element] is FormQuestion question
                && state.Exists(question, key.Place) && value.Length <= MaxValueLength
                && StoredShape.Normalize(question, value) is { } normal)
                state.Store(key, normal);
        var work = new Recalculation(state, moment);
        work.DueAll();
        work.Run();
        return new(state, moment) { IsCutShort = work.IsCutShort };
    }

    private static void RestoreRepeats(FormState state, PathDictionary<int> repeats)
    {
        // Outer ones first: the inner ones stand in their instances.
        foreach (var (path, count) in repeats.OrderBy(pair => pair.Key.Count(c => c == '/')))
            if (NodePath.TryParse(state.Form, path, out var key) && state.Form.Indexed[key.Element] is FormRepeat repeat
                && state.Exists(repeat.Parent ?? state.Form.Root, NodePath.Cut(key.Place, repeat.RepeatDepth - 1)))
                state.SetCount(repeat, key.Place, Math.Clamp(count, 0, Math.Min(FormRepeat.MaxInstances, FormRepeat.MaxInstancesOfForm - state.Instances)));
    }

    /// <summary>Stores an answer in XLSForm's shape for the question's type (<see cref="QuestionType"/>); empty clears it.</summary>
    public AnswerResult Answer(string path, string value, Moment moment)
    {
        if (Find(path) is not { } key || Form.Indexed[key.Element] is not { } element || !state.IsRelevant(element, key.Place))
            return new AnswerResult.Rejected(AnswerRejection.NotRelevant, path);
        if (element is not FormQuestion question || IsReadOnly(question, key.Place))
            return new AnswerResult.Rejected(AnswerRejection.ReadOnly, path);
        if (value.Length > MaxValueLength) return new AnswerResult.Rejected(AnswerRejection.TooLong, path);
        if (StoredShape.Normalize(question, value) is not { } stored) return new AnswerResult.Rejected(AnswerRejection.WrongType, path);
        var changed = state.Copy();
        var pass = new Evaluation(changed, moment);
        if (question.IsSelect && !TryChoose(pass, question, key.Place, ref stored))
            return new AnswerResult.Rejected(AnswerRejection.NotAChoice, path);
        if (Objection(pass, question, key.Place, stored) is { } reason) return new AnswerResult.Rejected(reason, path);
        if (stored == state.StoredValue(key)) return new AnswerResult.Accepted(new FormInstance(state, moment));
        pass.Begin(Evaluation.Budget);
        var work = new Recalculation(changed, pass);
        work.SetValue(question, key.Place, stored);
        work.Run();
        work.Trigger(question, key.Place);
        var answered = Finish(changed, work, moment);
        // A form that is too much work even without this answer must not refuse everything.
        return answered.IsCutShort && !IsCutShort ? new AnswerResult.Rejected(AnswerRejection.TooMuchWork, path) : new AnswerResult.Accepted(answered);
    }

    /// <summary>Adds an instance after the last; the same answers when the repeat is computed, full, or not there.</summary>
    public FormInstance AddRepeat(string repeatPath, Moment moment)
    {
        if (!CanAddRepeat(repeatPath) || FindRepeat(repeatPath) is not var (repeat, place)) return this;
        var changed = state.Copy();
        var work = new Recalculation(changed, moment);
        work.AddInstance(repeat, place);
        work.Run();
        return Finish(changed, work, moment);
    }

    /// <summary>Removes one instance (path with its position) and its answers; those after it move up.</summary>
    public FormInstance RemoveRepeat(string instancePath, Moment moment)
    {
        if (Find(instancePath) is not { } key || Form.Indexed[key.Element] is not FormRepeat { HasCount: false } repeat) return this;
        var changed = state.Copy();
        var work = new Recalculation(changed, moment);
        work.RemoveInstance(repeat, key.Place);
        work.Run();
        return Finish(changed, work, moment);
    }

    private FormInstance Finish(FormState changed, Recalculation work, Moment moment)
    {
        // The time of the last change stands for the end: nobody knows beforehand which one it is.
        foreach (var end in Form.Ends) work.SetValue(end, 0, Dates.DateAndTime(moment.Now));
        work.Run();
        return new(changed, moment) { IsCutShort = work.IsCutShort };
    }

    private static bool TryChoose(Evaluation pass, FormQuestion question, ulong place, ref string stored)
    {
        if (stored.Length == 0) return true;
        if (pass.Main is not FormState state) return false;
        if (question.Type == QuestionType.SelectOne) return state.IsOffered(pass, question, place, stored);
        var names = ChoiceFunctions.Split(stored);
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length) return false;
        foreach (var name in names)
            if (!state.IsOffered(pass, question, place, name)) return false;
        if (question.Type == QuestionType.Rank) return names.Length == state.Choices(pass, question, place).Select(choice => choice.Name).Distinct(StringComparer.Ordinal).Count();
        // Always in the order of the list, so that the same answer is the same text.
        if (question.Choices is { } list) Array.Sort(names, (a, b) => list.IndexOf(a).CompareTo(list.IndexOf(b)));
        else names = [.. state.Choices(pass, question, place).Select(choice => choice.Name).Where(names.Contains)];
        stored = string.Join(' ', names);
        return true;
    }

    /// <summary>Required first, then the constraint, which is not asked about an empty answer.</summary>
    private AnswerRejection? Objection(Evaluation pass, FormQuestion question, ulong place, string value)
    {
        if (value.Length == 0) return IsRequired(question, place, pass.Moment) ? AnswerRejection.RequiredButEmpty : null;
        if (question.Constraint is not { } constraint) return null;
        var node = new XNode(pass.Main, question.Index, place);
        pass.Begin(Evaluation.Budget);
        pass.Candidate = (node, value);
        var holds = constraint.Boolean(pass, node);
        pass.Candidate = null;
        return pass.IsExhausted ? AnswerRejection.TooMuchWork : holds ? null : AnswerRejection.ConstraintNotMet;
    }

    private PathDictionary<T> ByPath<T>(NodeTable<T>? nodes) =>
        nodes is null ? PathDictionary<T>.Empty
        : !nodes.Repeated.IsEmpty ? new(All(nodes))
        : nodes.Alone.IsEmpty ? PathDictionary<T>.Empty
        : new(Form.ByPath, nodes.Share()!); // what is null there is none

    private IEnumerable<KeyValuePair<string, T>> All<T>(NodeTable<T> nodes)
    {
        foreach (var (key, content) in nodes.Repeated) yield return new(NodePath.Write(Form.Indexed[key.Element], key.Place), content);
        for (var i = 0; i < nodes.Alone.Length; i++)
            if (NodeTable<T>.Holds(nodes.Alone[i])) yield return new(Form.Indexed[i].Path, nodes.Alone[i]!); // what holds something is not null
    }
}
