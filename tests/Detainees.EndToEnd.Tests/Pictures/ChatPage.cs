using System.Text.Json;
using System.Text.RegularExpressions;
using Detainees.EndToEnd.Tests.Running;
using Detainees.Forms;
using Detainees.Testing;
using Microsoft.Playwright;

namespace Detainees.EndToEnd.Tests.Pictures;

/// <summary>The browser phone in the hands of somebody who goes through one form in one language, and what was seen on the way.</summary>
internal sealed partial class ChatPage(IPage page, FormWords form, string language)
{
    private readonly JsonElement bot = JsonDocument.Parse(File.ReadAllText(
        Checkout.Path("src", "Detainees.Conversations", "Texts", $"{language}.json"))).RootElement;

    /// <summary>Names of the questions whose label was on the screen.</summary>
    public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>What the bot itself says, without what is filled in: the longest part between two gaps.</summary>
    public string Says(string key) => Longest(bot.GetProperty(key).GetString()!, Gap());

    /// <summary>Waits until a question stands in the chat. Its choices must then be buttons under the newest message.</summary>
    public async Task SeesAsync(string name, params string[] choices)
    {
        await TheirsAsync(Longest(form.Label(name), Reference()));
        foreach (var choice in choices) await Button(form.Choice(name, choice), exact: false).WaitForAsync();
        Seen.Add(name);
    }

    /// <summary>Every choice of the question's list is a button.</summary>
    public Task SeesAllAsync(string name) => SeesAsync(name, [.. form.Question(name).Choices!.Choices.Select(choice => choice.Name)]);

    /// <summary>Waits until it is said that an answer does not hold.</summary>
    public Task RefusesAsync(string name) => TheirsAsync(form.Limit(name));

    /// <summary>Waits for words of the bot. Beside each message stands its time: digits alone may be those.</summary>
    public async Task TheirsAsync(string text) => await page.Locator(".message:not(.own)").Filter(new() { HasText = text }).Last.WaitForAsync();

    public async Task WriteAsync(string text)
    {
        await page.Locator("#text").FillAsync(text);
        await page.Locator("#text").PressAsync("Enter");
    }

    /// <summary>The newest button of this name: older ones above it may still be on the screen.</summary>
    public async Task TapAsync(string label) => await Button(label, exact: true).ClickAsync();

    /// <summary>The first button under the newest message that has any.</summary>
    public async Task TapFirstAsync() => await page.Locator(".inline").Last.GetByRole(AriaRole.Button).First.ClickAsync();

    /// <summary>Waits for a button.</summary>
    public async Task OffersAsync(string label) => await Button(label, exact: true).WaitForAsync();

    public Task TapBotAsync(string key) => TapAsync(Says(key));
    public Task ChooseAsync(string question, string choice) => TapAsync(form.Choice(question, choice));
    public string Choice(string question, string choice) => form.Choice(question, choice);

    /// <summary>Ticks a box and waits until it is ticked.</summary>
    public async Task TickAsync(string question, string choice)
    {
        await TapAsync($"☐ {form.Choice(question, choice)}");
        await Button($"☑ {form.Choice(question, choice)}", exact: true).WaitForAsync();
    }

    public async Task<int> ButtonsNamedAsync(string label) =>
        await page.Locator(".inline").Last.GetByRole(AriaRole.Button, new() { Name = label, Exact = true }).CountAsync();

    public async Task StartAsync(bool inOneLanguage = false)
    {
        await page.Locator("#start").ClickAsync();
        if (!inOneLanguage) await TapAsync(form.LanguageName);
        await TapBotAsync("begin");
    }

    public async Task SendPhotoAsync()
    {
        var chooser = await page.RunAndWaitForFileChooserAsync(async () =>
        {
            await page.Locator("#attach").ClickAsync();
            await page.GetByRole(AriaRole.Menuitem).First.ClickAsync();
        });
        await chooser.SetFilesAsync(new FilePayload
        {
            // The smallest PNG there is: one dot.
            Name = "dot.png", MimeType = "image/png",
            Buffer = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
        });
        await page.Locator("#caption-dialog button.main").ClickAsync();
    }

    /// <summary>The newest messages of the chat as a picture of the documents, when DETAINEES_REWRITE_PICTURES is 1 and the language is English.</summary>
    public async Task ShowAsync(string picture, int messages = 1)
    {
        if (DocumentPictures.Rewritten && language == "en")
        {
            var clip = await page.EvaluateAsync<float[]>(NewestMessages, messages);
            await page.ScreenshotAsync(new()
            {
                Path = DocumentPictures.File(picture), Scale = ScreenshotScale.Css, Animations = ScreenshotAnimations.Disabled,
                Clip = new() { X = 0, Y = clip[0], Width = DocumentPictures.Width, Height = clip[1] - clip[0] },
            });
        }

        await LooksAsync(picture);
    }

    /// <summary>The whole page, on a phone and on a desk, when DETAINEES_SCREENSHOTS names a folder.</summary>
    public async Task LooksAsync(string picture)
    {
        if (Environment.GetEnvironmentVariable("DETAINEES_SCREENSHOTS") is not { Length: > 0 } into) return;
        await page.ScreenshotAsync(new() { Path = Path.Combine(into, $"{language}-{picture}-phone.png"), Scale = ScreenshotScale.Css });
        await page.SetViewportSizeAsync(1280, 860);
        await page.ScreenshotAsync(new() { Path = Path.Combine(into, $"{language}-{picture}-desk.png"), Scale = ScreenshotScale.Css });
        await page.SetViewportSizeAsync(DocumentPictures.Width, DocumentPictures.Height);
    }

    // Top and bottom of what is shown, in CSS pixels, once the newest message stands at the end.
    private const string NewestMessages = """
        async (count) => {
          const scroll = document.getElementById("scroll");
          scroll.scrollTop = scroll.scrollHeight;
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          const shown = [...document.querySelectorAll(".message")].slice(-count);
          const area = scroll.getBoundingClientRect();
          return [Math.max(area.top, shown[0].getBoundingClientRect().top - 5), Math.min(area.bottom, shown.at(-1).getBoundingClientRect().bottom + 8)];
        }
        """;

    private ILocator Button(string label, bool exact) =>
        page.Locator(".inline").GetByRole(AriaRole.Button, new() { Name = label, Exact = exact }).Last;

    private static string Longest(string text, Regex gap) => gap.Split(text).MaxBy(part => part.Length)!.Trim();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Gap();

    [GeneratedRegex(@"\$\{[^}]*\}|\*\*")]
    private static partial Regex Reference();
}
