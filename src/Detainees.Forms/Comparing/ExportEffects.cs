using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>What a changed form means for what the desk exports: a column is named by the case field, or by the path where there is none.</summary>
internal static class ExportEffects
{
    private static readonly string[] Rules = ["needed_by", "purpose", "retention", "sensitivity"];

    public static ImmutableArray<string> Of(FormPairs pairs)
    {
        var said = ImmutableArray.CreateBuilder<string>();
        foreach (var gone in pairs.Removed.OfType<FormQuestion>().Where(IsExported)) said.Add($"{Column(gone)} is not filled any more (\"{gone.Name}\" is gone).");
        foreach (var now in pairs.All.OfType<FormQuestion>())
        {
            if (pairs.OldOf(now) is not FormQuestion was)
            {
                if (IsExported(now)) said.Add($"{Column(now)} is new, from \"{now.Name}\".");
                continue;
            }

            if (!IsExported(was) && !IsExported(now)) continue;
            if (Column(was) != Column(now)) said.Add($"{Column(was)} becomes {Column(now, small: true)} (\"{now.Name}\"): reports of the two versions stand in different columns.");
            foreach (var rule in Rules)
                if (was.Case.GetValueOrDefault(rule, "") != now.Case.GetValueOrDefault(rule, ""))
                    said.Add($"{Column(now)}: {rule} was \"{was.Case.GetValueOrDefault(rule, "")}\" and is now \"{now.Case.GetValueOrDefault(rule, "")}\"; reports sent before keep the old one.");
        }

        return said.ToImmutable();
    }

    private static bool IsExported(FormQuestion question) => question.Type is not (QuestionType.Note or QuestionType.Metadata);

    private static string Column(FormQuestion question, bool small = false) =>
        question.Case.TryGetValue("field", out var field) ? $"{(small ? "the" : "The")} field {field}" : $"{(small ? "the" : "The")} column {question.Path}";
}
