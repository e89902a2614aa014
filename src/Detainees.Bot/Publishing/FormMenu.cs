using System.Collections.Immutable;
using Detainees.Bot.Intake;
using Detainees.Bot.Settings;
using Detainees.Forms;

namespace Detainees.Bot.Publishing;

/// <summary>Which forms stand in the menu, and in which order: what the operator set, then what the forms say themselves.</summary>
internal sealed class FormMenu(FormsOptions options)
{
    private readonly FormChoice choice = FormChoice.Of(options);
    private readonly List<string> order = Words(options.Menu);
    private readonly HashSet<string> switchedOn = Words(options.SwitchedOn).ToHashSet(StringComparer.Ordinal);

    /// <summary>A form that is not taken is neither offered nor reported.</summary>
    public bool Takes(string formId) => choice.Takes(formId);

    /// <summary>The words that a form asks for and that are not switched on; empty when it is offered.</summary>
    public ImmutableArray<string> MissingFor(FormDefinition form) => form.OfferedWhen.RemoveAll(switchedOn.Contains);

    public ImmutableArray<FormDefinition> Arrange(IEnumerable<FormDefinition> forms) =>
    [
        .. forms.Where(form => MissingFor(form).IsEmpty)
            .OrderBy(form => order.IndexOf(form.Id) is >= 0 and var place ? place : int.MaxValue)
            .ThenBy(form => form.MenuOrder ?? int.MaxValue)
            .ThenBy(form => form.Id, StringComparer.Ordinal),
    ];

    private static List<string> Words(string text) =>
        [.. text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
