using System.Text.RegularExpressions;
using Detainees.EndToEnd.Tests.Running;
using Detainees.Endurance.Running;
using Detainees.Endurance.Unreadable;
using Detainees.Phone;
using Detainees.Testing;
using Detainees.Testing.Browsing;
using Microsoft.Playwright;

namespace Detainees.EndToEnd.Tests.Journeys;

/// <summary>
/// What somebody does who tries it out: the page in a real browser, the bot behind it, and nothing but taps, letters, two photos and
/// a voice. Set DETAINEES_SCREENSHOTS to a folder to see what she sees.
/// </summary>
public sealed partial class BrowserPhoneJourney(Browser browser) : IClassFixture<Browser>
{
    private IPage page = null!; // opened first in the test

    [Fact]
    public async Task A_person_reports_someone_in_Armenian_in_the_browser_phone_and_gets_a_reference()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), cancel);
        await using var bot = new BotUnderTest(folder, phone.Address, "Verbose", Checkout.Path("config", "forms"));
        Directory.CreateDirectory(bot.Data);
        await bot.StartAsync(cancel);
        var form = FormWords.FirstReport("(hy)");
        page = await browser.OpenAsync(phone.Address, "hy");

        await page.Locator("#start").ClickAsync();
        await TapAsync("Հայերեն");
        await ShowAsync("1-welcome");
        await TapAsync("Սկսել");
        await ChooseAsync(form, "relation", "mother");
        await ShowAsync("2-choices");
        await ChooseAsync(form, "language", "hy_east");
        await ChooseAsync(form, "contact_way", "wait");
        await WriteAsync(form, "name", "Վահրամ Փորձյան");
        await WriteAsync(form, "father_name", "Առաքիլ");
        await ChooseAsync(form, "sex", "male");
        await ChooseAsync(form, "birth_known", "year");
        await WriteAsync(form, "birth_year", "1999");
        await ChooseAsync(form, "category", "civilian");
        await ChooseAsync(form, "last_contact_known", "about");
        await WriteAsync(form, "last_contact_about", "աշնանը");
        await ChooseAsync(form, "last_contact_how", "call");
        await WriteAsync(form, "last_place", "Փորձադաշտ");
        await ChooseAsync(form, "captured", "no");
        await AskedAsync(form, "photos");
        await SendPhotosAsync();
        await TapAsync("Պատրաստ է");
        await AskedAsync(form, "own_words");
        await page.Locator("#voice").ClickAsync();
        await page.Locator("#record-send").ClickAsync();
        await TapAsync("Պատրաստ է");
        await AskedAsync(form, "consent_case_workers");
        await ShowAsync("3-consent");
        await TapAsync("Հասկանում եմ");
        await ChooseAsync(form, "consent_icrc", "yes");
        await ChooseAsync(form, "consent_defender", "no");
        await ChooseAsync(form, "consent_court", "no");

        // In the review she sees her slip, taps its number and writes the name anew.
        await ReviewedAsync("Առաքիլ");
        await ShowAsync("4-review");
        await TapAsync("5");
        await WriteAsync(form, "father_name", "Առաքել");
        await ReviewedAsync("Առաքել");
        await TapAsync("Ուղարկել");
        await TapAsync("Ուղարկել հիմա");
        var last = page.Locator(".message:not(.own)").Filter(new() { HasTextRegex = Reference() });
        await last.WaitForAsync();
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.message').length === 1");
        await ShowAsync("5-sent");
        await bot.KillAsync();
        var questions = await File.ReadAllTextAsync(Checkout.Path("config", "forms", "report-a-person.yaml"), cancel);
        Assert.Empty(Search.Files(bot.Everything, Needles.Of(["Վահրամ Փորձյան", "Առաքիլ", "Փորձադաշտ"], [], questions), out _));
    }

    /// <summary>The bot's own list of answers says so, and its last part with the button to send has come.</summary>
    private async Task ReviewedAsync(string answer)
    {
        await page.Locator(".message:not(.own)").Filter(new() { HasText = $"– {answer}" }).Last.WaitForAsync();
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.inline')].at(-1)?.textContent.includes('Ուղարկել')");
    }

    private async Task AskedAsync(FormWords form, string question) =>
        await page.Locator(".message:not(.own)").Filter(new() { HasText = form.Label(question) }).Last.WaitForAsync();

    private async Task ChooseAsync(FormWords form, string question, string choice)
    {
        await AskedAsync(form, question);
        await TapAsync(form.Choice(question, choice));
    }

    private async Task WriteAsync(FormWords form, string question, string text)
    {
        await AskedAsync(form, question);
        await page.Locator("#text").FillAsync(text);
        await page.Locator("#text").PressAsync("Enter");
    }

    /// <summary>The newest button of this name: older ones above it may still be on the screen.</summary>
    private async Task TapAsync(string label) =>
        await page.Locator(".inline").GetByRole(AriaRole.Button, new() { Name = label, Exact = true }).Last.ClickAsync();

    private async Task SendPhotosAsync()
    {
        var chooser = await page.RunAndWaitForFileChooserAsync(async () =>
        {
            await page.Locator("#attach").ClickAsync();
            await page.GetByRole(AriaRole.Menuitem).First.ClickAsync();
        });
        await chooser.SetFilesAsync(new[] { Picture("one"), Picture("two") });
        await page.Locator("#caption-dialog button.main").ClickAsync();
    }

    // The smallest PNG there is: one dot.
    private static FilePayload Picture(string name) => new()
    {
        Name = $"{name}.png", MimeType = "image/png",
        Buffer = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
    };

    private async Task ShowAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("DETAINEES_SCREENSHOTS") is not { Length: > 0 } into) return;
        await page.ScreenshotAsync(new() { Path = Path.Combine(into, $"journey-{name}.png") });
    }

    [GeneratedRegex("[A-Z]{2}[0-9]{9}[A-Z]{2}")]
    private static partial Regex Reference();
}
