using System.Collections.Immutable;

namespace Detainees.Forms;

internal enum DerivationKind { Count, Relevant, Calculate, ChoiceFilter }

/// <summary>Something of an element that follows from other nodes.</summary>
internal sealed record Derivation(FormElement Element, DerivationKind Kind, CompiledExpression Expression)
{
    /// <summary>Whether there is one node to compute it for, because nothing repeats around it.</summary>
    public bool IsAlone { get; } = (Kind == DerivationKind.Count ? Element.RepeatDepth - 1 : Element.RepeatDepth) == 0;
}

/// <param name="Order">Place of the dependent derivation in <see cref="DependencyGraph.Ordered"/>.</param>
/// <param name="Shared">Repeat positions the dependent node has in common with the changed one.</param>
internal readonly record struct Dependant(int Order, int Shared);

/// <summary>What must be computed again when something changes, and in which order.</summary>
internal sealed class DependencyGraph
{
    public static readonly DependencyGraph Empty = new();

    /// <summary>Everything derived, so that each stands after all it depends on; choice filters last, in document order.</summary>
    public ImmutableArray<Derivation> Ordered { get; private init; } = [];

    /// <summary>By element index: what reads its value, what depends on its relevance, what on which instances there are.</summary>
    public Dependant[][] OnValue { get; private init; } = [];
    public Dependant[][] OnRelevance { get; private init; } = [];
    public Dependant[][] OnInstances { get; private init; } = [];

    /// <summary>By element index: its own derivations.</summary>
    public int[][] Of { get; private init; } = [];

    /// <summary>Whether anything reads its own kind in other instances; then nothing but a bound makes sure that computing ends.</summary>
    public bool IsCircular { get; private init; }

    /// <summary>By element index: questions that its answering computes.</summary>
    public FormQuestion[][] Triggered { get; private init; } = [];

    /// <param name="all">All elements by index.</param>
    /// <param name="circles">Each set of derivations that wait for each other, once, in document order; empty when the graph is sound.</param>
    public static DependencyGraph Build(ImmutableArray<FormElement> all, out ImmutableArray<ImmutableArray<Derivation>> circles)
    {
        var nodes = Derivations(all);
        var filters = all.OfType<FormQuestion>().Where(q => q.ChoiceFilter is not null)
            .Select(q => new Derivation(q, DerivationKind.ChoiceFilter, q.ChoiceFilter!)).ToList(); // filtered just before
        var waitsFor = nodes.ConvertAll(_ => new HashSet<int>());
        var byElement = nodes.Select((node, i) => (node, i)).ToLookup(pair => pair.node.Element.Index, pair => pair.i);
        for (var i = 0; i < nodes.Count; i++) AddPredecessors(nodes, i, byElement, waitsFor[i]);
        var order = Sort(nodes, waitsFor, out circles);
        if (!circles.IsEmpty) return Empty;
        var ordered = order.Select(i => nodes[i]).Concat(filters).ToImmutableArray();
        return Index(all, ordered);
    }

    private static List<Derivation> Derivations(ImmutableArray<FormElement> all)
    {
        var nodes = new List<Derivation>();
        foreach (var element in all)
        {
            if (element is FormRepeat { Count: { } count }) nodes.Add(new(element, DerivationKind.Count, count.WithLabels(element)));
            if (element.Relevant is { } relevant) nodes.Add(new(element, DerivationKind.Relevant, relevant.WithLabels(element)));
            if (element is FormQuestion { IsComputed: true, Calculation: { } calculation }) nodes.Add(new(element, DerivationKind.Calculate, calculation.WithLabels(element)));
        }

        return nodes;
    }

    private static void AddPredecessors(List<Derivation> nodes, int index, ILookup<int, int> byElement, HashSet<int> waitsFor)
    {
        var node = nodes[index];
        void Wait(FormElement element, DerivationKind kind)
        {
            foreach (var other in byElement[element.Index])
                if (nodes[other].Kind == kind) waitsFor.Add(other);
        }

        foreach (var (target, shared, use) in node.Expression.References)
        {
            if (use == ReferenceUse.Value) Wait(target, DerivationKind.Calculate);
            var beside = use == ReferenceUse.OtherInstance ? ExpressionBinder.SharedRepeats(node.Element, target) : int.MaxValue;
            for (var around = target; around is not null; around = around.Parent)
            {
                // Another instance is no circle: it is taken up again when it has changed.
                if (use != ReferenceUse.Place && around.RepeatDepth < beside) Wait(around, DerivationKind.Relevant);
                if (around is FormRepeat && around.RepeatDepth > shared) Wait(around, DerivationKind.Count);
            }
        }

        // New instances come before anything inside them is computed.
        for (var around = node.Element.NearestRepeat; around is not null; around = around.NearestRepeat) Wait(around, DerivationKind.Count);
        if (node is { Kind: DerivationKind.Relevant, Element: FormRepeat }) Wait(node.Element, DerivationKind.Count);
    }

