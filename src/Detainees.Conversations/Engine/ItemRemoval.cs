using System.Globalization;

namespace Detainees.Conversations;

/// <summary>Where paths go when one item of a repeat is removed: those after it move up by one.</summary>
internal sealed class ItemRemoval
{
    private readonly string start;
    private readonly int position;

    /// <param name="item">With its position: <c>/data/member[2]</c>.</param>
    public ItemRemoval(string item)
    {
        var open = item.LastIndexOf('[');
        start = item[..(open + 1)];
        position = int.Parse(item.AsSpan(open + 1, item.Length - open - 2), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>The path after the removal; null when it went with the item.</summary>
    public string? Of(string path)
    {
        if (!path.StartsWith(start, StringComparison.Ordinal)) return path;
        var close = path.IndexOf(']', start.Length);
        if (close < 0 || !int.TryParse(path.AsSpan(start.Length, close - start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return path;
        if (at == position) return null;
        return at < position ? path : string.Create(CultureInfo.InvariantCulture, $"{start}{at - 1}{path[close..]}");
    }
}
