using System.Net;
using System.Text.Json.Nodes;
using Detainees.Phone.Bot;
using Detainees.Phone.Chats;
using Detainees.Phone.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Detainees.Phone;

/// <summary>
/// The local phone: a Bot-API-compatible server for one bot, and a chat page to try it with. Everything is in memory and
/// gone when it stops. It knows no real network: it listens on loopback and calls webhooks on loopback only.
/// </summary>
/// <remarks>
/// Two faces: <c>/bot{token}/{method}</c> with <c>/file/bot{token}/…</c> for the bot, and <c>/phone/…</c> with the page at
/// <c>/</c> for the person. It uses none of our own client's types, so that it proves that the client speaks the Bot API.
/// </remarks>
public sealed class PhoneServer : IAsyncDisposable
{
    /// <summary>The fixed token of every try-out. A program in production mode refuses to start with it.</summary>
    public const string DummyToken = "1:TRYOUT-the-local-phone-0000000000000";

    private readonly WebApplication app;
    private readonly PhoneWorld world;

    private PhoneServer(WebApplication app, PhoneWorld world, Uri address)
    {
        this.app = app;
        this.world = world;
        Address = address;
    }

    /// <summary>The page's address and the Bot API root, such as <c>http://127.0.0.1:8090/</c>.</summary>
    public Uri Address { get; }

    /// <summary>Starts listening.</summary>
    /// <exception cref="ArgumentException">The address is not loopback, or the token is not of the form digits:text.</exception>
    /// <exception cref="PhonePortInUseException">The port is taken.</exception>
    public static async Task<PhoneServer> StartAsync(PhoneOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!IPAddress.IsLoopback(options.Address))
            throw new ArgumentException("The local phone listens on loopback only (127.0.0.1 or ::1).", nameof(options));
        if (!TokenForm.TryBotId(options.Token, out _))
            throw new ArgumentException("The token must look like 1:letters-digits.", nameof(options));

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        // Requests carry the token in their path, and the framework's log lines carry the path.
        builder.Logging.ClearProviders();
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = FileStore.MaxUploadBytes + (1 << 20);
            kestrel.Listen(options.Address, options.Port);
        });
        var app = builder.Build();
        var world = new PhoneWorld(options);
        var entrance = new Entrance(world);
        app.Run(entrance.HandleAsync);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await app.DisposeAsync();
            await world.DisposeAsync();
            throw new PhonePortInUseException(options.Port, e);
        }

        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        return new PhoneServer(app, world, new Uri(address));
    }

    /// <summary>Tells the page that the pane of the preview has something new to show.</summary>
    public void PreviewChanged() => world.Events.Add(0, new JsonObject { ["type"] = "preview" });

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await app.DisposeAsync();
    }

    /// <summary>The phone lives inside another program, which alone decides what Ctrl-C means.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
