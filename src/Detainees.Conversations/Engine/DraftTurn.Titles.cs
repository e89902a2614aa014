using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>What groups, repeats and their items are called, so that no two of them look the same.</summary>
internal sealed partial class DraftTurn
{
    private const int MaxTitle = 200;

    /// <summary>A group's label; for an item of a repeat with its position.</summary>
    private string Title(FormElement element, string path) => Title(element, path, MaxTitle);

    private string Title(FormElement element, string path, int length)
    {
        var label = PlainText(element.Label, path).ReplaceLineEndings(" ");
        if (element is not FormRepeat || !path.EndsWith(']')) return Clip(label, length);
        var position = path[(path.LastIndexOf('[') + 1)..^1];
        // What is too long loses letters, never the position: it alone tells one item from the next.
        return label.Length > 0 ? $"{Clip(label, Math.Max(2, length - position.Length - 1))} {position}" : position;
    }

    /// <summary>A repeat or an item of one, after the items it lies in: Family 2 · Child 1. Each part gives way to the others.</summary>
    private string FullTitle(string path, int length = MaxTitle)
    {
        var parts = Begun(path + "/", "").Where(part => part.Path == path || part.Path.EndsWith(']')).ToList();
        var shown = parts.ConvertAll(part => Title(part.Element, part.Path)).FindAll(title => title.Length > 0);
        if (shown.Sum(title => title.Length + 3) - 3 > length)
            shown = parts.ConvertAll(part => Title(part.Element, part.Path, ((length + 3) / parts.Count) - 3)).FindAll(title => title.Length > 0);
        return string.Join(" · ", shown);
    }

    /// <summary>A button's label that none of the others has: two repeats of a form may be called the same.</summary>
    private static string Unlike(HashSet<string> others, string label)
    {
        var unlike = label;
        for (var i = 2; !others.Add(unlike); i++) unlike = $"{Clip(label, MaxButtonLabel - 5)} ({i})";
        return unlike;
    }

    /// <summary>The innermost item of a repeat around a node; empty where it is in none.</summary>
    private static ReadOnlySpan<char> ItemOf(string path) => path.AsSpan(0, path.LastIndexOf(']') + 1);

    private static bool IsAround(ReadOnlySpan<char> item, string path) => item.Length == 0 || IsInside(path, item);

    private static bool IsInside(string path, ReadOnlySpan<char> outer) =>
        path.Length > outer.Length && path[outer.Length] == '/' && path.AsSpan().StartsWith(outer);
}
