using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>
/// Something for some of a form's nodes; the others have the default of <typeparamref name="T"/>. A copy shares all its content until
/// one of the two is changed.
/// </summary>
/// <remarks>Nodes in no repeat, which are nearly all, stand in an array by element. Those in repeats, few and with places, are in a tree.</remarks>
internal sealed class NodeTable<T>(int elements)
{
    private T?[] alone = [];
    private bool isShared = true;

    /// <summary>Of nodes in repeats.</summary>
    public ImmutableDictionary<NodeKey, T> Repeated { get; private set; } = ImmutableDictionary<NodeKey, T>.Empty;

    /// <summary>Of nodes in no repeat, by element; as long as the form or, while there is none, empty.</summary>
    public ReadOnlySpan<T?> Alone => alone;

    public T? this[NodeKey key]
    {
        get => key.Place != 0 ? Repeated.GetValueOrDefault(key) : alone.Length > 0 ? alone[key.Element] : default;
        set
        {
            if (EqualityComparer<T>.Default.Equals(this[key], value)) return;
            if (key.Place != 0) Repeated = Holds(value) ? Repeated.SetItem(key, value!) : Repeated.Remove(key); // what holds something is not null
            else Own()[key.Element] = value;
        }
    }

    /// <summary>Whether there is anything for a node.</summary>
    public static bool Holds(T? content) => !EqualityComparer<T>.Default.Equals(content, default);

    /// <summary>As <see cref="Alone"/>; not changed any more.</summary>
    public T?[] Share()
    {
        isShared = true;
        return alone;
    }

    /// <summary>Whether neither of the two was changed since one was copied from the other.</summary>
    public static bool AreShared(NodeTable<T>? one, NodeTable<T>? other) =>
        ReferenceEquals(one?.alone, other?.alone) && ReferenceEquals(one?.Repeated, other?.Repeated);

    public NodeTable<T> Copy()
    {
        return new(elements) { alone = Share(), Repeated = Repeated };
    }

    /// <summary>Gives nodes in repeats new places; a null place removes the node.</summary>
    public void Move(Func<NodeKey, bool> moves, Func<ulong, ulong?> to)
    {
        var moved = Repeated.ToBuilder();
        moved.RemoveRange(Repeated.Keys.Where(moves));
        foreach (var (key, content) in Repeated)
            if (moves(key) && to(key.Place) is { } there) moved[key with { Place = there }] = content;
        Repeated = moved.ToImmutable();
    }

    private T?[] Own()
    {
        if (!isShared) return alone;
        var own = new T?[elements];
        alone.CopyTo(own, 0);
        isShared = false;
        return alone = own;
    }
}
