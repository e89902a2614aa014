using System.Globalization;

namespace Detainees.Phone.Bot;

/// <summary>A bot token is the bot's user id, a colon and a secret.</summary>
internal static class TokenForm
{
    public static bool TryBotId(string token, out long id)
    {
        id = 0;
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < token.Length - 1
            && long.TryParse(token.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out id)
            && token.AsSpan(colon + 1).IndexOfAnyExcept(Allowed) < 0;
    }

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
}
