using System.Text;
using System.Text.Json;

namespace Detainees.EndToEnd.Tests.Running;

/// <summary>Looks through every byte of every file for what people said, in every form in which a program might have written it.</summary>
internal static class Residue
{
    /// <summary>Shortest run that counts as a find, in bytes of a text's encoding (promise P1).</summary>
    private const int Run = 8;

    public static IReadOnlyList<string> Find(IEnumerable<string> folders, IEnumerable<string> texts, IEnumerable<byte[]> files)
    {
        var needles = texts.SelectMany(Forms).Concat(files.Select((content, i) => ($"file {i + 1}", content.AsSpan(content.Length / 2, 24).ToArray()))).ToList();
        var found = new List<string>();
        foreach (var path in folders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories)))
        {
            // The questions are no secret, and they hold common words.
            if (path.EndsWith(".yaml", StringComparison.Ordinal)) continue;
            var content = File.ReadAllBytes(path);
            found.AddRange(needles.Where(n => content.AsSpan().IndexOf(n.Item2) >= 0).Select(n => $"{Path.GetFileName(path)}: {n.Item1}"));
        }

        return found;
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Forms(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        foreach (var (name, bytes) in new (string, byte[])[]
        {
            ("UTF-8", utf8),
            ("UTF-16", Encoding.Unicode.GetBytes(text)),
            ("UTF-16BE", Encoding.BigEndianUnicode.GetBytes(text)),
            ("hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8))),
            ("HEX", Encoding.ASCII.GetBytes(Convert.ToHexString(utf8))),
            ("JSON", JsonSerializer.SerializeToUtf8Bytes(text)[1..^1]),
        })
        {
            // A run from the middle: the start may share bytes with ordinary words.
            var length = Math.Max(Run, bytes.Length / 2) & ~1;
            yield return ($"{name} of a text of {text.Length}", bytes.AsSpan((bytes.Length - length) / 2 & ~1, Math.Min(length, bytes.Length)).ToArray());
        }

        // Base64 depends on where the text begins within a group of three bytes.
        for (var shift = 0; shift < 3; shift++)
        {
            var encoded = Convert.ToBase64String([.. new byte[shift], .. utf8]);
            // Too short a run would be found by chance.
            if (encoded.Length < 24) continue;
            yield return ($"base64 of a text of {text.Length}", Encoding.ASCII.GetBytes(encoded[8..Math.Min(encoded.Length - 4, 32)]));
        }
    }
}
