namespace Detainees.Forms;

/// <summary>What the words of the column appearance do in a chat.</summary>
internal static class Appearances
{
    internal static readonly string[] Honoured =
    [
        "minimal", "search", "autocomplete", "quick", "quickcompact", "likert", "horizontal", "horizontal-compact", "columns", "columns-pack",
        "compact", "no-buttons", "label", "list-nolabel", "list", "table-list", "field-list", "month-year", "year", "no-calendar", "numbers",
        "masked", "rating", "picker", "multiline", "thousands-sep", "counter",
    ];

    /// <summary>Appearances of other clients that are known and passed over.</summary>
    internal static readonly string[] NoEffect =
    [
        "signature", "draw", "annotate", "new", "new-front", "image-map", "map", "maps", "placement-map", "hide-input", "bearing", "printer",
        "hidden-answer", "url", "vertical", "no-ticks",
    ];

    internal static readonly string[] Calendars = ["ethiopian", "coptic", "islamic", "persian", "bikram-sambat", "myanmar"];

    public static void Judge(string word, SheetCell cell, DiagnosticBag bag)
    {
        if (Honoured.Contains(word) || (word.StartsWith("columns-", StringComparison.Ordinal) && word.Length > 8)) return;
        if (word.StartsWith("search(", StringComparison.Ordinal) || word.StartsWith("ex:", StringComparison.Ordinal))
            bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.NotSupported, cell, word[0] == 's'
                ? "search() is not supported in a chat. Put the choices on the choices sheet and use choice_filter."
                : "\"ex:\" is not supported in a chat, which has no other programs to open.");
        else if (Calendars.Contains(word))
            bag.Cell(DiagnosticSeverity.Warning, DiagnosticCodes.NotSupported, cell, $"The calendar \"{word}\" is not supported in a chat; dates are asked in the Gregorian calendar.");
        else if (!NoEffect.Contains(word) && Names.Near(word, Honoured) is { } near)
            bag.Cell(DiagnosticSeverity.Warning, DiagnosticCodes.AppearanceIgnored, cell, $"There is no appearance \"{word}\".", null, null, near);
        else
            bag.Cell(DiagnosticSeverity.Note, DiagnosticCodes.AppearanceIgnored, cell, $"The appearance \"{word}\" has no effect in a chat.");
    }
}
