using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>The column parameters: <c>key=value</c>, separated by blanks, commas or semicolons.</summary>
internal static class ParameterColumn
{
    private static readonly string[] NoEffect =
    [
        "value", "label", "labels", "quality", "max-pixels", "rows", "app", "allow-mock-accuracy", "capture-accuracy", "warning-accuracy",
        "location-priority", "location-min-interval", "location-max-age", "track-changes", "track-changes-reasons", "identify-user",
        "incremental", "placeholder", "tick_interval", "tick_labelset",
    ];

    public static ImmutableDictionary<string, string> Read(FormQuestion question, SheetRow row, bool fromFile, DiagnosticBag bag)
    {
        if (row.Cell("parameters") is not { } cell) return ImmutableDictionary<string, string>.Empty;
        string[] accepted = question.Type switch
        {
            QuestionType.SelectOne or QuestionType.SelectMultiple when fromFile => ["randomize", "seed", "value", "label"],
            QuestionType.SelectOne or QuestionType.SelectMultiple or QuestionType.Rank => ["randomize", "seed"],
            QuestionType.Range => ["start", "end", "step"],
            _ => [],
        };
        var read = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var part in cell.Text.Split((char[])[' ', ',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == part.Length - 1)
            {
                bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.ParameterInvalid, cell, "Parameters are written key=value, with a blank between two of them.",
                    cell.Text, cell.Text.IndexOf(part, StringComparison.Ordinal));
                return ImmutableDictionary<string, string>.Empty;
            }

            var key = part[..equals].ToLowerInvariant();
            if (!read.TryAdd(key, part[(equals + 1)..]))
                bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.ParameterInvalid, cell, $"The parameter \"{key}\" stands twice.");
            if (accepted.Contains(key)) continue;
            if (NoEffect.Contains(key))
                bag.Cell(DiagnosticSeverity.Note, DiagnosticCodes.NoEffect, cell, $"The parameter \"{key}\" has no effect in a chat.");
            else
                bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.ParameterUnknown, cell, accepted.Length == 0
                    ? $"This type has no parameter \"{key}\"."
                    : $"This type has no parameter \"{key}\"; it has {string.Join(", ", accepted)}.", cell.Text, cell.Text.IndexOf(part, StringComparison.Ordinal), Names.Near(key, accepted));
        }

        if (question.Type == QuestionType.Range) CheckRange(read, cell, bag);
        if (question.IsSelect) CheckRandomize(read, cell, bag);
        return read.ToImmutable();
    }

    /// <summary>The same without a word about mistakes, for what has to be known before the question is.</summary>
    public static Dictionary<string, string> Pairs(SheetRow row)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in row.Text("parameters").Split((char[])[' ', ',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries))
            if (part.IndexOf('=', StringComparison.Ordinal) is var equals and > 0) pairs.TryAdd(part[..equals].ToLowerInvariant(), part[(equals + 1)..]);
        return pairs;
    }

    private static void CheckRange(ImmutableDictionary<string, string>.Builder read, SheetCell cell, DiagnosticBag bag)
    {
        foreach (var key in (ReadOnlySpan<string>)["start", "end", "step"])
        {
            if (!read.TryGetValue(key, out var text) || RangeParameters.TryRead(text, out _)) continue;
            bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.ParameterInvalid, cell, $"The parameter \"{key}\" must be a number.", cell.Text, cell.Text.IndexOf(key, StringComparison.Ordinal));
            return;
        }

        decimal Number(string key, decimal otherwise) => read.TryGetValue(key, out var text) && RangeParameters.TryRead(text, out var number) ? number : otherwise;
        var (start, end, interval) = (Number("start", 0), Number("end", 10), Number("step", 1));
        if (interval == 0)
            bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.ParameterInvalid, cell, "The parameter \"step\" must not be 0.", cell.Text);
        else if (Math.Abs(interval) > Math.Abs(end - start))
            bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.ParameterInvalid, cell, "The parameter \"step\" must not be larger than the range.", cell.Text);
    }

    private static void CheckRandomize(ImmutableDictionary<string, string>.Builder read, SheetCell cell, DiagnosticBag bag)
    {
        if (read.TryGetValue("randomize", out var randomize) && randomize is not ("true" or "false"))
            bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.ParameterInvalid, cell, $"randomize must be true or false, not \"{randomize}\".", cell.Text);
        if (read.ContainsKey("seed") && read.GetValueOrDefault("randomize") != "true")
            bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.ParameterInvalid, cell, "A seed needs randomize=true.", cell.Text);
    }
}
