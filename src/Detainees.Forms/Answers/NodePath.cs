using System.Globalization;
using System.Text;

namespace Detainees.Forms;

/// <summary>A node of an instance: its element and its positions in the repeats around it.</summary>
/// <param name="Element">The element's index.</param>
/// <param name="Place">See <see cref="NodePath"/>.</param>
internal readonly record struct NodeKey(int Element, ulong Place);

/// <summary>
/// Positions in nested repeats packed into one number, 12 bits each, the outermost lowest; 0 where none is given.
/// And the written form of a node's path, <c>/data/member[2]/age</c>.
/// </summary>
internal static class NodePath
{
    /// <summary>Repeats in repeats. Five levels of twelve bits fit; nobody can answer even three in a chat.</summary>
    public const int MaxDepth = 5;

    private const int Bits = 12;
    private const ulong Mask = (1UL << Bits) - 1;

    public static ulong Cut(ulong place, int depth) => place & ((1UL << (Bits * depth)) - 1);

    /// <param name="level">Zero-based: 0 is the outermost repeat.</param>
    public static int At(ulong place, int level) => (int)((place >> (Bits * level)) & Mask);

    public static ulong With(ulong place, int level, int position) =>
        (place & ~(Mask << (Bits * level))) | ((ulong)position << (Bits * level));

    /// <summary>Whether the two agree in their first positions.</summary>
    public static bool Share(ulong a, ulong b, int depth) => Cut(a, depth) == Cut(b, depth);

    public static string Write(FormElement element, ulong place)
    {
        if (element.RepeatDepth == 0) return element.Path;
        var text = new StringBuilder();
        Write(element, place, text);
        return text.ToString();
    }

    private static void Write(FormElement element, ulong place, StringBuilder text)
    {
        if (element.Parent is not null) Write(element.Parent, place, text);
        text.Append('/').Append(element.Name);
        if (element is not FormRepeat || At(place, element.RepeatDepth - 1) is var position && position == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"[{position}]");
    }

    /// <summary>Reads a path; positions left out are 0 in the place. Positions outside repeats must be 1.</summary>
    public static bool TryParse(FormDefinition form, string path, out NodeKey node)
    {
        node = default;
        if (path.Length is 0 or > 4096 || path[0] != '/') return false;
        if (form.AtPlainPath(path) is { } plain)
        {
            node = new(plain.Index, 0);
            return true;
        }

        FormElement? element = null;
        var place = 0UL;
        foreach (var range in path.AsSpan(1).Split('/'))
        {
            var segment = path.AsSpan(1)[range];
            var position = 0;
            if (segment.IndexOf('[') is var open and >= 0)
            {
                if (segment[^1] != ']' || !int.TryParse(segment[(open + 1)..^1], NumberStyles.None, CultureInfo.InvariantCulture, out position)
                    || position is < 1 or > (int)Mask)
                    return false;
                segment = segment[..open];
            }

            element = element is null ? segment.SequenceEqual(form.Root.Name) ? form.Root : null : Child(element, segment);
            if (element is null) return false;
            if (element is FormRepeat) place = With(place, element.RepeatDepth - 1, position);
            else if (position > 1) return false;
        }

        if (element is null) return false;
        node = new(element.Index, place);
        return true;
    }

    private static FormElement? Child(FormElement parent, ReadOnlySpan<char> name)
    {
        foreach (var child in ExpressionBinder.Children(parent))
            if (name.SequenceEqual(child.Name)) return child;
        return null;
    }
}
