using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>A row of the survey that makes a node: a question, a group or a repeat.</summary>
public abstract class FormElement
{
    private protected FormElement(string name, FormElement? parent, int row)
    {
        Name = name;
        Parent = parent;
        Row = row;
        Path = (parent?.Path ?? "") + "/" + name;
        NearestRepeat = parent as FormRepeat ?? parent?.NearestRepeat;
        RepeatDepth = (parent?.RepeatDepth ?? 0) + (this is FormRepeat ? 1 : 0);
    }

    public string Name { get; }

    /// <summary>Absolute and without positions: <c>/data/group/question</c>.</summary>
    public string Path { get; }

    /// <summary>Null for the form's root alone.</summary>
    public FormElement? Parent { get; }

    public LocalizedText Label { get; internal set; } = LocalizedText.Empty;

    /// <summary>Names of the files shown with it, each in the form's languages: picture, sound, film.</summary>
    internal ImmutableArray<LocalizedText> Media { get; set; } = [];

    /// <summary>The files shown with it in a language; in the place of one that is missing, the default language's or the one for all, but none that speaks a third language.</summary>
    public ImmutableArray<MediaFile> MediaIn(string language) => Media.IsEmpty ? [] : FilesIn(language);

    private ImmutableArray<MediaFile> FilesIn(string language) =>
        [.. Media.Select(text => text.OrDefault(language)).OfType<string>().Select(name => MediaFile.KindOf(name) is { } kind ? new MediaFile(kind, name) : null).OfType<MediaFile>()];

    /// <summary>Row of the sheet, or line of the YAML form; 0 for the root.</summary>
    public int Row { get; }

    /// <summary>The innermost repeat around this element, itself not counted.</summary>
    public FormRepeat? NearestRepeat { get; }

    /// <summary>Repeats among this element and its ancestors: how many positions a node of it carries.</summary>
    internal int RepeatDepth { get; }

    /// <summary>Place in document order; the root is 0.</summary>
    internal int Index { get; set; }

    internal CompiledExpression? Relevant { get; set; }

    /// <summary>When it is asked, as the author wrote it (column relevant); empty for always.</summary>
    public string RelevantWhen => Relevant?.Source ?? "";

    internal bool IsInside(FormElement other)
    {
        for (var at = this; at is not null; at = at.Parent)
            if (ReferenceEquals(at, other)) return true;
        return false;
    }
}
