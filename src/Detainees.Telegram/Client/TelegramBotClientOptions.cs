namespace Detainees.Telegram;

/// <summary>How to reach the Bot API.</summary>
public sealed class TelegramBotClientOptions
{
    /// <summary>The bot's token, "digits:letters". Whoever has it can read every message that is not yet deleted.</summary>
    public required Secret Token { get; init; }

    /// <summary>Where the methods live, without the token; https, or http on this machine only. A path is kept as a prefix.</summary>
    public Uri ApiRoot { get; init; } = new("https://api.telegram.org");

    /// <summary>Allows http to another host: for a Bot API server in a network that is ours alone. The token then travels in the clear.</summary>
    public bool AllowUnencryptedApiRoot { get; init; }

    /// <summary>For a call and its answer: 1 second to 5 minutes, 30 seconds by default. Long polls have the poll's time on top of 15 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For sending or fetching a file: 10 seconds to 1 hour, 10 minutes by default.</summary>
    public TimeSpan FileTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a fetched file may pause: 1 second to 5 minutes, 30 seconds by default.</summary>
    public TimeSpan FileIdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Connections to the server at most, the poll's included: 2 to 1000, 80 by default.</summary>
    public int MaxConnections { get; init; } = 80;

    /// <summary>Names of the properties that do not hold; empty when all do. Never their values.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        if (!IsToken(Token.Reveal())) problems.Add(nameof(Token));
        if (!ApiRoot.IsAbsoluteUri || ApiRoot.Query.Length > 0 || ApiRoot.Fragment.Length > 0 || ApiRoot.UserInfo.Length > 0
            || !(ApiRoot.Scheme == Uri.UriSchemeHttps
                || (ApiRoot.Scheme == Uri.UriSchemeHttp && (ApiRoot.IsLoopback || AllowUnencryptedApiRoot))))
            problems.Add(nameof(ApiRoot));
        if (!Within(RequestTimeout, 1, 300)) problems.Add(nameof(RequestTimeout));
        if (!Within(FileTimeout, 10, 3600)) problems.Add(nameof(FileTimeout));
        if (!Within(FileIdleTimeout, 1, 300)) problems.Add(nameof(FileIdleTimeout));
        if (MaxConnections is < 2 or > 1000) problems.Add(nameof(MaxConnections));
        return problems;
    }

    /// <summary>Digits, a colon, and letters of base64url: nothing that could change the meaning of an address.</summary>
    private static bool IsToken(string token)
    {
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        return colon is > 0 and <= 20 && token.Length is > 2 and <= 256 && colon < token.Length - 1
            && token.AsSpan(0, colon).IndexOfAnyExceptInRange('0', '9') < 0
            && token.AsSpan(colon + 1).IndexOfAnyExcept(Base64Url) < 0;
    }

    private static bool Within(TimeSpan value, int fromSeconds, int toSeconds) =>
        value >= TimeSpan.FromSeconds(fromSeconds) && value <= TimeSpan.FromSeconds(toSeconds);

    private static readonly System.Buffers.SearchValues<char> Base64Url =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
