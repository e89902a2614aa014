using System.Globalization;
using System.Text;

namespace Detainees.Endurance.Unreadable;

/// <summary>What invented people say: texts and bytes that occur nowhere else, in four scripts, and some that sound like life.</summary>
internal sealed class Secrets(Random random)
{
    private static readonly string[] Alphabets =
    [
        "abcdefghijklmnopqrstuvwxyz", "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ", "абвгдежзийклмнопрстуфхцчшщыэюя", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    ];

    private static readonly string[] LikeLife =
    [
        "Գարեգին Փորձարկյան, ծնված Մուրացանի փողոցում", "Его видели у моста возле третьей школы, в синей куртке", "Tattooed swallow behind left ear, limps, blue anorak",
        "كان يرتدي معطفا رماديا قرب المخبز القديم",
    ];

    public List<string> Texts { get; } = [];
    public List<byte[]> Files { get; } = [];

    /// <summary>A text of all scripts, and every third time one that a person could have written.</summary>
    public string Text()
    {
        var text = Texts.Count % 3 == 2
            ? string.Create(CultureInfo.InvariantCulture, $"{LikeLife[random.Next(LikeLife.Length)]} {random.Next(100_000, 999_999)}")
            : string.Join(' ', Alphabets.Select(Word));
        Texts.Add(text);
        return text;
    }

    public byte[] File(params byte[] start)
    {
        var bytes = new byte[random.Next(3_000, 90_000)];
        random.NextBytes(bytes);
        start.CopyTo(bytes, 0);
        Files.Add(bytes[start.Length..]);
        return bytes;
    }

    private string Word(string alphabet) => new StringBuilder().Append([.. Enumerable.Range(0, random.Next(10, 24)).Select(_ => alphabet[random.Next(alphabet.Length)])]).ToString();
}
