using System.Collections.Concurrent;
using Detainees.Conversations;
using Detainees.Telegram;

namespace Detainees.Bot.Intake;

/// <summary>
/// Tells a person, once in a while, that what they wrote could not be stored yet. It does not go through the outbox, because the
/// outbox is in the store that takes nothing now. It says nothing of what this is about.
/// </summary>
internal sealed class WaitNotice(TelegramBotClient client, TimeProvider time)
{
    private const int Most = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    // In the languages of the first form: whose language it is cannot be told without the store.
    private const string Text =
        "Խնդրում ենք մի փոքր սպասել։ Ձեր գրածը չի կորչի, կպատասխանենք՝ հենց որ կարողանանք։\n\n"
        + "Пожалуйста, подождите немного. Написанное Вами не пропадёт, мы ответим, как только сможем.\n\n"
        + "Please wait a little. What you wrote is not lost; we will answer as soon as we can.";

    private readonly ConcurrentDictionary<long, DateTimeOffset> told = new();

    public async Task TellAsync(ChatId chat, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (told.TryGetValue(chat.Value, out var last) && now - last < Pause) return;
        if (told.Count >= Most) told.Clear();
        told[chat.Value] = now;
        // Whether it arrives or not: the message itself waits at Telegram and is taken when there is room.
        await client.SendAsync(MessageWriter.Send(chat, new OutgoingMessage(Text, [], null)), cancel);
    }
}
