using System.Net;

namespace Detainees.Telegram;

/// <summary>The connection handler that the product uses.</summary>
internal static class BotConnection
{
    public static SocketsHttpHandler Create(TelegramBotClientOptions options) => new()
    {
        // Without a propagator the handler makes no activity; its url.full would hold the token.
        ActivityHeadersPropagator = null,
        // A name may come to mean another address; an idle poll's connection may be dead without anybody saying so.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        ConnectTimeout = TimeSpan.FromSeconds(15),
        MaxConnectionsPerServer = options.MaxConnections,
        // A redirect would carry the token to wherever it points.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
    };
}
