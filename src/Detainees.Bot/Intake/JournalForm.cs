using Detainees.Journal;

namespace Detainees.Bot.Intake;

/// <summary>The form and version as a journal entry names them; whatever an admin wrote fits the entry's rule.</summary>
internal static class JournalForm
{
    /// <returns>"id version", trimmed, without control characters, at most <see cref="JournalEntry.MaxFormLength"/> characters.</returns>
    public static string Of(string id, string version)
    {
        var text = string.Concat($"{id} {version}".Where(c => !char.IsControl(c) && !char.IsSurrogate(c))).Trim();
        if (text.Length > JournalEntry.MaxFormLength) text = text[..JournalEntry.MaxFormLength].TrimEnd();
        return text == "-" ? "" : text;
    }
}
