namespace Detainees.Forms;

/// <summary>Differences of the form as a whole.</summary>
internal static class SettingsComparison
{
    public static void Add(FormDefinition before, FormDefinition after, List<FormChange> changes)
    {
        Setting("form_id", before.Id, after.Id, changes);
        Setting("form_title", before.Title, after.Title, changes);
        Setting("version", before.Version, after.Version, changes);
        Setting("default_language", before.DefaultLanguage, after.DefaultLanguage, changes);
        Setting("instance_name", before.InstanceName?.Source ?? "", after.InstanceName?.Source ?? "", changes);
        foreach (var language in after.Languages.Except(before.Languages))
            changes.Add(new(FormChangeKind.Language, "", 0, $"the language \"{language}\" is new", null, language));
        foreach (var language in before.Languages.Except(after.Languages))
            changes.Add(new(FormChangeKind.Language, "", 0, $"the language \"{language}\" is gone", language));
        if (before.Languages.Length == after.Languages.Length && before.Languages.ToHashSet().SetEquals(after.Languages) && !before.Languages.SequenceEqual(after.Languages))
            changes.Add(new(FormChangeKind.Language, "", 0, "the languages are offered in another order", string.Join(", ", before.Languages), string.Join(", ", after.Languages)));
    }

    private static void Setting(string name, string before, string after, List<FormChange> changes)
    {
        if (before != after) changes.Add(new(FormChangeKind.Settings, "", 0, $"the setting {name} {Wording.Change(before, after)}", Wording.OrNull(before), Wording.OrNull(after)));
    }
}
