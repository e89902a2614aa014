using System.Globalization;

namespace Detainees.Forms;

/// <summary>The choice lists of a form in the order they are first used, then those that are only looked up.</summary>
internal static class XFormLists
{
    public static List<ChoiceList> Of(FormDefinition form)
    {
        var lists = new List<ChoiceList>();
        foreach (var question in form.Elements.OfType<FormQuestion>())
        {
            if (question.Choices is not { } list) continue;
            var at = lists.FindIndex(other => other.Name == list.Name);
            if (at < 0) lists.Add(list);
            // or_other adds a choice to the list of its question alone; the instance holds it for all.
            else if (list.Choices.Length > lists[at].Choices.Length) lists[at] = list;
        }

        lists.AddRange(form.Lists.Values.Where(list => !lists.Exists(other => other.Name == list.Name)).OrderBy(list => list.Name, StringComparer.Ordinal));
        return lists;
    }

    /// <summary>The file beside the form that a list comes from; null for a list of the choices sheet.</summary>
    public static string? FileOf(FormDefinition form, ChoiceList list) =>
        form.Attachments.FirstOrDefault(file => file == list.Name + ".csv" || file == list.Name + ".xml");

    /// <summary>The id of a choice's texts, as pyxform writes it: <c>list-0</c>.</summary>
    public static string TextId(ChoiceList list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list.Name}-{index}");
}
