namespace Detainees.Telegram;

/// <summary>A request that shows an address without the token to everything above the connection.</summary>
/// <remarks>
/// The token is a part of every address. What prints addresses: the <c>System.Net.Http</c> event source
/// (<c>RequestStart</c>), loggers, and the runtime's own diagnostics, which print the whole message by <c>ToString</c>.
/// </remarks>
internal sealed class BotRequestMessage(HttpMethod method, Uri shown, Uri real) : HttpRequestMessage(method, shown)
{
    public Uri Shown { get; } = shown;
    public Uri Real { get; } = real;

    public override string ToString() => $"{Method} {Shown}";
}
