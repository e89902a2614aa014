using System.Collections.Concurrent;
using System.Collections.Immutable;
using Detainees.Conversations;
using Detainees.Telegram;

namespace Detainees.Bot.Intake;

/// <summary>
/// Tells a person, once in a while, that what they wrote could not be stored yet. It does not go through the outbox, because the
/// outbox is in the store that takes nothing now. It says nothing of what this is about.
/// </summary>
internal sealed class WaitNotice(TelegramBotClient client, TimeProvider time)
{
    private const int MostChats = 10_000;
    private const int MostAtOnce = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    // In the languages of the first form: whose language it is cannot be told without the store.
    private const string Text =
        "Խնդրում ենք մի փոքր սպասել։ Ձեր գրածը չի կորչի, կպատասխանենք՝ հենց որ կարողանանք։\n\n"
        + "Пожалуйста, подождите немного. Написанное Вами не пропадёт, мы ответим, как только сможем.\n\n"
        + "Please wait a little. What you wrote is not lost; we will answer as soon as we can.";

    private readonly ConcurrentDictionary<long, DateTimeOffset> told = new();
    private readonly ConcurrentDictionary<long, long> messages = new();
    private int underWay;

    /// <summary>Does not wait for the answer: the lane and the batch must not hang on a notice.</summary>
    public void Tell(ChatId chat)
    {
        var now = time.GetUtcNow();
        if (told.TryGetValue(chat.Value, out var last) && now - last < Pause) return;
        if (Interlocked.Increment(ref underWay) > MostAtOnce)
        {
            Interlocked.Decrement(ref underWay);
            return;
        }

        if (told.Count >= MostChats) told.Clear();
        told[chat.Value] = now;
        _ = SendAsync(chat);
    }

    /// <summary>The notice that stands in this chat, to be deleted with the rest; none the second time.</summary>
    public ImmutableArray<long> TakeMessages(ChatId chat) => messages.TryRemove(chat.Value, out var message) ? [message] : [];

    private async Task SendAsync(ChatId chat)
    {
        try
        {
            // Whether it arrives or not: the person's own message waits at Telegram and is taken when there is room.
            var sent = await client.SendAsync(MessageWriter.Send(chat, new OutgoingMessage(Text, [], null)), CancellationToken.None);
            if (sent is ApiResult<long?>.Ok { Value: { } message }) messages[chat.Value] = message;
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }
}
