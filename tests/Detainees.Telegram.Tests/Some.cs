namespace Detainees.Telegram.Tests;

internal static class Some
{
    /// <summary>Of no bot; distinctive, so that a search for it finds nothing else.</summary>
    public const string Token = "100000001:AAinventedTokenForTests-0123456789_xyz";

    public static TelegramBotClientOptions Options(Uri? root = null) =>
        new() { Token = new Secret(Token), ApiRoot = root ?? new Uri("http://127.0.0.1:1") };

    public const string Message = """{"message_id":7,"date":1767225600,"chat":{"id":5,"type":"private"},"text":"ok"}""";
}
