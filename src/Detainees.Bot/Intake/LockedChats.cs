using System.Collections.Concurrent;
using Detainees.Conversations;
using Detainees.Journal;

namespace Detainees.Bot.Intake;

/// <summary>
/// Where a chat stands that is deciding about a draft the server can no longer read. Such a draft's row must stay untouched, so
/// this little is kept in memory; a restart asks the question again.
/// </summary>
internal sealed class LockedChats
{
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<ThreadKey, (long Revision, ConversationState.Locked State)> chats = new();

    public ConversationState.Locked? Find(ThreadKey thread, long revision) =>
        chats.TryGetValue(thread, out var kept) && kept.Revision == revision ? kept.State : null;

    public void Keep(ThreadKey thread, long revision, ConversationState.Locked state)
    {
        // A reboot locks every open draft at once; past this many the question is asked again, which harms nobody.
        if (chats.Count >= Most) chats.Clear();
        chats[thread] = (revision, state);
    }

    public void Forget(ThreadKey thread) => chats.TryRemove(thread, out _);
}
