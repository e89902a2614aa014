using System.Collections.Concurrent;

namespace Detainees.Telegram;

/// <summary>The addresses of methods and files, made once per method: the token is not copied into new strings at every call.</summary>
internal sealed class BotAddresses(Uri apiRoot, Secret token)
{
    private readonly string root = apiRoot.AbsoluteUri.TrimEnd('/');
    private readonly ConcurrentDictionary<string, (Uri Shown, Uri Real)> methods = new(StringComparer.Ordinal);

    public BotRequestMessage ForMethod(string method)
    {
        var (shown, real) = methods.GetOrAdd(method, static (name, self) =>
            (new Uri($"{self.root}/{name}"), new Uri($"{self.root}/bot{self.Token}/{name}")), this);
        return new BotRequestMessage(HttpMethod.Post, shown, real);
    }

    /// <summary>Null for a path that does not stay below the files: a local Bot API server gives paths of its own disk.</summary>
    public BotRequestMessage? ForFile(string path)
    {
        var parts = path.Split('/');
        if (parts.Any(part => part is "" or "." or ".." || part.Contains('\\', StringComparison.Ordinal))) return null;
        var escaped = string.Join('/', parts.Select(Uri.EscapeDataString));
        return new BotRequestMessage(HttpMethod.Get, new Uri($"{root}/file"), new Uri($"{root}/file/bot{Token}/{escaped}"));
    }

    private string Token => token.Reveal();
}
