using Detainees.EndToEnd.Tests.Starting;
using Detainees.Testing;
using Detainees.Testing.Browsing;
using Microsoft.Playwright;

namespace Detainees.EndToEnd.Tests.Journeys;

/// <summary>An admin tries a draft in a real browser: the phone, and the pane beside it. Set DETAINEES_SCREENSHOTS to a folder to see it.</summary>
public sealed class PreviewJourney(Browser browser) : IClassFixture<Browser>
{
    private static string Form(string question) => $"""
        survey:
        - type: text
          name: name
          label::English (en): {question}
          label::Հայերեն (hy): Ի՞նչ է անունը։
        - type: text
          name: more
          label::English (en): What more is known of it?
          label::Հայերեն (hy): Էլ ի՞նչ է հայտնի։
          relevant: string-length($[name]) > 3
        - type: date
          name: day
          label::English (en): On which day?
          label::Հայերեն (hy): Ո՞ր օրը։
          constraint: . <= today()
          constraint_message::English (en): Not after today.
          constraint_message::Հայերեն (hy): Ոչ այսօրվանից հետո։
        settings:
        - form_id: tried
          form_title: A form to try
          version: '1'
          default_language: English (en)

        """.Replace('[', '{').Replace(']', '}');

    [Fact]
    public async Task A_draft_is_answered_jumped_through_dated_changed_and_its_walk_saved_and_replayed()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var file = folder["draft.yaml"];
        await File.WriteAllTextAsync(file, Form("What is the name?"), cancel);
        using var preview = BotRun.Start(["form", "preview", "--no-browser", "--port", "0", "--date", "2026-01-15", "--save", folder["walk.txt"], file]);
        try
        {
            var page = await browser.OpenAsync(await AddressAsync(preview, cancel), "en");
            await page.SetViewportSizeAsync(1280, 900);
            await page.Locator("#preview-fits").GetByText("remarks").WaitForAsync();
            await page.Locator("#start").ClickAsync();
            await page.Locator(".inline button", new() { HasText = "English" }).ClickAsync();
            await page.Locator(".inline button", new() { HasText = "Begin" }).ClickAsync();
            await CurrentAsync("name");
            Assert.Equal("not asked now", await page.Locator("[data-path='/data/more'] em").TextContentAsync());
            Assert.Equal("string-length(${name}) > 3", await page.Locator("[data-path='/data/more'] .when").TextContentAsync());
            await WriteAsync("Arman");
            await CurrentAsync("more");
            Assert.Equal("Arman", await page.Locator("[data-path='/data/name'] .value bdi").TextContentAsync());

            await page.Locator("[data-path='/data/day'] button").ClickAsync();
            await CurrentAsync("day");
            await page.Locator("#preview-date").FillAsync("2024-02-01");
            await page.Locator("#preview-date").BlurAsync();
            await page.Locator("#preview-place", new() { HasText = "6 steps" }).WaitForAsync();
            await WriteAsync("17.02.2024");
            await page.Locator(".message .text", new() { HasText = "Not after today." }).WaitForAsync();
            await page.Locator("#preview-language").SelectOptionAsync("Հայերեն (hy)");
            await page.Locator(".message .text", new() { HasText = "Ո՞ր օրը։" }).WaitForAsync();
            await ShowAsync("preview-1");

            // The form is changed in an editor: the next question already is the new one's, and a spoilt file takes nothing away.
            await File.WriteAllTextAsync(file, Form("Whom do you look for?"), cancel);
            await page.Locator("[data-path='/data/name'] strong", new() { HasText = "Ի՞նչ է անունը։" }).WaitForAsync();
            await page.Locator("[data-path='/data/name'] button").ClickAsync();
            await CurrentAsync("name");
            await page.Locator("#preview-language").SelectOptionAsync("English (en)");
            await page.Locator(".message .text", new() { HasText = "Whom do you look for?" }).WaitForAsync();
            await File.WriteAllTextAsync(file, "survey: [unclosed", cancel);
            await page.Locator("#preview-fits.bad").WaitForAsync();
            await page.Locator("#preview-remarks .error").First.WaitForAsync();
            await ShowAsync("preview-2");
            await WriteAsync("Karen");
            // What was jumped over counts as skipped.
            await CurrentAsync("day");
            await page.Locator("#preview-save").ClickAsync();
            await page.Locator("#toast", new() { HasText = "Saved" }).WaitForAsync();

            Task CurrentAsync(string name) => page.Locator($"[data-path='/data/{name}'].current").WaitForAsync();

            async Task WriteAsync(string text)
            {
                await page.Locator("#text").FillAsync(text);
                await page.Locator("#text").PressAsync("Enter");
            }

            async Task ShowAsync(string name)
            {
                if (Environment.GetEnvironmentVariable("DETAINEES_SCREENSHOTS") is { Length: > 0 } shots)
                    await page.ScreenshotAsync(new() { Path = Path.Combine(shots, $"{name}.png") });
            }
        }
        finally
        {
            preview.Kill(entireProcessTree: true);
            await preview.WaitForExitAsync(cancel);
        }

        await File.WriteAllTextAsync(file, Form("Whom do you look for?"), cancel);
        var tested = await BotRun.ToEndAsync(["form", "test", file, folder["walk.txt"]], cancel);
        Assert.True(tested.ExitCode == 0, tested.Output + tested.Error);
        await File.WriteAllTextAsync(file, Form("Who is it?"), cancel);
        var changed = await BotRun.ToEndAsync(["form", "test", file, folder["walk.txt"]], cancel);
        Assert.Equal(1, changed.ExitCode);
        Assert.Contains("+ **Who is it?**", changed.Output.Replace("+   ", "+ ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>Where the phone of a preview that was just started is.</summary>
    internal static async Task<Uri> AddressAsync(System.Diagnostics.Process preview, CancellationToken cancel)
    {
        while (await preview.StandardOutput.ReadLineAsync(cancel) is { } line)
            if (line.StartsWith("Preview: ", StringComparison.Ordinal)) return new Uri(line.Split(' ')[1]);
        throw new InvalidOperationException("The preview ended at its start: " + await preview.StandardError.ReadToEndAsync(cancel));
    }
}
