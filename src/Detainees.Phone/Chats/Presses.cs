using System.Security.Cryptography;

namespace Detainees.Phone.Chats;

/// <summary>Presses that wait for answerCallbackQuery: each may be answered once, within the time a press lives.</summary>
internal sealed class Presses
{
    private readonly Dictionary<string, (long Chat, DateTimeOffset Until)> waiting = new(StringComparer.Ordinal);

    public string Add(long chat, DateTimeOffset until)
    {
        var id = RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue).ToString("D", null) + RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue).ToString("D", null);
        waiting[id] = (chat, until);
        return id;
    }

    /// <summary>The chat of a press that may still be answered; null when too old, answered or unknown.</summary>
    public long? Take(string id, DateTimeOffset now) =>
        waiting.Remove(id, out var press) && now <= press.Until ? press.Chat : null;
}
