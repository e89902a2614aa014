using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>Which element of the old form is which of the new one.</summary>
internal sealed class FormPairs
{
    private readonly Dictionary<FormElement, FormElement> oldOf = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<FormElement> kept = new(ReferenceEqualityComparer.Instance);

    public required ImmutableArray<FormElement> All { get; init; }
    public ImmutableArray<FormElement> Removed { get; private set; } = [];

    public FormElement? OldOf(FormElement now) => oldOf.GetValueOrDefault(now);

    /// <summary>First by path, then by a name that is there once in each, then by what is asked: the same type and the same words.</summary>
    public static FormPairs Match(FormDefinition before, FormDefinition after)
    {
        var pairs = new FormPairs { All = after.Elements };
        foreach (var now in after.Elements)
            if (before.Find(now.Path) is { } same && SameKind(same, now)) pairs.Add(same, now);
        pairs.MatchBy(before, after, element => element.Name);
        pairs.MatchBy(before, after, Asked);
        pairs.Removed = [.. before.Elements.Where(element => !pairs.kept.Contains(element))];
        return pairs;
    }

    private void MatchBy(FormDefinition before, FormDefinition after, Func<FormElement, string> key)
    {
        var open = before.Elements.Where(element => !kept.Contains(element) && key(element).Length > 0).ToLookup(key, StringComparer.Ordinal);
        foreach (var group in after.Elements.Where(element => !oldOf.ContainsKey(element)).ToLookup(key, StringComparer.Ordinal))
            if (group.Count() == 1 && open[group.Key].Count() == 1 && SameKind(open[group.Key].First(), group.First())) Add(open[group.Key].First(), group.First());
    }

    private static string Asked(FormElement element) =>
        element.Label.IsEmpty ? "" : (element is FormQuestion question ? question.Type.ToString() : element.GetType().Name) + "\n" + string.Join("\n", element.Label.All.Select(text => text.Language + "=" + text.Text));

    private static bool SameKind(FormElement one, FormElement other) => one.GetType() == other.GetType();

    private void Add(FormElement before, FormElement now)
    {
        oldOf[now] = before;
        kept.Add(before);
    }
}
