using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>What names in a form's expressions can stand for.</summary>
internal sealed class FormNames(FormGroup root, IEnumerable<FormElement> elements, ImmutableDictionary<string, ChoiceList> lists)
{
    private readonly ILookup<string, FormElement> byName = elements.ToLookup(element => element.Name, StringComparer.Ordinal);

    public FormGroup Root => root;
    public ImmutableDictionary<string, ChoiceList> Lists => lists;
    public IEnumerable<FormElement> Find(string name) => byName[name];
    public IEnumerable<string> All => byName.Select(group => group.Key);

    /// <summary>The element a reference names; a problem when there is none or more than one.</summary>
    public FormElement? Resolve(string name, int position, out ExpressionProblem? problem)
    {
        problem = null;
        FormElement? found = null;
        foreach (var element in byName[name])
        {
            if (found is not null)
            {
                problem = new(DiagnosticCodes.ReferenceAmbiguous, position,
                    $"The name \"{name}\" appears more than once (rows {found.Row} and {element.Row}), so ${{{name}}} could mean either. Rename one of them.");
                return null;
            }

            found = element;
        }

        if (found is null)
        {
            var near = Names.Near(name, All);
            var row = near is null ? null : byName[near].First().Row.ToString(System.Globalization.CultureInfo.InvariantCulture);
            problem = new(DiagnosticCodes.ReferenceUnknown, position, $"There is no question named \"{name}\".",
                near is null ? null : $"${{{near}}} (row {row})");
        }

        return found;
    }
}

/// <summary>Where an expression stands.</summary>
/// <param name="Names">Null for an expression on no form: then paths are walked when evaluated.</param>
/// <param name="Current">The element it belongs to.</param>
/// <param name="Filtered">For a choice_filter: the list whose rows are tested.</param>
/// <param name="FilteredRepeat">For the choice_filter of a select from a repeat: the repeat whose instances are tested.</param>
internal sealed record ExpressionScope(FormNames? Names, FormElement? Current, ChoiceList? Filtered, FormRepeat? FilteredRepeat = null);
