namespace Detainees.Forms;

/// <summary>What a form_id and a version may be: each names a folder once the form is published.</summary>
public static class FolderName
{
    public const string Rule = "made of letters a to z, digits, '.', '_' and '-', not beginning with '.', at most 100 characters long";

    private const int MaxLength = 100;

    public static bool IsOne(string name) =>
        name.Length is > 0 and <= MaxLength && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
