using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>A text in the form's languages. It may hold references such as <c>${name}</c>, which <see cref="FormInstance.Text"/> fills in.</summary>
public sealed class LocalizedText
{
    internal static readonly LocalizedText Empty = new([], "");

    private readonly ImmutableArray<(string Language, string Text)> texts;
    private readonly string defaultLanguage;
    private ImmutableDictionary<string, FormElement> references = ImmutableDictionary<string, FormElement>.Empty;

    /// <param name="texts">Non-empty texts in the order of the form's languages.</param>
    /// <param name="defaultLanguage">The form's default language.</param>
    internal LocalizedText(ImmutableArray<(string Language, string Text)> texts, string defaultLanguage)
    {
        this.texts = texts;
        this.defaultLanguage = defaultLanguage;
    }

    public bool IsEmpty => texts.IsEmpty;

    /// <summary>The text in a language; where it is missing, in the default language, then in the first that has one, then empty.</summary>
    /// <remarks>XLSForm shows a dash for a gap. In a chat a dash helps nobody, so we fall back and the checker lists the gaps.</remarks>
    public string In(string language) => OrDefault(language) ?? (texts.IsEmpty ? "" : texts[0].Text);

    /// <summary>The text in a language or in the default language; null where both are missing.</summary>
    internal string? OrDefault(string language) => Exactly(language) ?? Exactly(defaultLanguage);

    internal string? Exactly(string language)
    {
        foreach (var (name, text) in texts)
            if (name == language) return text;
        return null;
    }

    internal IEnumerable<(string Language, string Text)> All => texts;

    /// <summary>What each name in <c>${name}</c> stands for; set once, while the form is compiled.</summary>
    internal ImmutableDictionary<string, FormElement> References { get => references; set => references = value; }
}
