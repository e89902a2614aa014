using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>current(): the node the expression belongs to.</summary>
internal sealed class CurrentNode : NodeOperation
{
    public override void Select(in Frame frame, List<XNode> into) => into.Add(frame.Current);
}

/// <summary>instance('id'): a list's document.</summary>
internal sealed class InstanceRoot(string id, NodeSource? known) : NodeOperation
{
    public override void Select(in Frame frame, List<XNode> into)
    {
        var source = known ?? frame.Pass.Instances?.GetValueOrDefault(id);
        if (source is not null) into.Add(source.Root);
    }
}

/// <summary>Nodes of one element, found without walking: the path is known when the form is compiled.</summary>
/// <param name="target">The element.</param>
/// <param name="shared">How many of the starting node's repeat positions the found nodes have in common with it.</param>
/// <param name="fromContext">Whether the start is the context node rather than the current one.</param>
internal sealed class StaticPath(FormElement target, int shared, bool fromContext) : NodeOperation
{
    public FormElement Target => target;
    public int Shared => shared;
    public bool FromContext => fromContext;

    public override void Select(in Frame frame, List<XNode> into)
    {
        if (frame.Pass.Main is not FormState state) return;
        var place = NodePath.Cut((fromContext ? frame.Context : frame.Current).Place, shared);
        var before = into.Count;
        state.SelectNodes(target, place, shared, into);
        frame.Pass.Spend(into.Count - before + 1);
    }

    public override XValue Evaluate(in Frame frame)
    {
        if (shared != target.RepeatDepth || target is not FormQuestion || frame.Pass.Main is not FormState state) return base.Evaluate(frame);
        var place = NodePath.Cut((fromContext ? frame.Context : frame.Current).Place, shared);
        return XValue.Of(frame.Pass.TextOf(new XNode(state, target.Index, place)));
    }
}

/// <summary>A condition or a place in square brackets.</summary>
internal static class Filter
{
    public static void Apply(ImmutableArray<Operation> predicates, in Frame frame, List<XNode> nodes)
    {
        foreach (var predicate in predicates)
        {
            var kept = 0;
            var size = nodes.Count;
            for (var i = 0; i < size; i++)
            {
                if (!frame.Pass.Spend(1)) break;
                if (Holds(predicate, frame with { Context = nodes[i], Position = i + 1, Size = size })) nodes[kept++] = nodes[i];
            }

            nodes.RemoveRange(kept, nodes.Count - kept);
        }
    }

    /// <summary>A number is a place, anything else a truth.</summary>
    public static bool Holds(Operation predicate, in Frame frame)
    {
        var value = predicate.Evaluate(frame);
        return value.Kind == XKind.Number ? value.RawNumber == frame.Position : value.ToBoolean(frame.Pass);
    }
}

/// <param name="Axis">Which way.</param>
/// <param name="Name">Null for any.</param>
/// <param name="Predicates">Applied to the nodes found from each start on its own, as XPath counts positions.</param>
internal sealed record CompiledStage(Axis Axis, string? Name, ImmutableArray<Operation> Predicates)
{
    /// <summary>The predicates after the first, where that one looks its nodes up.</summary>
    public ImmutableArray<Operation> AfterLookup { get; } = Predicates is [EqualityCondition, ..] ? Predicates.RemoveAt(0) : [];
}

/// <summary>A path that has to be walked.</summary>
internal sealed class WalkedPath(
    NodeOperation? from, bool isAbsolute, ImmutableArray<Operation> fromPredicates, ImmutableArray<CompiledStage> stages) : NodeOperation
{
    public override void Select(in Frame frame, List<XNode> into)
    {
        var nodes = new List<XNode>();
        if (from is not null)
        {
            from.Select(frame, nodes);
            Filter.Apply(fromPredicates, frame, nodes);
        }
        else nodes.Add(isAbsolute ? frame.Pass.Main.Root : frame.Context);

        foreach (var stage in stages) nodes = Walk(stage, frame, nodes);
        into.AddRange(nodes);
    }

    private static List<XNode> Walk(CompiledStage stage, in Frame frame, List<XNode> nodes)
    {
        var found = new List<XNode>();
        var some = new List<XNode>();
        foreach (var node in nodes)
        {
            if (!frame.Pass.Spend(1)) break;
            some.Clear();
            switch (stage.Axis)
            {
                case Axis.Self:
                    if (stage.Name is null || node.Source.NameOf(node) == stage.Name) some.Add(node);
                    break;
                case Axis.Parent:
                    if (node.Source.Parent(node) is { } parent && (stage.Name is null || node.Source.NameOf(parent) == stage.Name) && !found.Contains(parent)) some.Add(parent);
                    break;
                case Axis.Child when stage.Predicates is [EqualityCondition lookup, ..] && node.Source is ListSource list && ListSource.IsRoot(node)
                    && lookup.TrySelect(frame, list, some):
                    Filter.Apply(stage.AfterLookup, frame, some);
                    found.AddRange(some);
                    continue;
                case Axis.Child:
                    node.Source.Children(node, stage.Name, some);
                    break;
            }

            frame.Pass.Spend(some.Count);
            Filter.Apply(stage.Predicates, frame, some);
            found.AddRange(some);
        }

        return found;
    }
}

/// <summary>The sign |: both sets, without repetition.</summary>
internal sealed class UnionPath(NodeOperation left, NodeOperation right) : NodeOperation
{
    public override void Select(in Frame frame, List<XNode> into)
    {
        left.Select(frame, into);
        var seen = into.ToHashSet();
        foreach (var node in right.Nodes(frame))
            if (seen.Add(node)) into.Add(node);
    }
}
