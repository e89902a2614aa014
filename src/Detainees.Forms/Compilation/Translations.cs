using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Detainees.Forms;

/// <summary>The languages of a form and what is missing in them.</summary>
internal sealed partial class Translations
{
    public const string Unnamed = "default";
    private const int MaxLanguages = 50;
    public static readonly Translations None = new([Unnamed], Unnamed);

    private readonly List<(SheetRow Row, string Column, ImmutableArray<(string Language, string Text)> Texts)> partial = [];
    private string? unnamedIs;

    private Translations(ImmutableArray<string> languages, string defaultLanguage) => (Languages, DefaultLanguage) = (languages, defaultLanguage);

    public ImmutableArray<string> Languages { get; }
    public string DefaultLanguage { get; }

    [GeneratedRegex(@"\([A-Za-z]{2,3}(-[A-Za-z0-9]+)*\)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex WithCode();

    public static Translations Read(FormSheets sheets, DiagnosticBag bag)
    {
        var setting = sheets.Settings?.Rows.Find(row => !row.IsBlank)?.Cell("default_language");
        var languages = new List<string>();
        foreach (var table in (ReadOnlySpan<SheetTable?>)[sheets.Survey, sheets.Choices])
        {
            if (table is null) continue;
            foreach (var header in table.Headers)
            {
                if (!HeaderNames.Survey.IsTranslated(header.Name) || HeaderNames.Media.Contains(header.Name)) continue;
                if (header.Language is null && table == sheets.Choices && header.Name != "label") continue;
                var language = header.Language ?? setting?.Text ?? Unnamed;
                if (!languages.Contains(language)) languages.Add(language);
            }
        }

        if (languages.Count > MaxLanguages)
        {
            bag.Add(DiagnosticCodes.TooMany, DiagnosticSeverity.Error, sheets.Survey, sheets.Survey?.HeaderRow ?? 0, null, $"A form may have at most {MaxLanguages} languages.");
            languages.RemoveRange(MaxLanguages, languages.Count - MaxLanguages);
        }

        // Texts without a language beside labels that have one speak to all: nobody is asked whether they read "default".
        if (setting is null && languages.Count > 1 && sheets.Survey?.Headers.Any(h => h is { Name: "label", Language: null }) is false) languages.Remove(Unnamed);
        if (languages.Count == 0) languages.Add(setting?.Text ?? Unnamed);
        var chosen = setting?.Text ?? (languages.Contains(Unnamed) ? Unnamed : languages[0]);
        if (!languages.Contains(chosen) && setting is not null)
        {
            bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.LanguageUnknown, setting,
                $"No column is in the language \"{chosen}\". It must be written as in the headers, code included: {string.Join(", ", languages)}.",
                null, null, Names.Near(chosen, languages) ?? languages.Find(l => l.StartsWith(chosen, StringComparison.OrdinalIgnoreCase)));
        }

        var without = languages.Where(language => language != Unnamed && !WithCode().IsMatch(language)).ToList();
        if (without.Count > 0 && sheets.Survey is { } survey)
            bag.Add(DiagnosticCodes.LanguageCode, DiagnosticSeverity.Warning, survey, survey.HeaderRow,
                survey.Headers.FirstOrDefault(header => header.Language is not null && without.Contains(header.Language)),
                $"These languages have no code, as in \"English (en)\": {string.Join(", ", without)}.");
        CheckNear(sheets, languages, bag);
        return new Translations([.. languages], chosen) { unnamedIs = setting?.Text ?? Unnamed };
    }

    // "French (fr)" in one header and "Français (fr)" in another are two languages, each with half of the texts.
    private static void CheckNear(FormSheets sheets, List<string> languages, DiagnosticBag bag)
    {
        for (var i = 1; i < languages.Count; i++)
        {
            var other = languages.Take(i).FirstOrDefault(before => string.Equals(before, languages[i], StringComparison.OrdinalIgnoreCase)
                || (WithCode().Match(before) is { Success: true } one && WithCode().Match(languages[i]) is { Success: true } two && one.ValueSpan.Trim().SequenceEqual(two.ValueSpan.Trim())));
            if (other is null) continue;
            var (sheet, header) = new[] { sheets.Survey, sheets.Choices }.SelectMany(table => table?.Headers.Select(h => (Sheet: table, Header: h)) ?? []).FirstOrDefault(pair => pair.Header.Language == languages[i]);
            bag.Add(DiagnosticCodes.LanguageNear, DiagnosticSeverity.Warning, sheet, sheet?.HeaderRow ?? 0, header,
                $"\"{languages[i]}\" and \"{other}\" are two languages, each with its own texts. If one language is meant, write it the same everywhere.", null, null, other);
        }
    }

    /// <summary>The texts of one translated column of a row.</summary>
    public LocalizedText Text(SheetRow row, string column)
    {
        var texts = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var language in Languages)
            if (Cell(row, column, language) is { } cell) texts.Add((language, cell.Text));
        if (unnamedIs is { } unnamed && !Languages.Contains(unnamed) && Cell(row, column, unnamed) is { } forAll)
            return new([.. texts, (unnamed, forAll.Text)], unnamed);
        if (texts.Count == 0) return LocalizedText.Empty;
        var all = texts.ToImmutable();
        if (all.Length < Languages.Length) partial.Add((row, column, all));
        return new(all, DefaultLanguage);
    }

    /// <summary>The file names of one column of a row that can be shown. One without a language is for all, and a gap is no mistake: a picture speaks to everyone.</summary>
    public LocalizedText Files(SheetRow row, string column, Predicate<string> isShown)
    {
        var files = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var language in Languages)
            if (Cell(row, column, language) is { } cell && isShown(cell.Text)) files.Add((language, cell.Text));
        var unnamed = unnamedIs ?? Unnamed;
        if (!Languages.Contains(unnamed) && Cell(row, column, unnamed) is { } forAll && isShown(forAll.Text)) return new([.. files, (unnamed, forAll.Text)], unnamed);
        return files.Count == 0 ? LocalizedText.Empty : new(files.ToImmutable(), DefaultLanguage);
    }

    public SheetCell? Cell(SheetRow row, string column, string language) =>
        row.Cells.FirstOrDefault(cell => cell.Header.Name == column && (cell.Header.Language ?? unnamedIs) == language);

    /// <summary>Lists what a person would see in another language: whole columns once, single cells one by one.</summary>
    public void CheckGaps(DiagnosticBag bag)
    {
        foreach (var (row, column, texts) in partial)
        {
            foreach (var language in Languages)
            {
                if (texts.Any(text => text.Language == language)) continue;
                var header = row.Sheet.Headers.FirstOrDefault(h => h.Name == column && (h.Language ?? unnamedIs) == language);
                if (header is null)
                    bag.Add(DiagnosticCodes.TranslationMissing, DiagnosticSeverity.Warning, row.Sheet, row.Sheet.HeaderRow, null,
                        $"There is no column \"{column}\" in the language \"{language}\"; people will read another language.");
                else
                    bag.Add(DiagnosticCodes.TranslationMissing, DiagnosticSeverity.Warning, row.Sheet, row.Number, header,
                        $"The {column} is missing in the language \"{language}\"; people will read another language.");
            }
        }
    }
}
