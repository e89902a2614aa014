using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>A named list of choices, in the order of the sheet.</summary>
public sealed class ChoiceList
{
    private readonly Dictionary<string, Choice> byName;

    internal ChoiceList(string name, ImmutableArray<Choice> choices)
    {
        Name = name;
        Choices = choices;
        byName = new(choices.Length, StringComparer.Ordinal);
        foreach (var choice in choices) byName.TryAdd(choice.Name, choice);
        Source = new ListSource(this);
    }

    public string Name { get; }
    public ImmutableArray<Choice> Choices { get; }

    /// <summary>The first choice of that name; null when there is none.</summary>
    public Choice? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The list as <c>instance('name')</c> sees it.</summary>
    internal ListSource Source { get; }
}
