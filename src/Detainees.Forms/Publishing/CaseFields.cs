using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>The fields of a report that a form can fill, and those that no form may ask for (domain model, section a; rules 1 and 6).</summary>
public static class CaseFields
{
    private const string ByWorker = "it is for a talk with a trained worker, never for a chat";
    private const string ByItself = "the program or a worker fills it in; nobody is asked";
    private const string NeverHeld = "we do not hold it at all: it puts people in danger or is nobody's business";

    private static readonly ImmutableArray<string> Desk = ["desk"];
    private static readonly ImmutableArray<string> Search = ["desk", "icrc", "defender", "court"];
    private static readonly ImmutableArray<string> Guarded = ["icrc", "court"];

    public static readonly ImmutableArray<CaseField> All =
    [
        // A. Who reports.
        Contact("reporter.name", 2), Contact("reporter.language", 0), Contact("reporter.phone", 2), Contact("reporter.alternate_contact", 2),
        Contact("reporter.safe_contact", 2), Contact("reporter.location", 2), Contact("reporter.adult", 1),
        new("reporter.relation", 1, "assess", "case", Search), new("reporter.proxy", 1, "assess", "case", Desk), new("reporter.mandate", 2, "assess", "case", Desk),
        new("prior_steps", 1, "assess", "case", Search), new("reporter.risk", 3, "protect", "contact", Desk),
        Refused("reporter.identity_document", ByWorker),
        // B. Who is sought.
        Sought("name.typed", 2, "identify"), Sought("name.father", 2, "tell_apart"), Sought("name.mother_maiden", 2, "tell_apart"), Sought("name.other", 2, "identify"),
        Sought("sex", 1, "tell_apart"), Sought("birth", 2, "tell_apart"), Sought("nationality", 1, "trace"), Sought("last_residence", 2, "tell_apart"),
        Sought("photos", 2, "identify"), Sought("category", 2, "trace"), Sought("features", 2, "tell_apart"),
        Careful("id_numbers", "tell_apart"), Careful("category.detail", "trace"), Careful("rank", "trace"), Careful("unit", "trace"), Careful("health", "protect"),
        new("dependants", 2, "protect", "case", Desk), new("person.phone", 3, "trace", "case", Desk), new("person.accounts", 3, "trace", "case", Desk),
        Refused("name.given", ByItself), Refused("name.family", ByItself),
        // C. Last contact and capture.
        Sought("last_contact", 2, "trace"), Sought("last_place", 2, "trace"), Sought("event", 1, "trace"), Sought("how_known", 1, "assess"),
        Sought("capture.believed", 2, "trace"), Sought("capture.date", 2, "trace"), Sought("capture.place", 2, "trace"), Sought("capture.manner", 2, "trace"),
        Sought("capture.condition", 2, "trace"), Careful("capture.companions", "trace"), new("capture.seen", 2, "trace", "case", Search),
        Refused("capture.by", ByWorker), Refused("taken_from_him", ByWorker),
        // D. Captivity.
        Sought("detention.place", 2, "trace"), Sought("acknowledged", 1, "trace"), Sought("icrc_visit", 2, "trace"), Sought("contact.sign_of_life", 2, "trace"),
        Sought("charges", 2, "trace"), Sought("trial", 2, "trace"), Sought("sentence", 2, "trace"),
        Refused("ill_treatment", ByWorker), Refused("witness", ByWorker),
        // E. Evidence, and the family's own words.
        Sought("item.kind", 2, "record"), Sought("item.origin", 2, "assess"), Sought("item.recognised_by", 2, "identify"), new("item.use", 2, "consent", "consent", Desk),
        Careful("narrative", "trace"),
        Refused("item.original", ByItself), Refused("item.graphic", ByItself), Refused("item.others_visible", ByItself), Refused("custody", ByItself),
        // F. Death: the family may say it, the bot never asks.
        Refused("death", ByWorker), Refused("remains", ByWorker), Refused("unlawful_killing", ByWorker), Refused("ante_mortem", ByWorker),
        // G. Return.
        Sought("return.date", 1, "trace"), Sought("return.place", 1, "trace"), Sought("return.mediator", 0, "trace"), Sought("return.group", 0, "trace"),
        Sought("return.kind", 1, "trace"), Sought("return.verified_by", 1, "assess"),
        Refused("return.needs", ByWorker),
        // H. Consent.
        new("consent", 1, "consent", "consent", Desk), new("publication", 2, "consent", "consent", Desk),
        // Fields we refuse to hold.
        Refused("positions", NeverHeld), Refused("plans", NeverHeld), Refused("hiding", NeverHeld), Refused("weapons", NeverHeld), Refused("religion", NeverHeld),
        Refused("politics", NeverHeld), Refused("political_views", NeverHeld), Refused("ethnicity", NeverHeld), Refused("bank", NeverHeld),
    ];

