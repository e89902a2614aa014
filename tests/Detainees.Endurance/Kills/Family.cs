using System.Globalization;
using Detainees.Endurance.Running;

namespace Detainees.Endurance.Kills;

/// <summary>
/// One person who answers, corrects, sends, erases or stops in the middle, as the seed says, and writes down what was acknowledged:
/// an answer counts from the moment the bot went on to the next thing.
/// </summary>
internal sealed class Family(ChatOnPhone chat, Random random)
{
    private readonly List<Told> told = [];
    private long begun;

    public long Chat => chat.Chat;
    public IReadOnlyList<Told> Told => told;

    /// <summary>Conversation after conversation until <paramref name="enough"/>; the last one may be left open.</summary>
    public async Task TalkAsync(Func<bool> enough, CancellationToken cancel)
    {
        do
        {
            var one = new Told(chat.Chat);
            told.Add(one);
            await TellAsync(one, enough, cancel);
        }
        while (!enough());
    }

    private async Task TellAsync(Told one, Func<bool> enough, CancellationToken cancel)
    {
        // The last word of the conversation before may come a second time, but never after the first word of this one.
        begun = await chat.PressAsync("Begin", cancel, await chat.SayAsync("/start", cancel));
        await AskedAsync(KillForm.Name, cancel);
        var name = await AnswerAsync(one, "name", Value("name"), KillForm.Age, cancel);
        await AnswerAsync(one, "age", random.Next(18, 90).ToString(CultureInfo.InvariantCulture), KillForm.Met, cancel);
        if (MayStop(enough)) return;

        var met = random.Next(2) == 0 ? "Often" : "Seldom";
        await chat.PressAsync($"{met} met", cancel, begun);
        await AskedAsync(KillForm.Photo, cancel);
        Acknowledge(one, "met", met.ToLowerInvariant());
        if (random.Next(2) == 0) await ShowAsync(one, cancel);
        else await chat.PressAsync("Skip", cancel, await AskedAsync(KillForm.Photo, cancel) - 1);
        await AskedAsync(KillForm.Place, cancel);

        await AnswerAsync(one, "place", Value("place"), KillForm.Word, cancel);
        if (random.Next(3) == 0)
        {
            var corrected = Value("name");
            await chat.EditAsync(name, corrected, cancel);
            await chat.AwaitTextAsync(corrected, cancel, begun);
            Acknowledge(one, "name", corrected);
        }

        if (MayStop(enough)) return;
        if (random.Next(5) == 0) await EraseAsync(one, cancel);
        else await SendAsync(one, cancel);
    }

    private async Task ShowAsync(Told one, CancellationToken cancel)
    {
        var photo = new byte[random.Next(2_000, 60_000)];
        random.NextBytes(photo);
        (photo[0], photo[1], photo[2]) = (0xFF, 0xD8, 0xFF);
        await chat.SendFileAsync("photo", photo, "photo.jpg", "image/jpeg", cancel);
        await chat.PressAsync("Done", cancel, begun);
        await AskedAsync(KillForm.Place, cancel);
        one.Photo = photo;
        one.Acknowledged++;
    }

    private async Task SendAsync(Told one, CancellationToken cancel)
    {
        await AnswerAsync(one, "word", Value("word"), "Your answers", cancel);
        await chat.PressAsync("Send", cancel, begun);
        var confirmed = await chat.PressAsync("Send now", cancel, begun);
        var last = await chat.AwaitAsync(m => !m.Own && m.Id > confirmed && m.Copies is not null, cancel, "the reference");
        (one.Ending, one.Reference) = (Ending.Sent, last.Copies);
    }

    private async Task EraseAsync(Told one, CancellationToken cancel)
    {
        var order = await chat.SayAsync("/cancel", cancel);
        await chat.PressAsync("Yes, erase", cancel, order);
        await chat.AwaitTextAsync("Erased.", cancel, order);
        one.Ending = Ending.Erased;
    }

    private bool MayStop(Func<bool> enough) => enough() && random.Next(2) == 0;

    private async Task<long> AnswerAsync(Told one, string question, string value, string next, CancellationToken cancel)
    {
        var message = await chat.SayAsync(value, cancel);
        await chat.AwaitTextAsync(next, cancel, begun);
        Acknowledge(one, question, value);
        return message;
    }

    private static void Acknowledge(Told one, string question, string value)
    {
        one.Answers[question] = value;
        one.Acknowledged++;
    }

    private async Task<long> AskedAsync(string question, CancellationToken cancel) => (await chat.AwaitTextAsync(question, cancel, begun)).Id;

    private string Value(string question) =>
        string.Create(CultureInfo.InvariantCulture, $"{question} {chat.Chat} {told.Count} {random.NextInt64(1_000_000_000_000):x}");
}
