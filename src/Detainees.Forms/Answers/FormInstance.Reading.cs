using System.Collections.Immutable;

namespace Detainees.Forms;

public sealed partial class FormInstance
{
    /// <summary>The value as expressions and the report see it: empty when not relevant, not answered, or not there.</summary>
    public string ValueOf(string path) => Find(path) is { } key ? state.Text(state.Node(key)) : "";

    /// <summary>The value as stored, relevant or not.</summary>
    public string StoredValueOf(string path) => Find(path) is { } key ? state.StoredValue(key) : "";

    /// <summary>Whether the node is there and its condition and those of all around it are true.</summary>
    public bool IsRelevant(string path) => Find(path) is { } key && state.IsRelevant(Form.Indexed[key.Element], key.Place);

    /// <summary>The same for who knows the element: what is in no repeat need not be looked for.</summary>
    public bool IsRelevant(FormElement element, string path) => Find(element, path) is { } key && state.IsRelevant(element, key.Place);

    /// <summary>Whether an empty answer is refused now. Never for what nobody can answer: a read-only question, a select that offers nothing.</summary>
    public bool IsRequired(string path) =>
        Find(path) is { } key && Form.Indexed[key.Element] is FormQuestion question && state.IsRelevant(question, key.Place)
        && IsRequired(question, key.Place, moment);

    /// <summary>Whether the node takes no answer now: a note, a computed value, a group, or read_only.</summary>
    public bool IsReadOnly(string path) =>
        Find(path) is not { } key || Form.Indexed[key.Element] is not FormQuestion question || IsReadOnly(question, key.Place);

    /// <summary>The same for who knows the question: what is in no repeat need not be looked for.</summary>
    public bool IsReadOnly(FormQuestion question, string path) => Find(question, path) is not { } key || IsReadOnly(question, key.Place);

    /// <summary>UTF-16 units of all stored values together.</summary>
    public long ValuesLength
    {
        get
        {
            var length = 0L;
            foreach (var (_, value) in state.Values.Repeated) length += value.Length;
            foreach (var value in state.Values.Alone) length += value?.Length ?? 0;
            return length;
        }
    }

    /// <summary>The choices offered now, filtered and in the order to show them; empty for other types.</summary>
    public ImmutableArray<Choice> ChoicesOf(string path) =>
        Find(path) is { } key && Form.Indexed[key.Element] is FormQuestion question
            ? question.OffersAlways ? question.Choices?.Choices ?? [] : state.Choices(new Evaluation(state, moment), question, key.Place)
            : [];

    /// <summary>A text of the form with the values of the answers in it, as seen from the node at <paramref name="path"/>.</summary>
    /// <param name="inserted">What a value becomes where it is inserted, given whose it is; without it values go in as they are.</param>
    /// <remarks>Escape for the markup of the channel, and interpret no markup of an answer.</remarks>
    public string Text(LocalizedText text, string path, string language, Func<FormElement, string, string>? inserted = null)
    {
        var key = NodePath.TryParse(Form, path, out var found) ? found : new NodeKey(Form.Root.Index, 0);
        return Interpolation.Fill(text, Form.Indexed[key.Element], key.Place, language, new Evaluation(state, moment with { Language = language }), inserted);
    }

    /// <summary>
    /// Whether the same questions are asked as before a change, in the same order, and repeats may grow as before. False where that would
    /// have to be looked for.
    /// </summary>
    public bool AsksTheSame(FormInstance before) => ReferenceEquals(Form, before.Form) && !Form.DependsOnMoreThanRelevance && state.HasNodesOf(before.state);

    /// <summary>Every node in form order, with repeats expanded and their instances included; those that are not relevant too.</summary>
    public IEnumerable<FormNode> Nodes() => Nodes(Form.Root, 0);

    /// <summary>Instances of a repeat. Positions in outer repeats are given: <c>/data/household[2]/child</c>.</summary>
    public int InstancesOf(string repeatPath) => FindRepeat(repeatPath) is var (repeat, place) ? state.Count(repeat, place) : 0;

