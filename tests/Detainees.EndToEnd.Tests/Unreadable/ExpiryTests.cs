using Detainees.Bot.Settings;
using Detainees.Conversations;
using Detainees.Endurance.Running;
using Detainees.Endurance.Unreadable;
using Detainees.EndToEnd.Tests.Starting;
using Detainees.Storage;
using Places = Detainees.EndToEnd.Tests.Starting.Places;

namespace Detainees.EndToEnd.Tests.Unreadable;

/// <summary>P3 with the real process: a try-out, whose time can be moved on.</summary>
public sealed class ExpiryTests : IDisposable
{
    private readonly Places places = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => places.Dispose();

    [Fact]
    public async Task Of_a_draft_that_nobody_finished_nothing_is_left_after_its_time()
    {
        Directory.CreateDirectory(places["forms"]);
        await File.WriteAllTextAsync(places["forms", "form.yaml"], OpenForm.Yaml, Cancel);
        var phone = BotRun.FreePort();
        var secrets = new Secrets(new Random(44));
        long person;
        await using (var bot = new RunningBot(places.TryOut($"--Forms:Directory={places["forms"]}", $"--Phone:Port={phone}", "--LogLevel=Verbose")))
        {
            await bot.UntilSaidAsync("Polling began", Cancel);
            var address = new Uri($"http://127.0.0.1:{phone}");
            using var bench = new PhoneBench(address);
            await using var chat = await ChatOnPhone.OpenAsync(address, "Ani", "en", Cancel);
            person = chat.Chat;
            await new Teller(chat, secrets, new Random(45)).TellAsync(Way.LeaveOpen, Cancel);
            await chat.SendFileAsync("photo", secrets.File(0xFF, 0xD8, 0xFF, 0xE0), "photo.jpg", "image/jpeg", Cancel);
            await bench.QuietAsync(Cancel);
            Assert.Single(SealedFiles());

            await bench.AdvanceAsync(TimeSpan.FromHours(45), Cancel);
            // All that was said goes out of the chat, whoever said it.
            await chat.AwaitAllAsync(messages => messages.Count == 1 && messages[0].Text.Contains("/start", StringComparison.Ordinal), "the end of the draft", Cancel);
            await bench.QuietAsync(Cancel);
            foreach (var said in secrets.Texts) Assert.DoesNotContain(said, bot.Output, StringComparison.Ordinal);
        }

        Assert.Empty(SealedFiles());
        var needles = Needles.Of(secrets.Texts, secrets.Files, OpenForm.Yaml);
        Assert.Empty(Search.Files([places["data"], places["epochs"], places["secrets"]], needles, out var looked));
        Assert.True(looked is { Files: > 5, Bytes: > 50_000 }, $"{looked}");
        using var keys = ServerSecrets.OpenOrCreate(places["secrets"]) ?? throw new InvalidOperationException("no secrets");
        var opened = SqliteStore.Open(new StoreOptions
        {
            DataDirectory = places["data"], EpochKeyDirectory = places["epochs"], Origin = "detainees-intake", SigningKey = keys.Signing,
        });
        await using var store = Assert.IsType<OpenResult.Opened>(opened).Store;
        var counts = await store.CountsAsync(Cancel);
        Assert.True(counts is { Attachments: 0, Outgoing: 0 }, $"{counts}");
        // A row stays until the last word is deleted as well. Not even with its key is there anything in it that was said.
        var kept = Assert.IsType<LoadResult.Open>(await store.LoadAsync(keys.ThreadOf(new ChatId(person)), Cancel));
        var hits = new Dictionary<Form, int>();
        needles.CountIn(kept.State, hits);
        Assert.Empty(hits);
        Assert.Empty(await store.EntriesAsync(1, 10, Cancel));
    }

    private string[] SealedFiles() => Directory.GetFiles(places["data", "attachments"], "*.age", SearchOption.AllDirectories);
}
