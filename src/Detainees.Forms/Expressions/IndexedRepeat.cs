using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>indexed-repeat(): picks an instance on each level, then the node inside all of them.</summary>
internal sealed class IndexedRepeat(NodeOperation target, ImmutableArray<(NodeOperation Repeat, Operation Index)> levels) : NodeOperation
{
    public override void Select(in Frame frame, List<XNode> into)
    {
        XNode? outer = null;
        foreach (var (repeat, index) in levels)
        {
            var number = index.Number(frame);
            var place = number >= 1 ? (int)Math.Min(number, 1_000_000) : 1;
            var instances = repeat.Nodes(frame);
            if (outer is { } around) instances.RemoveAll(instance => !IsInside(instance, around));
            else KeepThoseBeside(frame.Current, instances);
            if (place > instances.Count) return;
            outer = instances[place - 1];
        }

        foreach (var node in target.Nodes(frame))
        {
            if (!frame.Pass.Spend(1)) return;
            if (outer is { } around && IsInside(node, around)) into.Add(node);
        }

        if (into.Count > 1) into.RemoveRange(1, into.Count - 1);
    }

    // Asked inside an outer repeat for the n-th inner one, the inner ones of this outer instance are meant.
    private static void KeepThoseBeside(XNode current, List<XNode> instances)
    {
        var beside = instances.FindAll(instance => instance.Source.Parent(instance) is { } parent && IsInside(current, parent));
        if (beside.Count == 0 || beside.Count == instances.Count) return;
        instances.Clear();
        instances.AddRange(beside);
    }

    private static bool IsInside(XNode node, XNode around)
    {
        for (XNode? at = node; at is { } here; at = here.Source.Parent(here))
            if (here == around) return true;
        return false;
    }
}
