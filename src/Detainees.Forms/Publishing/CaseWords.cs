using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>The words of the <c>bind::case:*</c> columns, with what each means (config/forms/README.md).</summary>
public static class CaseWords
{
    public static readonly ImmutableSortedDictionary<string, string> Columns = Words(
        ("field", "where the answer goes in the case"), ("missing", "which ways round the question are offered"), ("purpose", "why we ask"),
        ("needed_by", "who needs it, if the family agrees"), ("retention", "how long it is kept"), ("sensitivity", "how dangerous the answer is if leaked"));

    public static readonly ImmutableSortedDictionary<string, string> Purposes = Words(
        ("contact", "to reach the family"), ("identify", "to know who is sought"), ("tell_apart", "to tell the person from others"), ("trace", "to find the person"),
        ("assess", "to weigh the source"), ("protect", "to keep somebody from harm"), ("consent", "to know what may be shared"), ("record", "to establish what was done"));

    public static readonly ImmutableSortedDictionary<string, string> Recipients = Words(
        ("desk", "our case workers"), ("icrc", "the Red Cross"), ("defender", "the Human Rights Defender"), ("court", "lawyers before the European Court"),
        ("wgeid", "the UN Working Group on disappearances"), ("ced", "the UN Committee on disappearances"), ("commission", "the commission on captives"),
        ("icj", "the state's team before the International Court of Justice"), ("ngo", "research and advocacy organizations"), ("media", "media"),
        ("relatives", "relatives of fellow captives"));

    public static readonly ImmutableSortedDictionary<string, string> Retentions = Words(
        ("case", "while the case is open"), ("contact", "as long as we may write to the family"), ("consent", "as long as anything was shared because of it"),
        ("evidence", "for a court, on a written basis of its own"));

    public static readonly ImmutableSortedDictionary<string, string> Missing = Words(
        ("unknown", "I do not know"), ("refused", "rather not say"), ("later", "ask me later"), ("skip", "skip"));

    private static ImmutableSortedDictionary<string, string> Words(params (string Word, string Meaning)[] words) =>
        words.ToImmutableSortedDictionary(pair => pair.Word, pair => pair.Meaning, StringComparer.Ordinal);
}
