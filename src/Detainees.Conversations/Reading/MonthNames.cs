namespace Detainees.Conversations;

/// <summary>Beginnings of month names in the languages we speak, folded. Longer ones decide first.</summary>
internal static class MonthNames
{
    private static readonly (string Stem, int Month)[] Stems = Build(
    [
        // English, French, Russian, Armenian, Arabic (Egypt and Gulf; Levant and Iraq).
        "jan janv янв հունվ հնվ يناير جانفي", "feb fev fevr фев փետր փտր فبراير شباط فيفري", "mar mars march мар մարտ مارس اذار",
        "apr avr апр ապր ابريل نيسان افريل", "may mai мая май մայ مايو ايار ماي", "jun juin июн հունիս հնս يونيو حزيران جوان",
        "jul juil июл հուլ հլս يوليو تموز جويليه", "aug aou авг օգոս օգս اغسطس اوت", "sep sept сен սեպ سبتمبر ايلول",
        "oct okt окт հոկ اكتوبر", "nov ноя նոյ نوفمبر", "dec дек դեկ ديسمبر",
    ]);

    // Two words each, or too short to be the beginning of anything.
    private static readonly (string Words, string Month)[] Levantine =
    [
        ("كانون الثاني", "يناير"), ("تشرين الاول", "اكتوبر"), ("تشرين الثاني", "نوفمبر"), ("كانون الاول", "ديسمبر"), ("اب", "اغسطس"),
    ];

    /// <summary>Months of the Levant in one word each; all else as it is.</summary>
    /// <param name="folded">As <see cref="Folding.Fold"/> makes it.</param>
    public static string InOneWord(string folded)
    {
        var text = $" {folded} ";
        foreach (var (words, month) in Levantine) text = text.Replace($" {words} ", $" {month} ", StringComparison.Ordinal);
        return text.Trim();
    }

    /// <summary>1 to 12 for a folded word that begins like a month's name; 0 for any other.</summary>
    public static int Find(string word)
    {
        if (word.Length < 3) return 0;
        foreach (var (stem, month) in Stems)
            if (word.StartsWith(stem, StringComparison.Ordinal)) return month;
        return 0;
    }

    private static (string, int)[] Build(string[] months) =>
    [
        .. months.SelectMany((stems, i) => stems.Split(' ').Select(stem => (Folding.Fold(stem), i + 1))).OrderByDescending(s => s.Item1.Length),
    ];
}
