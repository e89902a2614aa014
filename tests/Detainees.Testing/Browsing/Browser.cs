using Microsoft.Playwright;
using Xunit;

namespace Detainees.Testing.Browsing;

/// <summary>One headless Chromium for tests of pages. Compiled into the test projects that have Playwright.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? chromium;

    public async ValueTask InitializeAsync()
    {
        var path = OutsideTools.Require("chromium");
        if (Environment.GetEnvironmentVariable("PLAYWRIGHT_NODEJS_PATH") is null)
            Environment.SetEnvironmentVariable("PLAYWRIGHT_NODEJS_PATH", OutsideTools.Require("node"));
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
            ],
        });
    }

    /// <summary>A phone-sized page (360 by 740) unless told otherwise; its own storage and language.</summary>
    public async Task<IPage> OpenAsync(Uri phone, string language = "en", int width = 360, int height = 740, bool dark = false)
    {
        Assert.NotNull(chromium);
        var context = await chromium.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height }, HasTouch = width < 900, DeviceScaleFactor = 2,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light, Permissions = ["microphone", "clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(10_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{phone}?lang={language}");
        await page.Locator("#title:not(:empty)").WaitForAsync();
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null) await chromium.DisposeAsync();
        playwright?.Dispose();
    }
}
