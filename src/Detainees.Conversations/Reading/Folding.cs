using System.Collections.Frozen;
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
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) continue;
            if (Rune.IsLetter(rune))
            {
                Separate();
                var lower = Rune.ToLowerInvariant(rune);
                // Capital letters write the ligature as Ե and Վ, so all three spellings become that.
                if (lower.Value == 'և') folded.Append("եվ");
                else if (lower.Value == 'ւ' && folded.Length > 0 && folded[^1] == 'ե') folded.Append('վ');
                else if (lower.Value is 'أ' or 'إ' or 'آ' or 'ٱ') folded.Append('ا');
                else if (lower.Value is 'ى') folded.Append('ي');
                else if (lower.Value is 'ة') folded.Append('ه');
                else if (lower.IsBmp && Plain.TryGetValue((char)lower.Value, out var bare)) folded.Append(bare);
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
