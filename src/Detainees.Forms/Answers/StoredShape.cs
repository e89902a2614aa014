using System.Globalization;
using System.Text;

namespace Detainees.Forms;

/// <summary>Whether a value has the stored shape of a question's type, and its one canonical spelling.</summary>
internal static class StoredShape
{
    private const int MaxFileNameLength = 1024;
    private const int MaxNumberLength = 40;

    /// <summary>Trimmed, without control characters but line breaks and tabs, and whole as Unicode.</summary>
    /// <remarks>A lone surrogate cannot be written as UTF-8, and a NUL breaks more than one reader down the line.</remarks>
    public static string Clean(string value)
    {
        value = value.Trim();
        var bad = false;
        for (var i = 0; i < value.Length && !bad; i++) bad = char.IsSurrogate(value[i]) || (char.IsControl(value[i]) && value[i] is not ('\n' or '\t'));
        if (!bad) return value;
        var clean = new StringBuilder(value.Length);
        foreach (var rune in value.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
            if (rune.Value is '\n' or '\t' || !Rune.IsControl(rune)) clean.Append(rune.ToString());
        return clean.ToString().Trim();
    }

    /// <summary>The value as it is stored; null when it has not the shape of the type. Choices are not looked up here.</summary>
    public static string? Normalize(FormQuestion question, string value)
    {
        value = Clean(value);
        if (value.Length == 0) return "";
        return question.Type switch
        {
            QuestionType.Text or QuestionType.Barcode or QuestionType.Calculate or QuestionType.Hidden
                or QuestionType.Note => value,
            QuestionType.Metadata => "",
            QuestionType.Integer => Integer(value),
            QuestionType.Decimal => Number(value),
            QuestionType.Range => Number(value) is { } number && RangeParameters.Of(question).Contains(number) ? number : null,
            QuestionType.SelectOne => value.Contains('\n') ? null : value,
            QuestionType.SelectMultiple or QuestionType.Rank => string.Join(' ', ChoiceFunctions.Split(value)),
            QuestionType.Acknowledge => value == "OK" ? value : null,
            QuestionType.Date or QuestionType.Today => Dates.TryReadDate(value, out _) ? value : DayOf(value),
            QuestionType.Time => Dates.TryReadTime(value, out _, out _) ? value : null,
            QuestionType.DateTime or QuestionType.Start or QuestionType.End =>
                Dates.TryReadMoment(value, TimeSpan.Zero, out _, out var hasTime) && hasTime ? value : null,
            QuestionType.Geopoint => Point(value),
            QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File =>
                value.Length <= MaxFileNameLength && !value.Contains('\n') ? value : null,
        };
    }

    /// <summary>A computed value as the type stores it: days become a date, a fraction loses its places; what does not fit is empty.</summary>
    public static string OfComputed(FormQuestion question, string value, TimeSpan offset)
    {
        if (Normalize(question, value) is { } fits) return fits;
        if (!Numbers.IsPlain(value)) return "";
        var number = Numbers.Read(value, offset);
        return question.Type switch
        {
            QuestionType.Integer => Normalize(question, Numbers.ToText(Math.Truncate(number))) ?? "",
            QuestionType.Date => Dates.TryFromDays(number, offset, out var day) ? Dates.Date(day) : "",
            QuestionType.DateTime => Dates.TryFromDays(number, offset, out var moment) ? Dates.DateAndTime(moment) : "",
            _ => "",
        };
    }

    private static string? Integer(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && value[0] != '+'
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;

    private static string? Number(string value)
    {
        if (value.Length > MaxNumberLength || !Numbers.IsPlain(value)) return null;
        var text = Numbers.ToText(Numbers.Read(value, TimeSpan.Zero));
        // Beyond the precision of a double the digits given are kept rather than rounded.
        return Numbers.Read(text, TimeSpan.Zero) == Numbers.Read(value, TimeSpan.Zero) ? text : value;
    }

    // A date cell of a spreadsheet, and date-time values put into a date, lose their time.
    private static string? DayOf(string value) =>
        value.Length > 10 && value[10] is 'T' or ' ' && Dates.TryReadDate(value.AsSpan(0, 10), out _)
            && Dates.TryReadMoment(string.Concat(value.AsSpan(0, 10), "T", value.AsSpan(11)), TimeSpan.Zero, out _, out _)
            ? value[..10]
            : null;

    private static string? Point(string value)
    {
        var parts = ChoiceFunctions.Split(value);
        if (parts.Length is < 2 or > 4) return null;
        foreach (var part in parts)
            if (part.Length > MaxNumberLength || !Numbers.IsPlain(part)) return null;
        var latitude = Numbers.Read(parts[0], TimeSpan.Zero);
        var longitude = Numbers.Read(parts[1], TimeSpan.Zero);
        if (Math.Abs(latitude) > 90 || Math.Abs(longitude) > 180) return null;
        return $"{parts[0]} {parts[1]} {(parts.Length > 2 ? parts[2] : "0")} {(parts.Length > 3 ? parts[3] : "0")}";
    }
}
