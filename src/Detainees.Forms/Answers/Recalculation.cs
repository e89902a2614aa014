namespace Detainees.Forms;

/// <summary>
/// Carries one change through everything that depends on it. Work is taken in the order of the dependency graph, so each
/// value is computed once, after all it depends on; what does not depend on the change is not touched.
/// </summary>
/// <param name="state">What is changed.</param>
/// <param name="pass">Of that state, with nothing spent.</param>
internal sealed class Recalculation(FormState state, Evaluation pass)
{
    private readonly DependencyGraph graph = state.Form.Graph;
    private readonly DueDerivations due = new(state.Form.Graph);

    /// <summary>Nodes that all expressions of one change may visit together: about a second of work.</summary>
    private const int Budget = 20_000_000;

    /// <summary>How often one thing is computed for one change: a running total needs as many rounds as there are instances.</summary>
    private const int MaxRounds = 2 * FormRepeat.MaxInstances;

    private readonly int[]? rounds = state.Form.Graph.IsCircular ? new int[state.Form.Graph.Ordered.Length] : null;
    private Queue<(FormQuestion Question, ulong Place)>? defaulted;
    private int left = Budget;
    private bool cutShort;

    /// <summary>Whether anything was computed past the budget.</summary>
    public bool IsCutShort => cutShort || pass.IsExhausted;

    public Recalculation(FormState state, Moment moment) : this(state, new Evaluation(state, moment)) { }

    // One heavy expression must not starve the rest, and many together must not hold up everybody else's messages.
    private Evaluation Pass()
    {
        left -= pass.Spent;
        cutShort |= pass.IsExhausted;
        pass.Begin(Math.Clamp(left, 0, Evaluation.Budget));
        return pass;
    }

    /// <summary>Adds the first instance nodes and defaults of a new form, then computes everything.</summary>
    public void Begin()
    {
        ApplyDefaults(state.Form.Root, 0);
        DueAll();
        Run();
    }

    public void DueAll()
    {
        for (var order = 0; order < graph.Ordered.Length; order++) due.Add(order, 0, 0);
    }

    public void SetValue(FormElement element, ulong place, string value)
    {
        if (state.StoredValue(new(element.Index, place)) == value) return;
        state.Store(new(element.Index, place), value);
        Due(graph.OnValue[element.Index], place);
    }

    /// <summary>Computes the questions that wait for this one to be answered (column trigger).</summary>
    public void Trigger(FormQuestion question, ulong place)
    {
        Fire(question, place);
        Run();
    }

    private void Fire(FormQuestion question, ulong place)
    {
        foreach (var target in graph.Triggered[question.Index])
        {
            if (target.Calculation is not { } calculation) continue;
            var places = new List<ulong>();
            var shared = ExpressionBinder.SharedRepeats(question, target);
            state.Places(target, NodePath.Cut(place, shared), shared, places);
            foreach (var found in places)
                SetValue(target, found, StoredShape.OfComputed(target, calculation.Stored(Pass(), state.Node(new(target.Index, found))), pass.Moment.Now.Offset));
        }
    }

    /// <returns>False when the form has no room for another instance.</returns>
    public bool AddInstance(FormRepeat repeat, ulong parentPlace)
    {
        if (state.Instances >= FormRepeat.MaxInstancesOfForm) return false;
        var position = state.Count(repeat, parentPlace) + 1;
        state.SetCount(repeat, parentPlace, position);
        var place = NodePath.With(NodePath.Cut(parentPlace, repeat.RepeatDepth - 1), repeat.RepeatDepth - 1, position);
        ApplyDefaults(repeat, place);
        DueInside(repeat, place, repeat.RepeatDepth);
        Due(graph.OnInstances[repeat.Index], place);
        return true;
    }

    public void RemoveInstance(FormRepeat repeat, ulong place)
    {
        var level = repeat.RepeatDepth - 1;
        var position = NodePath.At(place, level);
        var count = state.Count(repeat, place);
        var inside = Subtree(repeat).Prepend(repeat).ToHashSet();
        ulong? Moved(ulong at) => NodePath.At(at, level) switch
        {
            var there when there == position => null,
            var there when there > position => NodePath.With(at, level, there - 1),
            _ => at,
        };
        state.Move(inside, level, place, Moved);
        state.SetCount(repeat, place, count - 1);
        DueInside(repeat, place, level);
        Due(graph.OnInstances[repeat.Index], place);
        foreach (var element in inside)
        {
            Due(graph.OnValue[element.Index], NodePath.Cut(place, level), level);
            Due(graph.OnRelevance[element.Index], NodePath.Cut(place, level), level);
        }
    }

    /// <summary>Works off everything due; then dynamic defaults set off their triggers, as an answer does (JavaRosa).</summary>
    public void Run()
    {
        Drain();
        while (defaulted is not null && defaulted.TryDequeue(out var next))
        {
            Fire(next.Question, next.Place);
            Drain();
        }
    }

