namespace Detainees.Telegram;

/// <summary>Puts the real address in at the last moment, and takes it out again when the answer is there.</summary>
internal sealed class TokenHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is not BotRequestMessage bot) return await base.SendAsync(request, cancellationToken);
        bot.RequestUri = bot.Real;
        try
        {
            return await base.SendAsync(bot, cancellationToken);
        }
        finally
        {
            bot.RequestUri = bot.Shown;
        }
    }
}
