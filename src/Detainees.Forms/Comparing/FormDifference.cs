using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>All that differs between an old and a new form.</summary>
/// <param name="Changes">In the order of the new form.</param>
/// <param name="Conversations">What the change means for conversations under way, a sentence each.</param>
/// <param name="Exports">What it means for fields and columns that the desk exports, a sentence each.</param>
public sealed record FormDifference(ImmutableArray<FormChange> Changes, ImmutableArray<string> Conversations, ImmutableArray<string> Exports)
{
    public bool IsSame => Changes.IsEmpty;

    /// <param name="before">The form that people answer now.</param>
    /// <param name="after">The form that is to take its place.</param>
    public static FormDifference Of(FormDefinition before, FormDefinition after)
    {
        var pairs = FormPairs.Match(before, after);
        var changes = new List<FormChange>();
        SettingsComparison.Add(before, after, changes);
        changes.AddRange(new ElementComparison(before, after, pairs).Changes());
        return new([.. changes], ConversationEffects.Of(before, after, pairs, changes.Count > 0), ExportEffects.Of(pairs));
    }
}
