using System.Text;
using Detainees.Endurance.Unreadable;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Unreadable;

/// <summary>The search finds what it is to find: without this its silence would mean nothing.</summary>
public class SearchTests
{
    private const string Said = "Վահրամ Փորձյան saw Иван and قارب twice";

    public static TheoryData<string, string> Written
    {
        get
        {
            var bytes = Encoding.UTF8.GetBytes(Said);
            var data = new TheoryData<string, string>
            {
                { "UTF-8", Latin(bytes) }, { "UTF-16", Latin(Encoding.Unicode.GetBytes(Said)) }, { "UTF-16BE", Latin(Encoding.BigEndianUnicode.GetBytes(Said)) },
                { "hex", Convert.ToHexStringLower(bytes) }, { "HEX", Convert.ToHexString(bytes) },
                { "JSON", string.Concat(Said.Select(c => $"\\u{(int)c:x4}")) }, { "JSON capitals", string.Concat(Said.Select(c => $"\\u{(int)c:X4}")) },
                { "System.Text.Json", System.Text.Json.JsonSerializer.Serialize(Said) }, { "percent", string.Concat(bytes.Select(b => $"%{b:X2}")) },
                { "Uri.EscapeDataString", Uri.EscapeDataString(Said) },
            };
            for (var shift = 0; shift < 3; shift++)
            {
                var base64 = Convert.ToBase64String([.. new byte[shift], .. bytes, .. new byte[5]]);
                data.Add($"base64, {shift} bytes before", base64);
                data.Add($"base64url, {shift} bytes before", base64.Replace('+', '-').Replace('/', '_'));
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Written))]
    public void An_answer_is_found_however_it_was_written(string how, string written)
    {
        _ = how;
        using var folder = new TemporaryFolder();
        // Somewhere in the middle, at an odd place.
        File.WriteAllBytes(folder["a.bin"], [.. new byte[4099], .. Encoding.Latin1.GetBytes(written), .. new byte[77]]);
        Assert.NotEmpty(Search.Files([folder.Path], Needles.Of([Said], [], ""), out var looked));
        Assert.Equal(1, looked.Files);
    }

    [Fact]
    public void Eight_bytes_out_of_an_answer_are_enough_and_seven_are_not()
    {
        var needles = Needles.Of(["abcdefghijklmnop"], [], "");
        Assert.Single(Hits(needles, "......efghijkl......"));
        Assert.Empty(Hits(needles, "......efghijk......"));
        Assert.Empty(Hits(needles, "......efghijk_lmnop......"));
    }

    [Fact]
    public void What_the_questions_say_themselves_is_left_out_and_counted()
    {
        var needles = Needles.Of(["in the village"], [], "Was it in the village?");
        Assert.Equal((0, 7), (needles.Count, needles.LeftOut));
    }

    [Fact]
    public void Random_bytes_hold_nothing()
    {
        var noise = new byte[1 << 20];
        new Random(5).NextBytes(noise);
        Assert.Empty(Hits(Needles.Of([Said], [], ""), Latin(noise)));
    }

    private static Dictionary<Form, int> Hits(Needles needles, string content)
    {
        var hits = new Dictionary<Form, int>();
        needles.CountIn(Encoding.Latin1.GetBytes(content), hits);
        return hits;
    }

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
