namespace Detainees.Forms;

/// <summary>
/// A condition on the items of a list that begins with <c>column = value</c>, where the value is the same for every item: the
/// items that can meet it are looked up rather than tried one after the other.
/// </summary>
internal sealed class EqualityCondition(Operation whole, int column, Operation value) : Operation
{
    public override XValue Evaluate(in Frame frame) => whole.Evaluate(frame);

    /// <summary>Adds the items that meet the whole condition, as trying each would.</summary>
    /// <returns>False when this value is not compared as text, and each item has to be tried.</returns>
    public bool TrySelect(in Frame frame, ListSource list, List<XNode> into)
    {
        var wanted = value.Evaluate(frame);
        if (wanted.Kind is XKind.Number or XKind.Boolean || (wanted.Kind == XKind.Nodes && wanted.RawNodes.Count > 1)) return false;
        foreach (var index in list.ItemsWith(column, wanted.ToText(frame.Pass)))
        {
            if (!frame.Pass.Spend(1)) return true;
            var item = list.Item(index);
            if (Filter.Holds(whole, frame with { Context = item, Position = index + 1, Size = list.Length })) into.Add(item);
        }

        return true;
    }
}
