using System.Text.Json.Nodes;

namespace Detainees.Phone.Chats;

/// <summary>What happened on the phone, in order, so that a page that lost its connection goes on where it was.</summary>
internal sealed class EventLog
{
    private const int Kept = 2000;
    private readonly Lock gate = new();
    private readonly Queue<(long Number, long Chat, string Json)> events = new();
    private TaskCompletionSource changed = PhoneClock.NewSignal();
    private long last;

    public long Last { get { lock (gate) return last; } }

    public void Add(long chat, JsonObject what)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            last++;
            what["seq"] = last;
            what["chat"] = chat;
            events.Enqueue((last, chat, what.ToJsonString()));
            if (events.Count > Kept) events.Dequeue();
            signal = changed;
            changed = PhoneClock.NewSignal();
        }

        signal.SetResult();
    }

    /// <summary>Events after <paramref name="after"/>, of one chat or (null) of all; a reload where some are no longer kept.</summary>
    public (IReadOnlyList<(long Number, string Json)> Events, Task Changed) After(long after, long? chat)
    {
        lock (gate)
        {
            var first = events.Count == 0 ? last + 1 : events.Peek().Number;
            if (after + 1 < first || after > last) return ([(last, """{"type":"reload"}""")], changed.Task);
            var found = events.Where(e => e.Number > after && (chat is null || e.Chat == chat || e.Chat == 0))
                .Select(e => (e.Number, e.Json)).ToList();
            return (found, changed.Task);
        }
    }
}