    /// <summary>The fields that make a report valid; none else should be required (rule 3).</summary>
    public static readonly FrozenSet<string> OfTheFirstReport = new[]
    {
        "reporter.relation", "reporter.language", "reporter.safe_contact", "name.typed", "name.father", "sex", "birth", "category", "last_contact", "last_place",
        "capture.believed", "how_known",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Words in a question's own name that say what it asks, whatever field it is mapped to.
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["religion"] = "religion", ["religious"] = "religion", ["faith"] = "religion", ["ethnicity"] = "ethnicity", ["ethnic"] = "ethnicity",
        ["politics"] = "politics", ["political"] = "politics", ["weapon"] = "weapons", ["weapons"] = "weapons", ["bank"] = "bank", ["iban"] = "bank",
        ["hiding"] = "hiding", ["torture"] = "ill_treatment", ["tortured"] = "ill_treatment", ["beaten"] = "ill_treatment", ["ill_treatment"] = "ill_treatment",
        ["perpetrator"] = "capture.by", ["perpetrators"] = "capture.by", ["death"] = "death", ["dead"] = "death", ["died"] = "death", ["killed"] = "death",
        ["remains"] = "remains", ["dna"] = "ante_mortem",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, CaseField> ByName = All.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);

    /// <summary>The field itself, or the one it is part of: <c>birth</c> for <c>birth.year</c>. Null for a name the model does not have.</summary>
    public static CaseField? Find(string name)
    {
        for (var part = name; ; part = part[..part.LastIndexOf('.')])
        {
            if (ByName.GetValueOrDefault(part) is { } field) return field;
            if (!part.Contains('.')) return null;
        }
    }

    /// <summary>Dangerous if leaked: never in lists, never said again in a chat, and nobody is made to answer.</summary>
    public const int Dangerous = 3;

    /// <summary>How dangerous a question's answers are if leaked, 0 to 3: as its field is, or more where the form says so; 0 where neither says.</summary>
    public static int SensitivityOf(FormQuestion question)
    {
        var said = question.Case.GetValueOrDefault("sensitivity") is [>= '0' and <= '3' and var digit] ? digit - '0' : 0;
        return Math.Max(said, question.Case.GetValueOrDefault("field") is { } name ? Find(name)?.Sensitivity ?? 0 : 0);
    }

    public static string? Near(string name) => Names.Near(name, ByName.Keys.Where(key => ByName[key].Refusal is null));

    /// <summary>The refused field that a question asks for by its own name: <c>mothers_religion</c> asks for religion.</summary>
    internal static CaseField? NamedBy(string question)
    {
        var name = question.ToLowerInvariant().Replace('-', '_').Replace('.', '_');
        foreach (var word in name.Split('_').Prepend(name))
            if (Words.TryGetValue(word, out var field)) return ByName[field];
        return null;
    }

    private static CaseField Contact(string name, int sensitivity) => new(name, sensitivity, "contact", "contact", Desk);
    private static CaseField Sought(string name, int sensitivity, string purpose) => new(name, sensitivity, purpose, "case", Search);
    private static CaseField Careful(string name, string purpose) => new(name, 3, purpose, "case", Guarded);
    private static CaseField Refused(string name, string why) => new(name, 3, "record", "case", Desk, why);
}
