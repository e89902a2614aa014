namespace Detainees.Forms;

/// <summary>Short names of months and days for %b and %a, in the languages people answer in; English for any other.</summary>
internal static class DateNames
{
    /// <param name="Months">From January.</param>
    /// <param name="Days">From Sunday.</param>
    private sealed record Names(string[] Months, string[] Days);

    private static readonly Names English = new(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]);

    // Unicode CLDR, "months" and "days", abbreviated for use in a date.
    private static readonly Names Armenian = new(
        ["հնվ", "փտվ", "մրտ", "ապր", "մյս", "հնս", "հլս", "օգս", "սեպ", "հոկ", "նոյ", "դեկ"],
        ["կիր", "երկ", "երք", "չրք", "հնգ", "ուր", "շբթ"]);

    private static readonly Names Russian = new(
        ["янв.", "февр.", "мар.", "апр.", "мая", "июн.", "июл.", "авг.", "сент.", "окт.", "нояб.", "дек."],
        ["вс", "пн", "вт", "ср", "чт", "пт", "сб"]);

    private static readonly Names French = new(
        ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
        ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."]);

    // Syrians, Lebanese and Iraqis read the first name of each pair, Egyptians and the Gulf the second, and hardly anybody both. The
    // two together are how the United Nations write dates for all of them.
    private static readonly Names Arabic = new(
        [
            "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو",
            "تموز/يوليو", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
        ],
        ["الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"]);

    public static string Month(int month, string language) => Of(language).Months[month - 1];

    public static string Day(DayOfWeek day, string language) => Of(language).Days[(int)day];

    /// <param name="language">As headers write it, <c>Français (fr)</c>, or the bare code, with or without a region.</param>
    private static Names Of(string language) => Code(language) switch
    {
        "hy" => Armenian,
        "ru" => Russian,
        "fr" => French,
        "ar" => Arabic,
        _ => English,
    };

    private static ReadOnlySpan<char> Code(string language)
    {
        var code = language.AsSpan().Trim();
        if (code.EndsWith(")") && code.LastIndexOf('(') is var open and >= 0) code = code[(open + 1)..^1].Trim();
        return code.IndexOfAny('-', '_') is var cut and > 0 ? code[..cut] : code;
    }
}
