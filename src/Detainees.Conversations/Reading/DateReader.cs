using System.Collections.Immutable;
using System.Globalization;

namespace Detainees.Conversations;

/// <summary>
/// Takes the dates that people type (xlsform.md a.7). It never guesses: day and month that could be swapped, and years of
/// two digits, come back as candidates.
/// </summary>
internal static class DateReader
{
    private const int FirstYear = 1850, LastYear = 2100;

    public static DateReading Read(string text, DatePrecision precision, DateOnly today)
    {
        if (text.Length > 60) return None;
        var numbers = new List<string>();
        var month = 0;
        var strange = 0;
        foreach (var word in Words(MonthNames.InOneWord(Folding.Fold(text))))
        {
            if (char.IsAsciiDigit(word[0])) numbers.Add(word);
            else if (MonthNames.Find(word) is > 0 and var found && month == 0) month = found;
            else if (word.Length > 3) strange++;
        }

        if (strange > 2 || numbers.Count is 0 or > 3) return None;
        if (numbers is [{ Length: 8 or 6 } run] && month == 0) numbers = Cut(run);
        return precision switch
        {
            DatePrecision.Day => Day(numbers, month, today),
            DatePrecision.Month => Month(numbers, month, today),
            DatePrecision.Year => Year(numbers, month, today),
        };
    }

    private static DateReading None => new(DateOutcome.None, []);

    private static DateReading Day(List<string> numbers, int month, DateOnly today)
    {
        if (month > 0)
        {
            return numbers switch
            {
                [{ Length: 4 }] => new(DateOutcome.NeedsDay, []),
                [{ Length: 4 } year, var day] => Candidates([(day, month)], year, today),
                [var day, var year] => Candidates([(day, month)], year, today),
                _ => None,
            };
        }

        return numbers switch
        {
            [{ Length: 4 } year, var m, var d] => Candidates([(d, Value(m))], year, today),
            [var a, var b, var year] => Candidates([(a, Value(b)), (b, Value(a))], year, today),
            [var m, { Length: 4 }] when Value(m) is >= 1 and <= 12 => new(DateOutcome.NeedsDay, []),
            [{ Length: 4 } year] when IsYear(Value(year)) => new(DateOutcome.NeedsDay, []),
            _ => None,
        };
    }

    private static DateReading Month(List<string> numbers, int month, DateOnly today)
    {
        if (month > 0)
        {
            return numbers switch
            {
                [var year] => Candidates([("1", month)], year, today),
                [{ Length: 4 } year, _] => Candidates([("1", month)], year, today),
                [_, var year] => Candidates([("1", month)], year, today),
                _ => None,
            };
        }

        return numbers switch
        {
            [{ Length: 4 } year, var m] => Candidates([("1", Value(m))], year, today),
            [var m, { Length: 4 } year] => Candidates([("1", Value(m))], year, today),
            [{ Length: 4 } year] when IsYear(Value(year)) => new(DateOutcome.NeedsMonth, []),
            [_, _, _] => Cut(Day(numbers, 0, today), static date => new DateOnly(date.Year, date.Month, 1)),
            _ => None,
        };
    }

    private static DateReading Year(List<string> numbers, int month, DateOnly today)
    {
        if (numbers is [var only]) return Candidates([("1", 1)], only, today);
        var years = numbers.Where(n => n.Length == 4).ToList();
        if (years is [var year]) return Candidates([("1", 1)], year, today);
        return month == 0 && numbers.Count == 3 ? Cut(Day(numbers, 0, today), static date => new DateOnly(date.Year, 1, 1)) : None;
    }

    private static DateReading Cut(DateReading reading, Func<DateOnly, DateOnly> cut)
    {
        if (reading.Candidates.IsEmpty) return reading;
        ImmutableArray<DateOnly> candidates = [.. reading.Candidates.Select(cut).Distinct()];
        var certain = reading.Outcome == DateOutcome.Certain || (candidates.Length == 1 && reading.Candidates.Length > 1);
        return new DateReading(certain ? DateOutcome.Certain : DateOutcome.Unsure, candidates);
    }

    private static DateReading Candidates(ReadOnlySpan<(string Day, int Month)> days, string year, DateOnly today)
    {
        var dates = ImmutableArray.CreateBuilder<DateOnly>();
        foreach (var fullYear in Years(year, today))
        {
            foreach (var (dayText, month) in days)
            {
                var day = Value(dayText);
                if (dayText.Length > 2 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(fullYear, month)) continue;
                var date = new DateOnly(fullYear, month, day);
                if (!dates.Contains(date)) dates.Add(date);
            }
        }

        if (dates.Count == 0) return None;
        return new DateReading(dates.Count == 1 && year.Length == 4 ? DateOutcome.Certain : DateOutcome.Unsure, dates.ToImmutable());
    }

    private static int[] Years(string year, DateOnly today)
    {
        var value = Value(year);
        if (year.Length == 4) return IsYear(value) ? [value] : [];
        if (year.Length != 2) return [];
        // "90" is asked back even where only one century is possible: a birth year is too important for a guess.
        return 2000 + value <= today.Year + 1 ? [2000 + value, 1900 + value] : [1900 + value];
    }

    private static bool IsYear(int year) => year is >= FirstYear and <= LastYear;

    private static int Value(string digits) =>
        digits.Length <= 8 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1;

    private static List<string> Cut(string run)
    {
        if (run.Length == 8 && IsYear(Value(run[..4])) && Value(run[4..6]) is >= 1 and <= 12) return [run[..4], run[4..6], run[6..]];
        return [run[..2], run[2..4], run[4..]];
    }

    /// <summary>Runs of letters and runs of digits: "17th" is two words.</summary>
    private static IEnumerable<string> Words(string folded)
    {
        for (var at = 0; at < folded.Length;)
        {
            if (folded[at] == ' ')
            {
                at++;
                continue;
            }

            var end = at + 1;
            while (end < folded.Length && folded[end] != ' ' && char.IsAsciiDigit(folded[end]) == char.IsAsciiDigit(folded[at])) end++;
            yield return folded[at..end];
            at = end;
        }
    }
}