    // Kahn's algorithm with the lowest index first, so that the order is the same on every run.
    private static List<int> Sort(List<Derivation> nodes, List<HashSet<int>> waitsFor, out ImmutableArray<ImmutableArray<Derivation>> circles)
    {
        var followers = nodes.ConvertAll(_ => new List<int>());
        var open = new int[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            open[i] = waitsFor[i].Count;
            foreach (var before in waitsFor[i]) followers[before].Add(i);
        }

        var ready = new SortedSet<int>(Enumerable.Range(0, nodes.Count).Where(i => open[i] == 0));
        var order = new List<int>(nodes.Count);
        while (ready.Count > 0)
        {
            var next = ready.Min;
            ready.Remove(next);
            order.Add(next);
            foreach (var follower in followers[next])
                if (--open[follower] == 0) ready.Add(follower);
        }

        circles = order.Count == nodes.Count ? [] : [.. Circles(waitsFor, followers, open).Select(circle => circle.Select(i => nodes[i]).ToImmutableArray())];
        return order;
    }

    // Kosaraju's strongly connected components of what is left over; what merely waits for a circle is in none. No recursion: a
    // chain may be as long as the form.
    private static IEnumerable<List<int>> Circles(List<HashSet<int>> waitsFor, List<List<int>> followers, int[] open)
    {
        var finished = new List<int>();
        var seen = Array.ConvertAll(open, count => count == 0);
        for (var i = 0; i < open.Length; i++) Walk(i, node => waitsFor[node], seen, finished);
        finished.Reverse();
        seen = Array.ConvertAll(open, count => count == 0);
        var circles = new List<List<int>>();
        foreach (var i in finished)
        {
            var together = new List<int>();
            Walk(i, node => followers[node], seen, together);
            together.Sort();
            if (together.Count > 1 || (together.Count == 1 && waitsFor[i].Contains(i))) circles.Add(together);
        }

        return circles.OrderBy(circle => circle[0]);
    }

    /// <summary>Adds what is reached from one node to <paramref name="finished"/>, each after all that is reached from it.</summary>
    private static void Walk(int from, Func<int, IEnumerable<int>> next, bool[] seen, List<int> finished)
    {
        if (seen[from]) return;
        seen[from] = true;
        var path = new Stack<(int Node, IEnumerator<int> Next)>();
        path.Push((from, next(from).GetEnumerator()));
        while (path.TryPeek(out var at))
        {
            if (!at.Next.MoveNext())
            {
                at.Next.Dispose();
                finished.Add(path.Pop().Node);
            }
            else if (!seen[at.Next.Current])
            {
                seen[at.Next.Current] = true;
                path.Push((at.Next.Current, next(at.Next.Current).GetEnumerator()));
            }
        }
    }

    private static DependencyGraph Index(ImmutableArray<FormElement> all, ImmutableArray<Derivation> ordered)
    {
        var (onValue, onRelevance, onInstances) = (Lists<Dependant>(all), Lists<Dependant>(all), Lists<Dependant>(all));
        var of = Lists<int>(all);
        for (var order = 0; order < ordered.Length; order++)
        {
            var derivation = ordered[order];
            of[derivation.Element.Index].Add(order);
            foreach (var (target, shared, use) in derivation.Expression.References)
            {
                if (use is ReferenceUse.Value or ReferenceUse.OtherInstance) Add(onValue[target.Index], order, shared);
                for (var around = target; around is not null; around = around.Parent)
                {
                    if (use != ReferenceUse.Place && around.Relevant is not null)
                        Add(onRelevance[around.Index], order, Math.Min(shared, around.RepeatDepth));
                    if (around is FormRepeat && around.RepeatDepth > shared) Add(onInstances[around.Index], order, shared);
                }
            }

            if (derivation.Kind != DerivationKind.ChoiceFilter) continue;
            // A hidden question keeps its answer; it is looked at again when it is shown.
            for (var around = derivation.Element; around is not null; around = around.Parent)
                if (around.Relevant is not null) Add(onRelevance[around.Index], order, around.RepeatDepth);
        }

        var triggered = Lists<FormQuestion>(all);
        foreach (var question in all.OfType<FormQuestion>())
            foreach (var trigger in question.Triggers) triggered[trigger.Index].Add(question);
        return new DependencyGraph
        {
            Ordered = ordered, OnValue = Freeze(onValue), OnRelevance = Freeze(onRelevance), OnInstances = Freeze(onInstances),
            Of = Freeze(of), Triggered = Freeze(triggered),
            IsCircular = ordered.Any(derivation => derivation.Expression.References.Any(reference => reference.Use == ReferenceUse.OtherInstance)),
        };
    }

    private static void Add(List<Dependant> list, int order, int shared)
    {
        if (!list.Contains(new(order, shared))) list.Add(new(order, shared));
    }

    private static List<T>[] Lists<T>(ImmutableArray<FormElement> all) => [.. all.Select(_ => new List<T>())];

    private static T[][] Freeze<T>(List<T>[] lists) => [.. lists.Select(list => list.ToArray())];
}
