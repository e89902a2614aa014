namespace Detainees.Forms;

/// <summary>What can be told from a language's name as headers write it, <c>العربية (ar)</c>.</summary>
internal static class LanguageCode
{
    private static readonly string[] RightToLeft = ["ar", "fa", "he", "ur", "ps", "ckb", "sd", "ug", "yi", "dv", "syr"];

    /// <summary>The code in brackets, in small letters and without a region; empty when there is none.</summary>
    public static string Of(string language)
    {
        var open = language.LastIndexOf('(');
        if (open < 0 || !language.TrimEnd().EndsWith(')')) return "";
        var code = language.Trim()[(language.Trim().LastIndexOf('(') + 1)..^1].Trim().ToLowerInvariant();
        return code.Split('-', '_')[0] is { Length: 2 or 3 } plain && plain.All(char.IsAsciiLetterLower) ? plain : "";
    }

    /// <summary>Whether its texts run from right to left: by the code, or by the first letter of a text where there is no code.</summary>
    public static bool IsRightToLeft(string language, string sample)
    {
        var code = Of(language);
        if (code.Length > 0) return RightToLeft.Contains(code);
        foreach (var c in sample)
        {
            if (IsRightToLeft(c)) return true;
            if (char.IsLetter(c)) return false;
        }

        return false;
    }

    public static bool HoldsRightToLeft(string text) => text.Any(IsRightToLeft);

    private static bool IsRightToLeft(char c) => c is >= '\u0590' and <= '\u08FF' or >= '\uFB1D' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC';
}
