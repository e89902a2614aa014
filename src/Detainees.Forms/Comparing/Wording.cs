namespace Detainees.Forms;

/// <summary>How a difference is said.</summary>
internal static class Wording
{
    private const int Most = 120;

    public static string Change(string before, string after) => (before.Length, after.Length) switch
    {
        (0, _) => $"is new: {Quoted(after)}",
        (_, 0) => $"is gone; it was {Quoted(before)}",
        _ => $"was {Quoted(before)} and is now {Quoted(after)}",
    };

    public static string Quoted(string text)
    {
        var line = text.Replace('\n', ' ');
        return line.Length <= Most ? $"\"{line}\"" : $"\"{line[..(char.IsHighSurrogate(line[Most - 1]) ? Most - 1 : Most)]}…\"";
    }

    public static string? OrNull(string text) => text.Length == 0 ? null : text;

    /// <summary>As <c>question "age"</c>.</summary>
    public static string Name(FormElement element) => Names.IsGenerated(element) ? Names.Said(element) : $"{What(element)} \"{element.Name}\"";

    public static string What(FormElement element) => element switch
    {
        FormRepeat => "repeat",
        FormGroup => "group",
        FormQuestion { Type: QuestionType.Note } => "note",
        FormQuestion { IsAsked: false } => "value",
        _ => "question",
    };
}
