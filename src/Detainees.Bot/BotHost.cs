using Detainees.Bot.DeskApi;
using Detainees.Bot.Figures;
using Detainees.Bot.Intake;
using Detainees.Bot.Publishing;
using Detainees.Bot.Settings;
using Detainees.Bot.Team;
using Detainees.Conversations;
using Detainees.Sealing;
using Detainees.Storage;
using Detainees.Telegram;
using Microsoft.Extensions.Hosting;
using Serilog;
using Serilog.Events;

namespace Detainees.Bot;

/// <summary>Puts the parts together: what one needs of another stands here and nowhere else.</summary>
internal static class BotHost
{
    /// <param name="logs">More listeners, for tests that must hear what the console's levels leave out.</param>
    public static WebApplication Build(
        BotOptions options, TelegramLink link, Places places, TeamList team, TimeZoneInfo zone, ServerSecrets secrets,
        IIntakeStore store, FormSource source, FormShelf forms, TimeProvider time, Action<ILoggingBuilder>? logs = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Detainees.Bot" });
        builder.WebHost.UseKestrelCore().UseUrls(options.DeskApi.Listen).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = DeskGate.MaxBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
            kestrel.Limits.MaxRequestLineSize = 8 << 10;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.MaxConcurrentConnections = 512;
        });
        builder.Logging.AddSerilog(Logger(options), dispose: true);
        logs?.Invoke(builder.Logging);
        builder.Services.AddRoutingCore();
        // All at once: one after the other, a request that hangs would take from the sender the time in which it notes what was said.
        builder.Services.Configure<HostOptions>(host => (host.ShutdownTimeout, host.ServicesStopConcurrently) = (StopLimits.Parts, true));

        var services = builder.Services;
        services.AddSingleton(time);
        services.AddSingleton(options);
        services.AddSingleton(places);
        services.AddSingleton(new HomeZone(zone));
        services.AddSingleton(new CurrentTeam(team));
        services.AddSingleton(source).AddSingleton(forms);
        services.AddSingleton<IFormLibrary>(forms);
        // The caller opened these and closes them after the host: the container disposes of nothing that it was handed.
        services.AddSingleton(store).AddSingleton(secrets).AddSingleton(link).AddSingleton(link.Client);
        services.AddSingleton(new ConversationEngine(forms, new ConversationRules { TimeZone = options.TimeZone, Team = team.Name }));
        services.AddSingleton(provider => new RequestSender(
            provider.GetRequiredService<TelegramBotClient>(), forms.OpenMedia, provider.GetRequiredService<ILogger<RequestSender>>()));
        services.AddSingleton<BotFigures>();
        // Only then: what exports them is a good part of the code there is to load.
        if (options.Metrics.OtlpEndpoint.Length > 0) services.AddHostedService<FiguresExport>();
        services.AddSingleton<WaitNotice>().AddSingleton<Lanes>().AddSingleton<LockedChats>().AddSingleton<FetchQueue>().AddSingleton<ChatQuotas>();
        // Desks sign with the real time, also while a try-out pretends that days have passed.
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<NonceMemory>(provider, TimeProvider.System));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<DeskGate>(provider, TimeProvider.System));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<DeskEndpoints>(provider, TimeProvider.System));
        services.AddSingleton<OutgoingQueue>().AddSingleton<IOutbox>(provider => provider.GetRequiredService<OutgoingQueue>());
        services.AddSingleton<IntakeTurns>().AddSingleton<AttachmentIntake>();
        services.AddSingleton<IUpdateSink, IntakeSink>();
        services.AddSingleton<TeamWatch>().AddHostedService(provider => provider.GetRequiredService<TeamWatch>());
        services.AddHostedService<Polling>().AddHostedService<Sending>();
        services.AddHostedService<StoreCheck>().AddHostedService<AttachmentFetcher>().AddHostedService<WakeUps>().AddHostedService<Housekeeping>().AddHostedService<Rekeying>().AddHostedService<FormWatch>().AddHostedService<CommandMenuSetting>();

        var app = builder.Build();
        app.UseRouting();
        app.Services.GetRequiredService<DeskEndpoints>().Map(app);
        app.UseEndpoints(_ => { });
        return app;
    }

    private static Serilog.Core.Logger Logger(BotOptions options)
    {
        return new LoggerConfiguration()
            .MinimumLevel.Is(Enum.Parse<LogEventLevel>(options.LogLevel, ignoreCase: true)) // checked before
            // The framework's request lines carry paths and queries; ours carry ids and counts only.
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}", formatProvider: System.Globalization.CultureInfo.InvariantCulture,
                // What ends the program is said where a supervisor looks for it.
                standardErrorFromLevel: LogEventLevel.Fatal)
            .CreateLogger();
    }
}
