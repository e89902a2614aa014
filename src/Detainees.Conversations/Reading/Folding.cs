using System.Globalization;
using System.Text;

namespace Detainees.Conversations;

/// <summary>Makes two spellings of one word equal: case, diacritics, Armenian ligature, digits of other scripts, blanks and marks.</summary>
internal static class Folding
{
    /// <summary>Letters and digits only, lower case, one blank between words.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        var blank = false;
        foreach (var rune in Decompose(text).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) continue;
            if (Rune.IsLetter(rune))
            {
                Separate();
                var lower = Rune.ToLowerInvariant(rune);
                if (lower.Value == 'և') folded.Append("եւ");
                else if (lower.Value is 'ё') folded.Append('е');
                else if (lower.Value is 'أ' or 'إ' or 'آ' or 'ٱ') folded.Append('ا');
                else if (lower.Value is 'ى') folded.Append('ي');
                else if (lower.Value is 'ة') folded.Append('ه');
                else folded.Append(lower.ToString());
            }
            else if (Rune.IsDigit(rune))
            {
                Separate();
                folded.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
            }
            else if (category != UnicodeCategory.ModifierLetter && rune.Value is not ('\'' or '’' or '՛' or '՞' or '՜'))
            {
                // Armenian stress and question marks stand inside words: they part nothing.
                blank = true;
            }
        }

        return folded.ToString();

        void Separate()
        {
            if (blank && folded.Length > 0) folded.Append(' ');
            blank = false;
        }
    }

    /// <summary>Digits of any script as 0 to 9, Arabic separators as comma and point; all else as it is.</summary>
    public static string Digits(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsDigit(rune)) plain.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
            else if (rune.Value == '٫') plain.Append('.');
            else if (rune.Value == '٬') plain.Append(',');
            else if (rune.Value is '−' or '–') plain.Append('-');
            else plain.Append(rune.ToString());
        }

        return plain.ToString();
    }

    private static string Decompose(string text)
    {
        // A lone half of a surrogate pair makes Normalize throw; what cannot be normalised is compared as it is.
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar) return text;
        }

        return text.IsNormalized(NormalizationForm.FormD) ? text : text.Normalize(NormalizationForm.FormD);
    }
}
