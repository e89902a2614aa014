using Detainees.Bot;
using Detainees.Bot.Intake;
using Detainees.Bot.Publishing;
using Detainees.Bot.Settings;
using Detainees.Bot.Team;
using Detainees.Endurance.Running;
using Detainees.Phone;
using Detainees.Storage;
using Detainees.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Detainees.Endurance.Logs;

/// <summary>The whole bot inside this process, put together as its own program does it, with more listeners than an operator can set.</summary>
internal sealed class HostedBot : IAsyncDisposable
{
    private readonly ServerSecrets secrets;
    private readonly IIntakeStore store;
    private readonly TelegramLink link;
    private readonly WebApplication app;

    private HostedBot(ServerSecrets secrets, IIntakeStore store, TelegramLink link, WebApplication app) =>
        (this.secrets, this.store, this.link, this.app) = (secrets, store, link, app);

    /// <param name="folder">With <c>forms</c> in it; all else is made.</param>
    public static async Task<HostedBot> StartAsync(string folder, Uri api, string desk, Action<ILoggingBuilder> logs, CancellationToken cancel)
    {
        string In(params string[] parts) => Path.Combine([folder, .. parts]);
        Directory.CreateDirectory(In("data"));
        var (team, roots) = (Checkout.Path("config", "demo", "team.txt"), Checkout.Path("config", "demo", "roots.pub"));
        var places = new Places(In("data"), In("run", "epochs"), In("secrets"), Checkout.Path("config"), team, roots, In("forms"));
        var options = new BotOptions
        {
            Mode = "practice", LogLevel = "Verbose", DeskApi = new DeskApiOptions { Listen = desk }, Telegram = new TelegramOptions { ApiRoot = api.ToString() },
        };
        var secrets = ServerSecrets.OpenOrCreate(places.Secrets) ?? throw new RoundFailedException("The secrets cannot be made.");
        var opened = SqliteStore.Open(new StoreOptions
        {
            DataDirectory = places.Data, EpochKeyDirectory = places.EpochKeys, Origin = Launch.Origin, SigningKey = secrets.Signing,
        });
        if (opened is not OpenResult.Opened(var store)) throw new RoundFailedException($"The store does not open: {opened}");
        var source = Launch.FormsOf(places);
        var link = new TelegramLink(options, PhoneServer.DummyToken, api);
        var app = BotHost.Build(
            options, link, places, TeamFiles.Read(team, roots, TimeProvider.System.GetUtcNow()).Team!, // the demo team of the checkout
            TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone), secrets, store, source,
            FormShelf.Load(source, places.FormArchive, new FormMenu(options.Forms)), TimeProvider.System, logs);
        await app.StartAsync(cancel);
        return new HostedBot(secrets, store, link, app);
    }

    public Task UntilStoppedAsync(CancellationToken cancel) => app.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        link.Dispose();
        await store.DisposeAsync();
        secrets.Dispose();
    }
}
