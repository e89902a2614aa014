using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Detainees.Phone.Chats;

/// <param name="Id">update_id.</param>
/// <param name="Kind">message, edited_message, callback_query or my_chat_member.</param>
/// <param name="Json">The whole Update.</param>
/// <param name="Expires">Messages live 24 hours, presses 150 seconds.</param>
/// <param name="Lane">The webhook queue it stands in: one per chat, and another per person for presses.</param>
internal sealed record PendingUpdate(int Id, string Kind, JsonObject Json, DateTimeOffset Expires, long Lane);

/// <summary>
/// The updates that the bot has not confirmed. Not thread-safe: the world's gate guards it.
/// </summary>
/// <remarks>Rules: telegram-bot-api, tdqueue's <c>TQueue::get</c> and Client.cpp's <c>add_update</c>.</remarks>
internal sealed class UpdateQueue
{
    /// <summary>Callback queries of a person stand in their own webhook queue (Client.cpp: user id + 3 * 2^33).</summary>
    public const long PressLane = 3L << 33;

    private const int FarAhead = 10;
    private const int FarBehind = 100_000;

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
        "edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count", "inline_query",
        "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll",
        "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost",
    };

    private static readonly HashSet<string> NotByDefault = new(StringComparer.Ordinal) { "chat_member", "message_reaction", "message_reaction_count" };

    private readonly List<PendingUpdate> pending = [];
    private int next = RandomNumberGenerator.GetInt32(10_000, 500_000_000);

    /// <summary>Set through allowed_updates; null is the default set.</summary>
    public IReadOnlyList<string>? Allowed { get; private set; }

    public IReadOnlyList<PendingUpdate> Pending => pending;

    /// <summary>Completes at the next change; replaced each time.</summary>
    public TaskCompletionSource Changed { get; private set; } = PhoneClock.NewSignal();

    /// <summary>An empty list and a list without any known name both mean the default set.</summary>
    public void Allow(IReadOnlyList<string> names)
    {
        var known = names.Where(Known.Contains).Distinct(StringComparer.Ordinal).ToList();
        Allowed = known.Count == 0 ? null : known;
    }

    public bool IsAllowed(string kind) => Allowed is null ? !NotByDefault.Contains(kind) : Allowed.Contains(kind);

    /// <summary>Adds an update unless its kind is not asked for; it holds for updates to come, not for those that wait.</summary>
    public PendingUpdate? Add(string kind, JsonObject payload, DateTimeOffset expires, long lane)
    {
        if (!IsAllowed(kind)) return null;
        var id = next++;
        var update = new PendingUpdate(id, kind, new JsonObject { ["update_id"] = id, [kind] = payload }, expires, lane);
        pending.Add(update);
        Signal();
        return update;
    }

    /// <summary>Confirms what lies before <paramref name="offset"/> and returns the next updates.</summary>
    /// <param name="offset">Positive: the first id wanted. Negative: that many from the end, forgetting the rest. 0: all.</param>
    public IReadOnlyList<PendingUpdate> Get(long offset, int limit, DateTimeOffset now, bool confirms = true)
    {
        Expire(now);
        if (offset < 0) offset = next + Math.Max(offset, -pending.Count);
        // Far off the mark is not an error: the id restarts at random after a quiet week, so the server starts anew.
        else if (offset > next + FarAhead || (offset > 0 && offset < (pending.Count > 0 ? pending[0].Id : next) - FarBehind)) offset = 0;
        if (confirms && offset > 0) pending.RemoveAll(u => u.Id < offset);
        return pending.Where(u => u.Id >= offset).Take(limit).ToList();
    }

    public void Expire(DateTimeOffset now) => pending.RemoveAll(u => u.Expires <= now);

    public void Remove(int id) => pending.RemoveAll(u => u.Id == id);

    public void Clear() => pending.Clear();

    public void Signal()
    {
        var signal = Changed;
        Changed = PhoneClock.NewSignal();
        signal.SetResult();
    }
}
