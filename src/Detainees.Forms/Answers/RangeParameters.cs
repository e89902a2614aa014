using System.Globalization;

namespace Detainees.Forms;

/// <summary>The numbers a range question accepts; 0 to 10 by 1 where its parameters are silent.</summary>
internal readonly record struct RangeParameters(decimal Start, decimal End, decimal Interval)
{
    public static RangeParameters Of(FormQuestion question) =>
        new(Read(question, "start", 0), Read(question, "end", 10), Read(question, "step", 1));

    public bool Contains(string text)
    {
        if (!TryRead(text, out var number)) return false;
        var (low, high) = Start <= End ? (Start, End) : (End, Start);
        return number >= low && number <= high && Interval != 0 && (number - Start) % Interval == 0;
    }

    /// <summary>Whether every number of the other range is surely one of this; steps that end short of the end count as reaching it.</summary>
    public bool HoldsAllOf(RangeParameters other) =>
        Interval != 0 && Math.Min(Start, End) <= Math.Min(other.Start, other.End) && Math.Max(Start, End) >= Math.Max(other.Start, other.End)
        && (other.Start - Start) % Interval == 0 && other.Interval % Interval == 0;

    public static bool TryRead(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    private static decimal Read(FormQuestion question, string key, decimal otherwise) =>
        question.Parameters.TryGetValue(key, out var text) && TryRead(text, out var number) ? number : otherwise;
}
