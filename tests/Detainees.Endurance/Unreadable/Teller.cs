using Detainees.Endurance.Running;

namespace Detainees.Endurance.Unreadable;

/// <summary>How far a person goes.</summary>
internal enum Way { Send, Cancel, Erase, LeaveOpen }

/// <summary>One person who sends everything that can be sent: text, corrections, photo, paper, voice, captions, another language.</summary>
internal sealed class Teller(ChatOnPhone chat, Secrets secrets, Random random)
{
    private long begun;

    public string? Reference { get; private set; }

    public async Task TellAsync(Way way, CancellationToken cancel)
    {
        var start = await chat.SayAsync("/start", cancel);
        await chat.PressAsync(random.Next(2) == 0 ? "English" : "Русский", cancel, start);
        begun = await PressAnyAsync(["Begin", "Начать"], start, cancel);
        var who = await AnswerAsync("Q1", cancel);
        await AnswerAsync("Q2", cancel);
        await AskedAsync("Q3", cancel);
        await chat.EditAsync(who, secrets.Text(), cancel);
        await chat.AwaitTextAsync(secrets.Texts[^1], cancel, begun);
        if (way is Way.LeaveOpen) return;
        await SwitchLanguageAsync(cancel);

        await FileAsync("photo", "jpg", "image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0], "Q3", cancel);
        await FileAsync("document", "pdf", "application/pdf", [.. "%PDF-1.7"u8], "Q4", cancel);
        await AskedAsync("Q5", cancel);
        await chat.SendFileAsync("voice", secrets.File([.. "OggS"u8]), "v.ogg", "audio/ogg", cancel, secrets.Text());
        await AskedAsync("Q6", cancel);
        switch (way)
        {
            case Way.Cancel or Way.Erase:
                var order = await chat.SayAsync(way is Way.Cancel ? "/cancel" : "/erase", cancel);
                await PressAnyAsync(["Yes, erase", "Да, стереть", "Erase everything", "Стереть всё"], order, cancel);
                await chat.AwaitAsync(m => !m.Own && m.Id > order && m.Text.Contains("/start", StringComparison.Ordinal) && m.Buttons.Count == 0, cancel, "the word that all is erased");
                break;
            default:
                await SendAsync(cancel);
                break;
        }
    }

    private async Task SendAsync(CancellationToken cancel)
    {
        await PressAnyAsync(["Skip", "Пропустить"], begun, cancel);
        await PressAnyAsync(["Send", "Отправить"], begun, cancel, exactly: true);
        var confirmed = await PressAnyAsync(["Send now", "Отправить сейчас"], begun, cancel);
        var last = await chat.AwaitAsync(m => !m.Own && m.Id > confirmed && m.Copies is not null, cancel, "the reference");
        Reference = last.Copies;
    }

    private async Task SwitchLanguageAsync(CancellationToken cancel)
    {
        var order = await chat.SayAsync("/language", cancel);
        await chat.PressAsync(random.Next(2) == 0 ? "English" : "Русский", cancel, order);
        await chat.AwaitTextAsync("Q3", cancel, order);
    }

    private async Task FileAsync(string kind, string extension, string mime, byte[] start, string question, CancellationToken cancel)
    {
        await AskedAsync(question, cancel);
        await chat.SendFileAsync(kind, secrets.File(start), $"{secrets.Text()[..12]}.{extension}", mime, cancel, secrets.Text());
        await PressAnyAsync(["Done", "Готово"], begun, cancel);
    }

    private async Task<long> AnswerAsync(string question, CancellationToken cancel)
    {
        await AskedAsync(question, cancel);
        return await chat.SayAsync(secrets.Text(), cancel);
    }

    private Task<Shown> AskedAsync(string question, CancellationToken cancel) => chat.AwaitTextAsync(question, cancel, begun);

    private async Task<long> PressAnyAsync(string[] labels, long after, CancellationToken cancel, bool exactly = false)
    {
        bool Fits(string label) => labels.Any(wanted => exactly ? label.EndsWith(wanted, StringComparison.Ordinal) : label.Contains(wanted, StringComparison.Ordinal));
        while (true)
        {
            var message = await chat.AwaitAsync(m => !m.Own && m.Id > after && m.Buttons.Any(b => Fits(b.Label)), cancel, $"a button '{labels[0]}'");
            var (_, row, column) = message.Buttons.First(b => Fits(b.Label));
            if (await chat.TryPressAsync(message.Id, row, column, cancel)) return message.Id;
        }
    }
}
