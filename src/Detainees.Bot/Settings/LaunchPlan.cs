namespace Detainees.Bot.Settings;

/// <summary>In which way the program runs, decided before anything is opened.</summary>
public abstract record LaunchPlan
{
    private LaunchPlan() { }

    /// <summary>No token: the local phone is served in this process, reports go to the public demo team.</summary>
    public sealed record TryOut : LaunchPlan;

    /// <summary>A Bot API on this machine that is not Telegram (a phone of its own, a load harness); the demo team is allowed.</summary>
    public sealed record Practice(string Token, Uri ApiRoot) : LaunchPlan;

    /// <summary>Families: a signed team list that is not the demo team is required.</summary>
    public sealed record Production(string Token, Uri ApiRoot) : LaunchPlan;

    public sealed record Refused(string Reason) : LaunchPlan;

    /// <param name="options">As bound.</param>
    /// <param name="environmentToken">TELEGRAM_BOT_TOKEN, or null.</param>
    /// <param name="tokenFromFile">What the token file holds; null where none is named; empty where it cannot be read.</param>
    /// <param name="dummyToken">The local phone's fixed token.</param>
    public static LaunchPlan Decide(BotOptions options, string? environmentToken, string? tokenFromFile, string dummyToken)
    {
        if (!Uri.TryCreate(options.Telegram.ApiRoot, UriKind.Absolute, out var root) || root.Scheme is not ("https" or "http"))
            return new Refused("Telegram:ApiRoot is not an http or https address.");
        if (root.Query.Length + root.Fragment.Length + root.UserInfo.Length > 0)
            return new Refused("Telegram:ApiRoot is an address only: no user, no query, no fragment.");
        if (options.Mode.Trim() is not ("" or "practice"))
            return new Refused("Mode is either empty or 'practice'.");
        var practice = options.Mode.Trim() == "practice";
        if (tokenFromFile is "")
            return new Refused("Telegram:TokenFile is named, but it cannot be read or is empty.");
        var token = FirstOf(tokenFromFile, environmentToken, options.Telegram.Token);

        if (token is null)
            return practice || !IsTelegram(root)
                ? new Refused("A Bot API root is set, but no token: set TELEGRAM_BOT_TOKEN or Telegram:TokenFile.")
                : new TryOut();
        if (!IsWellFormed(token))
            return new Refused("The bot token does not look like one: digits, a colon, then at least 30 letters, digits, '_' or '-'.");
        if (token == dummyToken || practice)
            return root.IsLoopback
                ? new Practice(token, root)
                : new Refused("The phone's dummy token and practice mode are for a Bot API on this machine only (Telegram:ApiRoot).");
        if (root.Scheme != "https" && !root.IsLoopback)
            return new Refused("Telegram:ApiRoot must be https: the token travels in the address.");
        return new Production(token, root);
    }

    private static bool IsTelegram(Uri root) => root.Host == "api.telegram.org";

    private static string? FirstOf(params string?[] tokens) =>
        tokens.Select(t => t?.Trim()).FirstOrDefault(t => !string.IsNullOrEmpty(t));

    private static bool IsWellFormed(string token)
    {
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        return colon is > 0 and <= 20 && token.Length - colon - 1 is >= 30 and <= 100
            && token.AsSpan(0, colon).IndexOfAnyExceptInRange('0', '9') < 0
            && token.AsSpan(colon + 1).IndexOfAnyExcept(TokenCharacters) < 0;
    }

    private static readonly System.Buffers.SearchValues<char> TokenCharacters = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
}
