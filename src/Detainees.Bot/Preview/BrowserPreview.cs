using System.Collections.Immutable;
using Detainees.Bot.Intake;
using Detainees.Conversations;
using Detainees.Phone;
using Detainees.Telegram;
using Microsoft.Extensions.Logging.Abstractions;

namespace Detainees.Bot.Preview;

/// <summary>
/// A trial in the browser phone: takes what the phone's person does to the session, sends what comes of it, and serves the pane.
/// Everything is in memory; it speaks to the phone in this process and to nothing else.
/// </summary>
internal sealed class BrowserPreview : IAsyncDisposable
{
    /// <summary>How often the file is looked at: soon enough for whoever saves and looks up.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(700);

    private readonly FormTrial trial;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim gate = new(1);
    private readonly List<MessageId> messages = [];
    private TelegramBotClient? client;
    private PhoneServer? phone;
    private ChatId? chat;
    private string? hint;

    public BrowserPreview(FormTrial trial, TimeProvider time) => (this.trial, this.time) = (trial, time);

    public Uri Address => phone?.Address ?? throw new InvalidOperationException("It was not started.");

    /// <exception cref="PhonePortInUseException">The port is taken.</exception>
    public async Task StartAsync(int port, CancellationToken cancel)
    {
        phone = await PhoneServer.StartAsync(
            new Phone.PhoneOptions
            {
                Port = port, BotName = trial.Form.Title.Length is > 0 and <= 64 ? trial.Form.Title : "Preview",
                Banner = ["Preview: nothing is stored, nothing is sent to anybody."],
                Preview = new PreviewHooks(LookAsync, WishAsync),
            },
            cancel);
        client = new TelegramBotClient(new TelegramBotClientOptions { Token = new Secret(PhoneServer.DummyToken), ApiRoot = phone.Address });
    }

    /// <summary>Serves until cancelled.</summary>
    public Task RunAsync(CancellationToken cancel) => Task.WhenAll(PollAsync(cancel), WatchAsync(cancel));

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        if (phone is not null) await phone.DisposeAsync();
        gate.Dispose();
    }

    private TelegramBotClient Client => client ?? throw new InvalidOperationException("It was not started.");

    private async Task PollAsync(CancellationToken cancel)
    {
        long? offset = null;
        while (!cancel.IsCancellationRequested)
        {
            if (await Client.GetUpdates(offset, 25, 100, cancel) is not ApiResult<UpdateBatch>.Ok { Value: var batch })
            {
                await Task.Delay(Pause, time, cancel);
                continue;
            }

            foreach (var update in batch.Updates)
            {
                offset = update.Id + 1;
                if (UpdateReader.Read(update) is UpdateReading.ForChat forChat) await TakeAsync(forChat, cancel);
            }
        }
    }

    /// <summary>Looks at the file until cancelled; a saved file shows at once, good or bad.</summary>
    private async Task WatchAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, cancel);
            await gate.WaitAsync(cancel);
            try
            {
                if (!trial.Reload()) continue;
                // The open question may read otherwise now.
                if (trial.Report.Form is not null && trial.Session.Drafting is { Draft.Here: { Length: > 0 } here }
                    && trial.Session.Jump(here, null, $": jump {here}") is { } shown) await PerformAsync(shown, cancel);
                phone?.PreviewChanged();
            }
            finally
            {
                gate.Release();
            }
        }
    }

    private async Task TakeAsync(UpdateReading.ForChat update, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            // One chat is tried at a time: another person's first word begins anew.
            if (chat != update.Chat)
            {
                (chat, hint) = (update.Chat, update.LanguageHint);
                messages.Clear();
                trial.Restart(hint);
            }

            Remember(update.Input);
            var input = update.Input is Input.File file ? file with { Content = WalkScript.FileOf(file.Content.Kind, trial.Session.Steps) } : update.Input;
            var line = WalkScript.LineOf(trial.Session, input);
            if (trial.Session.Steps < WalkSession.MaxSteps) await PerformAsync(trial.Session.Give(input, line), cancel);
            phone?.PreviewChanged();
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<PreviewView> LookAsync(CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            return PreviewPane.Of(trial);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<string?> WishAsync(PreviewWish wish, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            if (wish.Kind == "save") return trial.Save().Problem;
            if (wish.Kind == "restart") return await RestartAsync(cancel);
            var line = wish.Kind switch
            {
                "jump" => $": jump {wish.Value}",
                "language" => $": language {wish.Value}",
                "date" => $"@ {wish.Value}",
                _ => "",
            };
            if (line.AsSpan().ContainsAny('\r', '\n')) return "one line at a time";
            switch (WalkScript.Do(trial.Session, line))
            {
                case WalkStep.Done done:
                    await PerformAsync(done.Effects, cancel);
                    return null;
                case WalkStep.NotDone not:
                    return not.Reason;
                default:
                    return null;
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<string?> RestartAsync(CancellationToken cancel)
    {
        trial.Restart(hint);
        await DeleteAsync(cancel);
        if (chat is null) return null;
        await PerformAsync(trial.Session.Give(new Input.Command(new MessageId(0), "start"), "> /start"), cancel);
        return null;
    }

    private void Remember(Input input)
    {
        foreach (var id in IntakeTurns.IncomingOf(input)) messages.Add(new MessageId(id));
    }

    private async Task PerformAsync(ImmutableArray<Effect> effects, CancellationToken cancel)
    {
        if (chat is not { } to) return;
        // Made anew each time: a picture that was saved again under its name must not be shown as it was.
        var sender = new RequestSender(Client, trial.OpenMedia, NullLogger<RequestSender>.Instance);
        foreach (var effect in effects)
        {
            if (effect is Effect.DeleteMessages) await DeleteAsync(cancel);
            // An edit of a message that the walk names and the phone has not is no fault: the phone refuses it.
            else if (MessageWriter.Write(to, effect) is { } request && await sender.SendAsync(request, cancel) is ApiResult<long?>.Ok { Value: { } id } && effect is Effect.Say)
                messages.Add(new MessageId(id));
        }
    }

    private async Task DeleteAsync(CancellationToken cancel)
    {
        if (chat is not { } of) return;
        foreach (var request in MessageWriter.Delete(of, messages)) await Client.SendAsync(request, cancel);
        messages.Clear();
    }
}
