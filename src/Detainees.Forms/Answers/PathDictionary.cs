using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Detainees.Forms;

/// <summary>Something for each of a form's nodes, by path, in ordinal order. Immutable: a change gives a new one.</summary>
/// <remarks>
/// Two arrays rather than a tree, because it is read whole at every message and changed in one place: a change copies both, which for the
/// paths of a form is less than the nodes of a tree. The answers of a <see cref="FormInstance"/> are not even copied: there the values stand by
/// element, with gaps.
/// </remarks>
public sealed class PathDictionary<T> : IReadOnlyDictionary<string, T>
{
    public static readonly PathDictionary<T> Empty = new([], [], 0);

    private readonly string[] paths;
    private readonly T[] values;

    /// <summary>How many paths there are to look at.</summary>
    private readonly int length;

    /// <summary>Where the value of each path stands; a default one is none. Null where each stands at its path's place and there are no gaps.</summary>
    private readonly int[]? places;

    /// <param name="pairs">In any order.</param>
    /// <exception cref="ArgumentException">A path is there twice.</exception>
    public PathDictionary(IEnumerable<KeyValuePair<string, T>> pairs)
    {
        KeyValuePair<string, T>[] sorted = [.. pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        (paths, values, length, Count) = (Array.ConvertAll(sorted, pair => pair.Key), Array.ConvertAll(sorted, pair => pair.Value), sorted.Length, sorted.Length);
        for (var i = 1; i < Count; i++)
            if (paths[i] == paths[i - 1]) throw new ArgumentException("A path is there twice.", nameof(pairs));
    }

    private PathDictionary(string[] paths, T[] values, int count) => (this.paths, this.values, length, Count) = (paths, values, count, count);

    /// <param name="values">By element; not changed any more.</param>
    internal PathDictionary(PathOrder order, T[] values)
    {
        (paths, places, this.values, length) = (order.Paths, order.Places, values, order.Paths.Length);
        for (var i = 0; i < length; i++)
            if (IsThere(i)) Count++;
    }

    public int Count { get; }
    public T this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException();
    public IEnumerable<string> Keys => this.Select(pair => pair.Key);
    public IEnumerable<T> Values => this.Select(pair => pair.Value);

    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var at = IndexOf(key);
        value = at >= 0 ? ValueAt(at) : default;
        return at >= 0;
    }

    public PathDictionary<T> SetItem(string path, T value)
    {
        if (places is not null) return Gathered().SetItem(path, value);
        var at = IndexOf(path);
        if (at >= 0)
        {
            var changed = values[..Count];
            changed[at] = value;
            return new(paths, changed, Count);
        }

        return new(Inserted(paths, ~at, path), Inserted(values, ~at, value), Count + 1);
    }

    public PathDictionary<T> Remove(string path) =>
        IndexOf(path) is not (>= 0 and var at) ? this
        : places is not null ? Gathered().Remove(path)
        : new(Without(paths, at), Without(values, at), Count - 1);

    private PathDictionary<T> Gathered()
    {
        var gathered = new Builder(Count);
        foreach (var (path, value) in this) gathered.TryAdd(path, value);
        return gathered.ToDictionary();
    }

    private T ValueAt(int at) => values[places is null ? at : places[at]];

    private bool IsThere(int at) => places is null || !EqualityComparer<T>.Default.Equals(values[places[at]], default);

    private TItem[] Inserted<TItem>(TItem[] items, int at, TItem item)
    {
        var more = new TItem[Count + 1];
        items.AsSpan(0, at).CopyTo(more);
        more[at] = item;
        items.AsSpan(at, Count - at).CopyTo(more.AsSpan(at + 1));
        return more;
    }

    private TItem[] Without<TItem>(TItem[] items, int at)
    {
        var fewer = new TItem[Count - 1];
        items.AsSpan(0, at).CopyTo(fewer);
        items.AsSpan(at + 1, Count - at - 1).CopyTo(fewer.AsSpan(at));
        return fewer;
    }

    private int IndexOf(string path)
    {
        var (from, to) = (0, length - 1);
        while (from <= to)
        {
            var middle = (from + to) / 2;
            var order = string.CompareOrdinal(paths[middle], path);
            if (order == 0) return IsThere(middle) ? middle : -1;
            if (order < 0) from = middle + 1;
            else to = middle - 1;
        }

        return ~from;
    }

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Goes through it without garbage.</summary>
    public struct Enumerator(PathDictionary<T> all) : IEnumerator<KeyValuePair<string, T>>
    {
        private int at = -1;

        public readonly KeyValuePair<string, T> Current => new(all.paths[at], all.ValueAt(at));
        readonly object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            while (++at < all.length)
                if (all.IsThere(at)) return true;
            return false;
        }

        public void Reset() => at = -1;

        public readonly void Dispose() { }
    }

    /// <summary>Makes one of what comes in order. To be left alone after <see cref="ToDictionary"/>.</summary>
    /// <param name="capacity">How many are expected.</param>
    public sealed class Builder(int capacity = 0)
    {
        private string[] paths = new string[capacity];
        private T[] values = new T[capacity];
        private int count;

        /// <returns>False, and nothing is added, when the path does not come after the one before.</returns>
        public bool TryAdd(string path, T value)
        {
            if (count > 0 && string.CompareOrdinal(paths[count - 1], path) >= 0) return false;
            if (count == paths.Length)
            {
                Array.Resize(ref paths, Math.Max(16, count * 2));
                Array.Resize(ref values, paths.Length);
            }

            (paths[count], values[count]) = (path, value);
            count++;
            return true;
        }

        public PathDictionary<T> ToDictionary() => count == 0 ? Empty : new(paths, values, count);
    }
}