    private void Drain()
    {
        // Choice filters can make earlier derivations due again, but only by taking away stored names, so this ends.
        while (due.Take() is var (order, scopes))
        {
            if (rounds is not null && rounds[order]++ > MaxRounds) continue;
            var derivation = graph.Ordered[order];
            if (derivation.IsAlone)
            {
                Derive(derivation, 0);
                continue;
            }

            var places = new List<ulong>();
            foreach (var (place, shared) in scopes)
                state.Places(derivation.Kind == DerivationKind.Count ? derivation.Element.Parent! : derivation.Element, place, shared, places); // a repeat has a parent
            foreach (var place in scopes.Count > 1 ? places.Distinct() : places) Derive(derivation, place);
        }
    }

    private void Derive(Derivation derivation, ulong place)
    {
        var element = derivation.Element;
        var key = new NodeKey(element.Index, place);
        switch (derivation.Kind)
        {
            case DerivationKind.Relevant:
                var relevant = derivation.Expression.Boolean(Pass(), state.Node(key));
                if (relevant == state.IsOwnRelevant(key)) return;
                state.SetOwnRelevant(key, relevant);
                Due(graph.OnRelevance[element.Index], place);
                break;
            case DerivationKind.Calculate when element is FormQuestion computed:
                SetValue(element, place, StoredShape.OfComputed(computed, derivation.Expression.Stored(Pass(), state.Node(key)), pass.Moment.Now.Offset));
                break;
            case DerivationKind.Count when element is FormRepeat repeat:
                DeriveCount(repeat, place, derivation.Expression);
                break;
            case DerivationKind.ChoiceFilter when element is FormQuestion question:
                DropUnoffered(question, place);
                break;
        }
    }

    // The count belongs to the repeat's parent: there is one for each instance around it.
    private void DeriveCount(FormRepeat repeat, ulong parentPlace, CompiledExpression count)
    {
        var parent = repeat.Parent ?? state.Form.Root;
        var number = count.Number(Pass(), state.Node(new(parent.Index, NodePath.Cut(parentPlace, parent.RepeatDepth))));
        var limit = double.IsNaN(number) ? 0 : (int)Math.Clamp(Math.Truncate(number), 0, FormRepeat.MaxInstances);
        if (limit == state.Limit(repeat, parentPlace) && limit <= state.Count(repeat, parentPlace)) return;
        state.SetLimit(repeat, parentPlace, limit);
        while (state.Count(repeat, parentPlace) < limit && AddInstance(repeat, parentPlace)) { }
        var place = NodePath.Cut(parentPlace, repeat.RepeatDepth - 1);
        Due(graph.OnInstances[repeat.Index], place, repeat.RepeatDepth - 1);
        DueInside(repeat, place, repeat.RepeatDepth - 1);
    }

    private void DropUnoffered(FormQuestion question, ulong place)
    {
        var key = new NodeKey(question.Index, place);
        var stored = state.StoredValue(key);
        if (stored.Length == 0 || question.IsComputed || !state.IsRelevant(question, place)) return;
        var fresh = Pass();
        string value;
        if (question.Type == QuestionType.SelectOne) value = state.IsOffered(fresh, question, place, stored) ? stored : "";
        else
        {
            var names = ChoiceFunctions.Split(stored);
            var kept = Array.FindAll(names, name => state.IsOffered(fresh, question, place, name));
            value = question.Type == QuestionType.SelectMultiple ? string.Join(' ', kept)
                // An order of preference over other choices is another question.
                : kept.Length == names.Length && kept.Length == state.Choices(fresh, question, place).Select(choice => choice.Name).Distinct(StringComparer.Ordinal).Count() ? stored
                : "";
        }

        SetValue(question, place, value);
    }

    private void ApplyDefaults(FormElement around, ulong place)
    {
        foreach (var element in Subtree(around))
        {
            if (element is not FormQuestion question || question.RepeatDepth != around.RepeatDepth) continue;
            var key = new NodeKey(question.Index, place);
            var value = question.DynamicDefault is { } dynamic
                ? StoredShape.OfComputed(question, dynamic.Stored(Pass(), state.Node(key)), pass.Moment.Now.Offset)
                : question.StaticDefault;
            value = question.Type switch
            {
                QuestionType.Start => Dates.DateAndTime(pass.Moment.Now),
                QuestionType.End => Dates.DateAndTime(pass.Moment.Now),
                QuestionType.Today => Dates.Date(pass.Moment.Now),
                _ => value,
            };
            if (value is not { Length: > 0 }) continue;
            state.Store(key, value);
            if (question.DynamicDefault is not null && graph.Triggered[question.Index].Length > 0) (defaulted ??= []).Enqueue((question, place));
        }
    }

    private IEnumerable<FormElement> Subtree(FormElement around)
    {
        var all = state.Form.Indexed;
        for (var i = around.Index + 1; i < all.Length && all[i].IsInside(around); i++) yield return all[i];
    }

    private void DueInside(FormElement around, ulong place, int shared)
    {
        foreach (var element in Subtree(around).Prepend(around))
            foreach (var order in graph.Of[element.Index])
                if (element != around || graph.Ordered[order].Kind != DerivationKind.Count) due.Add(order, place, shared);
    }

    private void Due(Dependant[] dependants, ulong place, int atMost = int.MaxValue)
    {
        foreach (var (order, shared) in dependants) due.Add(order, place, Math.Min(shared, atMost));
    }
}
