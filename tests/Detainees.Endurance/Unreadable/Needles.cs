using System.Globalization;
using System.Text;

namespace Detainees.Endurance.Unreadable;

/// <summary>
/// What to search for: every run of a secret that has at least 8 bytes in UTF-8, beginning at each of its characters, in every
/// <see cref="Form"/> (promise P1). Runs that stand in what is no secret as well, such as the questions themselves, prove nothing and
/// are left out; how many is told.
/// </summary>
internal sealed class Needles
{
    /// <summary>Shortest run that counts as a find, in bytes of UTF-8.</summary>
    public const int Run = 8;

    private readonly Dictionary<ulong, List<(byte[] Bytes, Form Form)>> byStart = [];
    private readonly ulong[] filter = new ulong[1 << 14];

    private Needles() { }

    public int Count { get; private set; }

    /// <summary>Runs that stand in public texts as well.</summary>
    public int LeftOut { get; private set; }

    /// <param name="publicTexts">The questions, the bot's own words: everything a search would find although nobody said it.</param>
    public static Needles Of(IEnumerable<string> texts, IEnumerable<byte[]> files, string publicTexts)
    {
        var needles = new Needles();
        foreach (var text in texts)
        {
            var runes = text.EnumerateRunes().ToArray();
            for (var start = 0; start < runes.Length; start++)
            {
                if (RunFrom(runes, start) is not { } run) break;
                if (publicTexts.Contains(run, StringComparison.OrdinalIgnoreCase)) needles.LeftOut++;
                else needles.AddText(run);
            }
        }

        foreach (var file in files)
            for (var at = 0; at + Run <= file.Length; at += 61)
                needles.AddBytes(file.AsSpan(at, Run).ToArray());
        return needles;
    }

    /// <summary>A secret that is no text, such as a key: the whole of it.</summary>
    public static Needles OfBytes(IEnumerable<byte[]> secrets)
    {
        var needles = new Needles();
        foreach (var secret in secrets)
            for (var at = 0; at + Run <= secret.Length; at += Run) needles.AddBytes(secret.AsSpan(at, Run).ToArray());
        return needles;
    }

    /// <summary>How often something of it stands in <paramref name="content"/>, by form.</summary>
    public void CountIn(ReadOnlySpan<byte> content, Dictionary<Form, int> found)
    {
        for (var at = 0; at + sizeof(ulong) <= content.Length; at++)
        {
            var start = BitConverter.ToUInt64(content[at..]);
            var bit = Bit(start);
            if ((filter[bit >> 6] & (1UL << (int)(bit & 63))) == 0 || !byStart.TryGetValue(start, out var candidates)) continue;
            foreach (var (bytes, form) in candidates)
            {
                if (!content[at..].StartsWith(bytes)) continue;
                found[form] = found.GetValueOrDefault(form) + 1;
                break;
            }
        }
    }

    private static string? RunFrom(Rune[] runes, int start)
    {
        var (text, bytes) = (new StringBuilder(), 0);
        for (var i = start; i < runes.Length; i++)
        {
            text.Append(runes[i]);
            bytes += runes[i].Utf8SequenceLength;
            if (bytes >= Run) return text.ToString();
        }

        return null;
    }

    private void AddText(string run)
    {
        Add(Encoding.Unicode.GetBytes(run), Form.Utf16);
        Add(Encoding.BigEndianUnicode.GetBytes(run), Form.Utf16BigEndian);
        foreach (var format in (string[])["x4", "X4"])
            Add(Ascii(string.Concat(run.Select(c => "\\u" + ((int)c).ToString(format, CultureInfo.InvariantCulture)))), Form.JsonEscapes);
        AddBytes(Encoding.UTF8.GetBytes(run));
    }

    private void AddBytes(byte[] run)
    {
        Add(run, Form.Utf8);
        Add(Ascii(Convert.ToHexString(run)), Form.Hex);
        Add(Ascii(Convert.ToHexStringLower(run)), Form.Hex);
        Add(Ascii(string.Concat(run.Select(b => $"%{b:X2}"))), Form.Percent);
        Add(Ascii(string.Concat(run.Select(b => $"%{b:x2}"))), Form.Percent);
        for (var shift = 0; shift < 3; shift++)
        {
            // Only the characters that depend on the run alone, whatever stands before and after it.
            var whole = Convert.ToBase64String([.. new byte[shift], .. run]);
            var first = (shift * 8 + 5) / 6;
            var last = (shift + run.Length) * 8 / 6;
            Add(Ascii(whole[first..last]), Form.Base64);
            var url = whole[first..last].Replace('+', '-').Replace('/', '_');
            if (url != whole[first..last]) Add(Ascii(url), Form.Base64Url);
        }
    }

    private void Add(byte[] bytes, Form form)
    {
        var start = BitConverter.ToUInt64(bytes);
        var bit = Bit(start);
        filter[bit >> 6] |= 1UL << (int)(bit & 63);
        if (!byStart.TryGetValue(start, out var list)) byStart[start] = list = [];
        if (list.Exists(known => known.Bytes.AsSpan().SequenceEqual(bytes))) return;
        list.Add((bytes, form));
        Count++;
    }

    private static ulong Bit(ulong start) => start * 0x9E3779B97F4A7C15 >> 44;

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
