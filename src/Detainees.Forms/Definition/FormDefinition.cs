using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>A compiled form: immutable, safe to share between threads, and free of anything to look up while it is answered.</summary>
public sealed class FormDefinition
{
    internal FormDefinition(
        string id, string title, string version, ImmutableArray<string> languages, string defaultLanguage,
        FormGroup root, ImmutableArray<FormElement> all, string fingerprint)
    {
        (Id, Title, Version, Languages, DefaultLanguage, Root, Fingerprint) =
            (id, title, version, languages, defaultLanguage, root, fingerprint);
        Indexed = all;
        Elements = all[1..];
        Ends = [.. all.OfType<FormQuestion>().Where(question => question is { Type: QuestionType.End, RepeatDepth: 0 })];
        byPath = all.ToDictionary(element => element.Path, StringComparer.Ordinal);
        DependsOnMoreThanRelevance = all.Any(element => element is FormQuestion { ReadOnly: not null } or FormRepeat { Relevant: not null });
        ByPath = new PathOrder([.. all.OrderBy(element => element.Path, StringComparer.Ordinal)]);
    }

    private readonly Dictionary<string, FormElement> byPath;

    public string Id { get; }
    public string Title { get; }
    public string Version { get; }

    /// <summary>As the headers write them, <c>English (en)</c>; one language called <c>default</c> when no header names any.</summary>
    public ImmutableArray<string> Languages { get; }
    public string DefaultLanguage { get; }

    /// <summary>The node <c>/data</c>.</summary>
    public FormGroup Root { get; }

    /// <summary>All elements in document order, nested ones too, without the root.</summary>
    public ImmutableArray<FormElement> Elements { get; }

    /// <summary>Names of the files beside the form that it was compiled with, sorted. They belong to the form as its sheets do.</summary>
    public ImmutableArray<string> Attachments { get; internal init; } = [];

    /// <summary>SHA-256 of the canonical content and the attachments in lower-case hex: the same for a workbook and its YAML.</summary>
    public string Fingerprint { get; }

    /// <summary>What the menu of forms calls it (settings <c>menu_label</c>, translated); empty where the title serves.</summary>
    public LocalizedText MenuLabel { get; internal init; } = LocalizedText.Empty;

    /// <summary>Its place in the menu (settings <c>menu_order</c>), smaller first; null after all that have one.</summary>
    public int? MenuOrder { get; internal init; }

    /// <summary>Words of which the operator must have switched on every one before the form is offered (settings <c>offered_when</c>).</summary>
    public ImmutableArray<string> OfferedWhen { get; internal init; } = [];

    /// <summary>All elements by <see cref="FormElement.Index"/>; the root is first.</summary>
    internal ImmutableArray<FormElement> Indexed { get; }

    /// <summary>In which order <see cref="FormAnswers"/> are.</summary>
    internal PathOrder ByPath { get; }

    /// <summary>Questions that hold the time of the last change.</summary>
    internal ImmutableArray<FormQuestion> Ends { get; }

    /// <summary>Whether a condition other than that of a node that is there decides what is asked: read_only, or that of a repeat without instances.</summary>
    internal bool DependsOnMoreThanRelevance { get; }

    /// <summary>The element whose path without positions this is.</summary>
    internal FormElement? AtPlainPath(string path) => byPath.GetValueOrDefault(path);

    internal ImmutableDictionary<string, ChoiceList> Lists { get; init; } = ImmutableDictionary<string, ChoiceList>.Empty;
    internal CompiledExpression? InstanceName { get; init; }

    /// <summary>Whether the title of a report says something that is dangerous if leaked.</summary>
    public bool IsTitleDangerous => InstanceName is { } name && name.References.Any(reference => reference.Target is FormQuestion { IsDangerous: true });
    internal DependencyGraph Graph { get; init; } = DependencyGraph.Empty;

    /// <summary>The element at a path; positions such as <c>[2]</c> in it are passed over. Null when there is none.</summary>
    public FormElement? Find(string path)
    {
        if (byPath.TryGetValue(path, out var element)) return element;
        return NodePath.TryParse(this, path, out var node) ? Indexed[node.Element] : null;
    }
}
