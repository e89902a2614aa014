namespace Detainees.Forms;

/// <summary>A node of the form being answered, or of a list. Which one is the source's own business.</summary>
/// <param name="Source">The tree it belongs to.</param>
/// <param name="Id">Which element, row or the like.</param>
/// <param name="Place">Positions in repeats (<see cref="NodePath"/>), or a column.</param>
internal readonly record struct XNode(NodeSource Source, int Id, ulong Place);

/// <summary>A tree that paths can walk.</summary>
internal abstract class NodeSource
{
    /// <summary>The document itself, whose one child is the outermost element.</summary>
    public abstract XNode Root { get; }

    public abstract XNode? Parent(XNode node);

    /// <summary>Empty for the document.</summary>
    public abstract string NameOf(XNode node);

    /// <summary>Adds the children of that name, or all of them for null, in document order; not those that are not relevant.</summary>
    public abstract void Children(XNode node, string? name, List<XNode> into);

    /// <summary>The value as expressions read it: empty when not relevant.</summary>
    public abstract string Text(XNode node);

    /// <summary>The value as stored, relevant or not.</summary>
    public virtual string Stored(XNode node) => Text(node);

    /// <summary>The one-based place among the siblings of the same name.</summary>
    public abstract int Position(XNode node);
}