    /// <summary>Whether a person may add one more: not when the repeat is computed, full, or not relevant.</summary>
    public bool CanAddRepeat(string repeatPath) =>
        FindRepeat(repeatPath) is var (repeat, place) && !repeat.HasCount && state.Count(repeat, place) < FormRepeat.MaxInstances
        && state.Instances < FormRepeat.MaxInstancesOfForm
        && state.IsRelevant(repeat.Parent ?? Form.Root, place) && IsRepeatRelevant(repeat, place);

    /// <summary>The first relevant question, in form order, whose stored answer is missing or no longer allowed; null when all are well.</summary>
    public FormViolation? FirstViolation()
    {
        var pass = new Evaluation(state, moment);
        foreach (var (path, element) in Nodes())
        {
            if (element is not FormQuestion question || Find(path) is not { } key) continue;
            if ((!question.MayBeRequired && question.Constraint is null) || !state.IsRelevant(question, key.Place)) continue;
            if (IsReadOnly(question, key.Place)) continue;
            if (Objection(pass, question, key.Place, state.StoredValue(key)) is { } reason) return new(path, reason);
        }

        return null;
    }

    /// <summary>The form's own title for this report (setting instance_name); empty when it has none.</summary>
    public string InstanceName() =>
        Form.InstanceName is { } name ? name.Stored(new Evaluation(state, moment), state.Node(new(Form.Root.Index, 0))) : "";

    private IEnumerable<FormNode> Nodes(FormElement parent, ulong place)
    {
        foreach (var child in ExpressionBinder.Children(parent))
        {
            if (child is not FormRepeat repeat)
            {
                yield return new(NodePath.Write(child, place), child);
                foreach (var node in Nodes(child, place)) yield return node;
                continue;
            }

            for (var i = 1; i <= state.Count(repeat, place); i++)
            {
                var instance = NodePath.With(place, repeat.RepeatDepth - 1, i);
                yield return new(NodePath.Write(repeat, instance), repeat);
                foreach (var node in Nodes(repeat, instance)) yield return node;
            }
        }
    }

    private NodeKey? Find(string path) =>
        NodePath.TryParse(Form, path, out var key) && state.Exists(Form.Indexed[key.Element], key.Place) ? key : null;

    private NodeKey? Find(FormElement element, string path) => element.RepeatDepth == 0 ? new NodeKey(element.Index, 0) : Find(path);

    /// <summary>A repeat and the place of its parent; the repeat's own position may be given or not.</summary>
    private (FormRepeat Repeat, ulong Place)? FindRepeat(string path) =>
        NodePath.TryParse(Form, path, out var key) && Form.Indexed[key.Element] is FormRepeat repeat
        && NodePath.Cut(key.Place, repeat.RepeatDepth - 1) is var place && state.Exists(repeat.Parent ?? Form.Root, place)
            ? (repeat, place)
            : null;

    // A repeat without instances has no node whose condition is known; then it is asked of the one to come.
    private bool IsRepeatRelevant(FormRepeat repeat, ulong place)
    {
        var next = NodePath.With(place, repeat.RepeatDepth - 1, state.Count(repeat, place) + 1);
        return repeat.Relevant?.Boolean(new Evaluation(state, moment), state.Node(new(repeat.Index, next))) ?? true;
    }

    private bool IsReadOnly(FormQuestion question, ulong place) => !question.IsAsked || question.Type == QuestionType.Note || question.IsComputed
        || (question.ReadOnly?.Boolean(new Evaluation(state, moment), state.Node(new(question.Index, place))) ?? false);

    private bool IsRequired(FormQuestion question, ulong place, Moment at) =>
        question.Required is { } required && required.Boolean(new Evaluation(state, at), state.Node(new(question.Index, place)))
        && !IsReadOnly(question, place)
        // Nobody may be trapped by a list that has nothing to choose from.
        && !(question.IsSelect && state.OffersNothing(new Evaluation(state, at), question, place));
}
