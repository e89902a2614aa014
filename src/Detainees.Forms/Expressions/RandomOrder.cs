namespace Detainees.Forms;

/// <summary>randomize(): the nodes in another order, the same one for a seed.</summary>
internal sealed class RandomOrder(NodeOperation nodes, Operation? seed) : NodeOperation
{
    public override void Select(in Frame frame, List<XNode> into)
    {
        var found = nodes.Nodes(frame);
        into.AddRange(Shuffling.Shuffle(found, seed?.Number(frame) ?? frame.Pass.Draw(frame.Current) % 2147483646 + 1));
    }
}
