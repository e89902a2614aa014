using System.Text.Json;

namespace Detainees.Benchmarks.Load;

/// <summary>What the people go by: labels and words of the bot's English texts.</summary>
internal sealed record ScreenTexts(string Begin, string Send, string SendNow, string Number, string Language)
{
    public static ScreenTexts Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        string Of(string key) => json.RootElement.GetProperty(key).GetString()!; // the bot itself checks that each text is there
        return new ScreenTexts(Of("begin"), Of("send"), Of("send_yes"), Of("reference_is"), "English");
    }
}
