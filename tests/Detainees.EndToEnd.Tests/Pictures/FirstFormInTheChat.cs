using System.Text;
using Detainees.EndToEnd.Tests.Journeys;
using Detainees.EndToEnd.Tests.Running;
using Detainees.EndToEnd.Tests.Starting;
using Detainees.Endurance.Running;
using Detainees.Forms;
using Detainees.Phone;
using Detainees.Testing;
using Detainees.Testing.Browsing;
using Microsoft.Playwright;

namespace Detainees.EndToEnd.Tests.Pictures;

/// <summary>The form of five questions that docs/forms.md tells an admin to write, as a family gets it.</summary>
public sealed class FirstFormInTheChat(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task The_first_form_of_the_document_is_asked_to_its_end()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["forms"]);
        var file = await WriteFormAsync(folder["forms"], cancel);
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), cancel);
        await using var bot = new BotUnderTest(folder, phone.Address, "Verbose");
        Directory.CreateDirectory(bot.Data);
        await bot.StartAsync(cancel);
        var page = await browser.OpenAsync(phone.Address, "en", DocumentPictures.Width, DocumentPictures.Height);
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var form = new FormWords(file, "(en)");
        var chat = new ChatPage(page, form, "en");

        await chat.StartAsync(inOneLanguage: true);
        await chat.SeesAsync("name");
        await chat.WriteAsync("Vahram Testyan");
        await chat.SeesAllAsync("sex");
        await chat.ShowAsync("first-question", messages: 3);
        await chat.ChooseAsync("sex", "male");
        await chat.SeesAllAsync("heard");
        await chat.ChooseAsync("heard", "yes");
        await chat.SeesAsync("news");
        await chat.WriteAsync("A letter, in spring");
        await chat.SeesAsync("consent_case_workers");
        await chat.TapBotAsync("understood");
        await chat.TheirsAsync(chat.Says("review_how"));
        await chat.ShowAsync("first-review");
        await chat.TapBotAsync("send");
        await chat.TapBotAsync("send_yes");
        await chat.TheirsAsync(chat.Says("sent_final"));
        Assert.Equal(form.Asked.Order(StringComparer.Ordinal), chat.Seen.Order(StringComparer.Ordinal));
    }
    [Fact]
    public async Task The_first_form_of_the_document_is_tried_in_the_preview()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var file = await WriteFormAsync(folder.Path, cancel);
        using var preview = BotRun.Start(["form", "preview", "--no-browser", "--port", "0", file]);
        try
        {
            var page = await browser.OpenAsync(await PreviewJourney.AddressAsync(preview, cancel), "en", 960, 740);
            await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
            var chat = new ChatPage(page, new FormWords(file, "(en)"), "en");
            await chat.StartAsync(inOneLanguage: true);
            await chat.SeesAsync("name");
            await chat.WriteAsync("Vahram Testyan");
            await chat.SeesAllAsync("sex");
            await page.Locator("[data-path='/data/sex'].current").WaitForAsync();
            Assert.Equal("Vahram Testyan", await page.Locator("[data-path='/data/name'] .value bdi").TextContentAsync());
            Assert.Equal("${heard} = 'yes'", await page.Locator("[data-path='/data/news'] .when").TextContentAsync());
            if (DocumentPictures.Rewritten)
                await page.ScreenshotAsync(new() { Path = DocumentPictures.File("first-preview"), Scale = ScreenshotScale.Css, Animations = ScreenshotAnimations.Disabled });
        }
        finally
        {
            preview.Kill(entireProcessTree: true);
            await preview.WaitForExitAsync(cancel);
        }
    }

    private static async Task<string> WriteFormAsync(string folder, CancellationToken cancel)
    {
        var file = Path.Combine(folder, "first.yaml");
        var first = WorkbookReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(FormsDocument.FirstForm())), "first.md").Workbook!;
        await File.WriteAllTextAsync(file, WorkbookWriter.ToYaml(first), cancel);
        return file;
    }
}
