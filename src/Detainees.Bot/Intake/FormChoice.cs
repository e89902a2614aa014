using Detainees.Bot.Settings;

namespace Detainees.Bot.Intake;

/// <summary>Which of the forms in the directory are for families: <see cref="FormsOptions.Only"/> and <see cref="FormsOptions.Except"/>.</summary>
internal sealed record FormChoice(IReadOnlyCollection<string> Only, IReadOnlyCollection<string> Except)
{
    public static FormChoice Of(FormsOptions options) => new(Ids(options.Only), Ids(options.Except));

    public bool Takes(string formId) => Only.Count > 0 ? Only.Contains(formId) : !Except.Contains(formId);

    private static string[] Ids(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
