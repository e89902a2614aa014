using System.Collections.Frozen;

namespace Detainees.Forms;

/// <param name="Least">Fewest arguments.</param>
/// <param name="Most">Most arguments; <see cref="int.MaxValue"/> for any number.</param>
/// <param name="TakesNodes">Whether many values are welcome as its arguments.</param>
/// <param name="Make">Null for the functions the binder itself knows.</param>
internal sealed record Function(int Least, int Most, bool TakesNodes, Func<Operation[], Operation>? Make);

/// <summary>The functions of ODK XForms (section "XPath Functions") that a chat can answer, and why not the others.</summary>
internal static class FunctionTable
{
    public static readonly FrozenDictionary<string, Function> All = Build().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Functions of XPath 1.0 that ODK Collect refuses; they work here.</summary>
    public static readonly FrozenSet<string> NotPortable = new[] { "floor", "ceiling", "substring", "last" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Known by name, refused with what to do instead.</summary>
    public static readonly FrozenDictionary<string, string> Refused = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["geofence"] = "shapes cannot be asked for in a chat",
        ["intersects"] = "shapes cannot be asked for in a chat",
        ["enclosed-area"] = "shapes cannot be asked for in a chat",
        ["extract-signed"] = "it is not supported",
        ["property"] = "it is not supported",
        ["depend"] = "it is not supported",
        ["thousandsep"] = "it is not supported",
        ["lower-case"] = "it is not part of ODK XForms; translate() can do it for a known alphabet",
        ["upper-case"] = "it is not part of ODK XForms; translate() can do it for a known alphabet",
        ["name"] = "it is not supported: ODK Collect does not know it",
        ["local-name"] = "it is not supported: ODK Collect does not know it",
        ["namespace-uri"] = "it is not supported: ODK Collect does not know it",
        ["id"] = "it is not supported: ODK Collect does not know it",
        ["lang"] = "it is not supported: ODK Collect does not know it",
        ["search"] = "search() is replaced by choice_filter",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static Dictionary<string, Function> Build()
    {
        var all = new Dictionary<string, Function>(StringComparer.Ordinal)
        {
            ["current"] = new(0, 0, false, null),
            ["instance"] = new(1, 1, false, null),
            ["position"] = new(0, 1, true, null),
            ["count"] = new(1, 1, true, null),
            ["count-non-empty"] = new(1, 1, true, null),
            ["indexed-repeat"] = new(3, 7, true, null),
            ["jr:choice-name"] = new(2, 2, false, null),
            ["jr:itext"] = new(1, 1, false, a => Operation.From((in Frame f) =>
                XValue.Of(f.Pass.Main is FormState state ? state.LabelById(a[0].Text(f), f.Pass.Moment.Language) : ""))),
            ["regex"] = new(2, 2, false, null),
            ["pulldata"] = new(4, 4, false, null),
            ["randomize"] = new(1, 2, true, null),
            ["version"] = new(0, 0, false, _ => Operation.From((in Frame f) => XValue.Of(f.Pass.Main is FormState state ? state.Form.Version : ""))),
            ["once"] = new(1, 1, false, null),
        };
        TextFunctions.AddTo(all);
        NumberFunctions.AddTo(all);
        DateFunctions.AddTo(all);
        ChoiceFunctions.AddTo(all);
        GeoFunctions.AddTo(all);
        DigestFunctions.AddTo(all);
        return all;
    }
}
