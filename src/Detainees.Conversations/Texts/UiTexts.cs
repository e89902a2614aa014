using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Detainees.Conversations;

/// <summary>The bot's own words in one language; a file of this folder each.</summary>
internal sealed class UiTexts
{
    /// <summary>The languages there is a file for; the first serves all others.</summary>
    public static readonly ImmutableArray<string> Codes = ["en", "hy", "ru", "fr", "ar"];

    private static readonly FrozenDictionary<string, UiTexts> All = Codes.ToFrozenDictionary(code => code, Load);
    private const int OnStack = 256;
    private readonly string[] texts;

    private UiTexts(string code, string[] texts)
    {
        Code = code;
        this.texts = texts;
        Months = [.. this[TextKey.Months].Split('|')];
        Yes = Words(TextKey.YesWords);
        No = Words(TextKey.NoWords);
        Today = Words(TextKey.TodayWords);
        Yesterday = Words(TextKey.YesterdayWords);
    }

    public string Code { get; }
    public string this[TextKey key] => texts[(int)key];

    /// <summary>As they stand in a date: "мая", "մայիսի".</summary>
    public ImmutableArray<string> Months { get; }
    public FrozenSet<string> Yes { get; }
    public FrozenSet<string> No { get; }
    public FrozenSet<string> Today { get; }
    public FrozenSet<string> Yesterday { get; }

    /// <param name="language">A form's language as its header names it: "Հայերեն (hy)", or a bare code.</param>
    public static UiTexts For(string language) => All.GetValueOrDefault(CodeOf(language)) ?? All[Codes[0]];

    /// <summary>The code in "English (en)" or "en-GB", lower case and without a region; the whole name where there is none.</summary>
    public static string CodeOf(string language)
    {
        var open = language.LastIndexOf('(');
        var close = open < 0 ? -1 : language.IndexOf(')', open);
        var code = close > open + 1 ? language[(open + 1)..close] : language;
        var region = code.AsSpan().IndexOfAny('-', '_');
        return (region > 0 ? code[..region] : code).Trim().ToLowerInvariant();
    }

    /// <summary>The name of a language for its button: the header without the code.</summary>
    public static string NameOf(string language)
    {
        var open = language.LastIndexOf('(');
        var name = open > 0 ? language[..open].Trim() : language.Trim();
        return name.Length == 0 ? language : name;
    }

    /// <summary>One after the other, with the comma of this language.</summary>
    public string List(params IEnumerable<string> parts) => string.Join(this[TextKey.ListComma] + " ", parts);

    public string Get(TextKey key, string name, string value) => Get(key, (name, value));

    public string Get(TextKey key, string name, int value) => Get(key, name, value.ToString(CultureInfo.InvariantCulture));

    public string Get(TextKey key, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var left = this[key].AsSpan();
        var longest = 0;
        foreach (var (_, value) in values) longest = Math.Max(longest, value.Length);
        // Room for all of it: what does not fit would be put together in borrowed memory, and an answer must not be left lying there.
        var most = left.Length + (left.Count('{') * longest);
        var filled = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, most <= OnStack ? stackalloc char[OnStack] : new char[most]);
        for (var open = left.IndexOf('{'); open >= 0; open = left.IndexOf('{'))
        {
            var name = left[(open + 1)..];
            name = name[..Math.Max(name.IndexOf('}'), 0)];
            filled.AppendFormatted(left[..open]);
            if (ValueOf(name, values) is { } value)
            {
                filled.AppendLiteral(value);
                left = left[(open + name.Length + 2)..];
            }
            else
            {
                filled.AppendLiteral("{");
                left = left[(open + 1)..];
            }
        }

        filled.AppendFormatted(left);
        return filled.ToStringAndClear();
    }

    private static string? ValueOf(ReadOnlySpan<char> name, ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach (var (known, value) in values)
            if (name.SequenceEqual(known)) return value;
        return null;
    }

    /// <summary>The name of a key in the files.</summary>
    public static string NameOf(TextKey key) => JsonNamingPolicy.SnakeCaseLower.ConvertName(key.ToString());

    internal static Dictionary<string, string> ReadFile(string code)
    {
        using var stream = typeof(UiTexts).Assembly.GetManifestResourceStream($"Texts.{code}.json")
            ?? throw new InvalidOperationException($"The texts '{code}' are not in the program.");
        return JsonSerializer.Deserialize(stream, TextsJson.Default.DictionaryStringString)
            ?? throw new InvalidOperationException($"The texts '{code}' are empty.");
    }

    private static UiTexts Load(string code)
    {
        var file = ReadFile(code);
        return new UiTexts(code, [.. Enum.GetValues<TextKey>().Select(key => file[NameOf(key)])]);
    }

    private FrozenSet<string> Words(TextKey key) => this[key].Split('|').Select(Folding.Fold).ToFrozenSet(StringComparer.Ordinal);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict)]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TextsJson : JsonSerializerContext;
