using System.Collections.Frozen;
using System.Text;

namespace Detainees.Conversations;

/// <summary>
/// One rough spelling for the sounds of Armenian, Cyrillic, Latin and Arabic letters, so that a name typed in one script
/// finds its label in another. Only for finding what is then shown: it is far too coarse to say that two names are one.
/// </summary>
/// <remarks>
/// Letter values after domain.md g.1. Letters that differ only between Eastern and Western Armenian, or between one
/// romanisation and the next, share a class; h is weak and falls away; e and i, o and u count as one.
/// </remarks>
internal static class Sounds
{
    // Two letters before one: "kh" is not k and h.
    private const string Pairs =
        "kh=K gh=K tch=Q dj=Q dzh=Q ch=Q sh=S zh=Z ph=B th=D ts=C tz=C dz=C ck=K ou=U oo=U ու=U дж=Q дз=C тс=C";

    private const string Letters =
        "aաаاя=A eиеэіիեէըыiiյyيї=I oոоօuуوю=U bpբպփбпبپ=B dtդտթдтتطدض=D gkqգկքгкكقگxխղхخغ=K zզзزذظ=z " +
        "cձծցц=C jջճչчچج=Q žժж=Z շшщش=S sսсسصث=s vwվвڤ=V fֆфف=F lլлل=L mմмم=M nննнن=N rռրрر=R";

    private static readonly FrozenDictionary<string, char> Digraphs = Read(Pairs, whole: true);
    private static readonly FrozenDictionary<string, char> Single = Read(Letters, whole: false);

    private static readonly FrozenDictionary<string, char>.AlternateLookup<ReadOnlySpan<char>> DigraphAt = Digraphs.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenDictionary<string, char>.AlternateLookup<ReadOnlySpan<char>> SingleAt = Single.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The sounds of a folded text, word by word with one blank between; digits stay.</summary>
    public static string Of(string folded)
    {
        var sounds = new StringBuilder(folded.Length);
        for (var at = 0; at < folded.Length;)
        {
            var step = 1;
            var sound = '\0';
            for (var length = Math.Min(3, folded.Length - at); length > 0; length--)
            {
                if (!(length == 1 ? SingleAt : DigraphAt).TryGetValue(folded.AsSpan(at, length), out sound)) continue;
                step = length;
                break;
            }

            if (folded[at] == ' ' || char.IsAsciiDigit(folded[at])) sound = folded[at];
            at += step;
            if (sound == '\0' || (sounds.Length > 0 && sounds[^1] == sound)) continue;
            // "ia" and "ya" and "եա" are one: the first vowel is only a glide.
            if (sound is 'A' or 'U' && sounds.Length > 0 && sounds[^1] == 'I') sounds.Length--;
            // "Voskanyan" and "Oskanyan" begin alike.
            if (sound == 'U' && sounds.Length > 0 && sounds[^1] == 'V' && (sounds.Length == 1 || sounds[^2] == ' ')) sounds.Length--;
            sounds.Append(sound);
        }

        return sounds.ToString().Trim();
    }

    /// <summary>Whether two words differ by at most <paramref name="most"/> letters put in, left out or exchanged (Levenshtein).</summary>
    public static bool IsNear(ReadOnlySpan<char> one, ReadOnlySpan<char> other, int most)
    {
        if (Math.Abs(one.Length - other.Length) > most || one.Length > 64 || other.Length > 64) return false;
        Span<int> above = stackalloc int[other.Length + 1];
        for (var i = 0; i <= other.Length; i++) above[i] = i;
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = above[0];
            above[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var here = Math.Min(Math.Min(above[j], above[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                (diagonal, above[j]) = (above[j], here);
            }
        }

        return above[other.Length] <= most;
    }

    private static FrozenDictionary<string, char> Read(string table, bool whole)
    {
        var values = new Dictionary<string, char>(StringComparer.Ordinal);
        foreach (var entry in table.Split(' '))
        {
            var (letters, sound) = (entry[..^2], entry[^1]);
            if (whole) values[letters] = sound;
            else foreach (var letter in letters) values.TryAdd(letter.ToString(), sound);
        }

        return values.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
