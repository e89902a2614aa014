using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Detainees.Conversations;

/// <summary>Makes two spellings of one word equal: case, diacritics, Armenian ligature, digits of other scripts, blanks and marks.</summary>
internal static class Folding
{
    /// <summary>Texts up to this length are folded on the stack.</summary>
    private const int Short = 256;

    /// <summary>Letters and digits only, lower case, one blank between words.</summary>
    public static string Fold(string text)
    {
        var room = text.Length <= Short ? stackalloc char[2 * Short] : new char[2 * text.Length];
        return new string(room[..Fold(text, room)]);
    }

    /// <summary>Whether a text folds to this one.</summary>
    public static bool Is(string text, string folded)
    {
        var room = text.Length <= Short ? stackalloc char[2 * Short] : new char[2 * text.Length];
        return folded.AsSpan().SequenceEqual(room[..Fold(text, room)]);
    }

    /// <param name="folded">Twice as long as the text: one letter can become two.</param>
    private static int Fold(string text, Span<char> folded)
    {
        var length = 0;
        var blank = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                var letter = (char)rune.Value;
                if (char.IsAsciiLetterOrDigit(letter)) length = Append(folded, length, ref blank, char.ToLowerInvariant(letter));
                else if (letter != '\'') blank = true;
                continue;
            }

            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) continue;
            if (Rune.IsLetter(rune)) length = AppendLetter(folded, length, ref blank, Rune.ToLowerInvariant(rune));
            else if (Rune.IsDigit(rune)) length = Append(folded, length, ref blank, (char)('0' + (int)Rune.GetNumericValue(rune)));
            // Armenian stress and question marks stand inside words: they part nothing.
            else if (category != UnicodeCategory.ModifierLetter && rune.Value is not ('’' or '՛' or '՞' or '՜')) blank = true;
        }

        return length;
    }

    private static int AppendLetter(Span<char> folded, int length, ref bool blank, Rune lower)
    {
        // Capital letters write the ligature as Ե and Վ, so all three spellings become that.
        if (lower.Value == 'և') return Append(folded, Append(folded, length, ref blank, 'ե'), ref blank, 'վ');
        if (!lower.IsBmp)
        {
            length = Separated(folded, length, ref blank);
            return length + lower.EncodeToUtf16(folded[length..]);
        }

        var letter = (char)lower.Value;
        var isSecondHalf = letter == 'ւ' && !blank && length > 0 && folded[length - 1] == 'ե';
        var bare = letter switch
        {
            'ւ' when isSecondHalf => 'վ',
            'أ' or 'إ' or 'آ' or 'ٱ' => 'ا',
            'ى' => 'ي',
            'ة' => 'ه',
            _ => Plain.GetValueOrDefault(letter, letter),
        };
        return Append(folded, length, ref blank, bare);
    }

    private static int Append(Span<char> folded, int length, ref bool blank, char letter)
    {
        length = Separated(folded, length, ref blank);
        folded[length] = letter;
        return length + 1;
    }

    private static int Separated(Span<char> folded, int length, ref bool blank)
    {
        if (blank && length > 0) folded[length++] = ' ';
        blank = false;
        return length;
    }

    /// <summary>Digits of any script as 0 to 9, Arabic separators as comma and point; all else as it is.</summary>
    public static string Digits(string text)
    {
        if (Ascii.IsValid(text)) return text;
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

    /// <summary>Lower-case letters with diacritics and what is left without them.</summary>
    /// <remarks>
    /// From UnicodeData.txt (first letter of the canonical decomposition). A table, because string.Normalize does nothing
    /// where the program runs without ICU (InvariantGlobalization).
    /// </remarks>
    private const string Marked =
        "àáâãäåçèéêëìíîïñòóôõöùúûüýÿāăąćĉċčďēĕėęěĝğġģĥĩīĭįĵķĺļľńņňōŏőŕŗřśŝşšţťũūŭůűųŵŷźżžơưǎǐǒǔǖǘǚǜǟǡǣǧǩǫǭǯǰǵ" +
        "ǹǻǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȟȧȩȫȭȯȱȳḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓ" +
        "ẕẖẗẘẙẛạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹйѐёѓїќѝўѷӂӑӓӗӛӝӟӣӥӧӫӭӯӱӳӵӹøłđßæœı";

    private const string Bare =
        "aaaaaaceeeeiiiinooooouuuuyyaaaccccdeeeeegggghiiiijklllnnnooorrrssssttuuuuuuwyzzzouaiouuuuuaaægkooʒjg" +
        "naæøaaeeiioorruusthaeooooyabbbcdddddeeeeefghhhhhiikkkllllmmmnnnnoooopprrrrsssssttttuuuuuvvwwwwwxxyzz" +
        "zhtwyſaaaaaaaaaaaaeeeeeeeeiioooooooooooouuuuuuuyyyyиеегікиуѵжааеәжзииоөэууучыoldsaoi";

    private static readonly FrozenDictionary<char, char> Plain =
        Marked.Zip(Bare).ToFrozenDictionary(pair => pair.First, pair => pair.Second);
}
