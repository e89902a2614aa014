using System.Text;

namespace Detainees.Conversations;

/// <summary>
/// Makes what came from outside fit to be kept: text that is not valid UTF-16 could not be written as JSON later, and a
/// control character could hide something in a paper.
/// </summary>
internal static class InputCleaning
{
    private const int MaxName = 200;

    public static Input Clean(Input input) => input switch
    {
        Input.Text text => HasToBeRead(text.Value) ? text with { Value = Clean(text.Value) } : text,
        Input.Contact contact => contact with { Phone = Cut(Clean(contact.Phone)) },
        Input.Edited edited => edited with { Value = Clean(edited.Value) },
        Input.Command command => command with { Name = Clean(command.Name).ToLowerInvariant(), Argument = Clean(command.Argument) },
        Input.File file => file with
        {
            Caption = file.Caption is null ? null : Clean(file.Caption),
            Album = file.Album is null ? null : Cut(Clean(file.Album)),
            Content = file.Content with
            {
                Unique = Cut(Clean(file.Content.Unique)),
                Mime = file.Content.Mime is null ? null : Cut(Clean(file.Content.Mime)),
                Name = file.Content.Name is null ? null : Cut(Clean(file.Content.Name)),
            },
        },
        _ => input,
    };

    public static string Clean(string value)
    {
        if (!HasToBeRead(value)) return value;
        var clean = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes()) // a lone surrogate comes as U+FFFD
        {
            if (rune.Value == '\t') clean.Append(' ');
            else if (rune.Value == '\n' || !Rune.IsControl(rune)) clean.Append(rune.ToString());
        }

        return clean.ToString();
    }

    private static bool HasToBeRead(string value)
    {
        foreach (var c in value)
            if (char.IsSurrogate(c) || (char.IsControl(c) && c is not '\n')) return true;
        return false;
    }

    private static string Cut(string value)
    {
        if (value.Length <= MaxName) return value;
        return value[..(char.IsHighSurrogate(value[MaxName - 1]) ? MaxName - 1 : MaxName)];
    }
}
