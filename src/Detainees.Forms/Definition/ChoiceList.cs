using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>A named list of choices, in the order of the sheet or file.</summary>
public sealed class ChoiceList
{
    private readonly Dictionary<string, int> byName;
    private readonly Dictionary<string, int[]> again = new(StringComparer.Ordinal);

    internal ChoiceList(string name, ImmutableArray<Choice> choices)
    {
        Name = name;
        Choices = choices;
        byName = new(choices.Length, StringComparer.Ordinal);
        for (var i = 0; i < choices.Length; i++)
            if (!byName.TryAdd(choices[i].Name, i)) again[choices[i].Name] = [.. again.GetValueOrDefault(choices[i].Name, [byName[choices[i].Name]]), i];
        Source = new ListSource(this);
    }

    public string Name { get; }
    public ImmutableArray<Choice> Choices { get; }

    /// <summary>The first choice of that name; null when there is none.</summary>
    public Choice? Find(string name) => byName.TryGetValue(name, out var index) ? Choices[index] : null;

    /// <summary>Places of all choices of that name: several where a filter tells them apart (allow_choice_duplicates).</summary>
    internal ReadOnlySpan<int> IndexesOf(string name, Span<int> one)
    {
        if (!byName.TryGetValue(name, out var index)) return [];
        if (again.Count > 0 && again.TryGetValue(name, out var all)) return all;
        one[0] = index;
        return one[..1];
    }

    /// <summary>Place of the first choice of that name; -1 when there is none.</summary>
    internal int IndexOf(string name) => byName.GetValueOrDefault(name, -1);

    /// <summary>The list as <c>instance('name')</c> sees it.</summary>
    internal ListSource Source { get; }
}
