using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Detainees.Bot.Intake;
using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Phone;
using Detainees.Storage;
using Detainees.Telegram;
using Detainees.Testing;
using Microsoft.Extensions.Logging;

namespace Detainees.Bot.Tests.Intake;

/// <summary>The intake with the local phone behind it, so that files come over real HTTP and fail as they do on a bad line.</summary>
internal sealed class FileRig : IAsyncDisposable
{
    private readonly PhoneServer phone;
    private readonly List<ThreadKey> threads = [];
    private readonly HttpClient http;
    private readonly TelegramBotClient client;
    private AttachmentFetcher? fetcher;
    private List<ReceivedUpdate> sent = [];
    private long offset;

    private FileRig(IntakeRig intake, FakeClock pauses, PhoneServer phone)
    {
        (Intake, Pauses) = (intake, pauses);
        http = new HttpClient { BaseAddress = phone.Address };
        client = new TelegramBotClient(new TelegramBotClientOptions { Token = new Secret(PhoneServer.DummyToken), ApiRoot = phone.Address });
        this.phone = phone;
    }

    public IntakeRig Intake { get; }

    /// <summary>The clock of the pauses between tries and of slow lines; the conversations have another one.</summary>
    public FakeClock Pauses { get; }

    public AttachmentIntake Files => new(client, Intake.Store, Intake.Team, Intake.Quotas);

    public ThreadKey Thread => Intake.Secrets.ThreadOf(new ChatId(1));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<FileRig> StartAsync(string? form = null)
    {
        var pauses = new FakeClock();
        return new FileRig(new IntakeRig(form), pauses, await PhoneServer.StartAsync(new PhoneOptions { Time = pauses }, Cancel));
    }

    /// <summary>Somebody at the question for photos.</summary>
    public async Task<Person> PersonAtPhotoAsync()
    {
        using var answer = await http.PostAsJsonAsync("phone/chats", new { name = "Ani", language_code = "en" }, Cancel);
        using var created = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        var person = Intake.NewPerson(created.RootElement.GetProperty("id").GetInt64());
        threads.Add(Intake.ThreadOf(person));
        await person.BeginAsync();
        await person.SayAsync("Karen Testyan");
        return person;
    }

    /// <summary>Sends a file from the phone; the intake takes the update as the phone's Bot API gives it.</summary>
    public async Task SendAsync(Person person, byte[] content)
    {
        await UploadAsync(person.Chat, content);
        sent = await UpdatesAsync();
        await SendAgainAsync(person);
    }

    /// <summary>The same updates once more, as the channel brings them when nobody confirmed them.</summary>
    public async Task SendAgainAsync(Person person)
    {
        await Intake.TakeAsync([.. sent]);
        await Intake.CarryOutAsync(person);
    }

    /// <summary>From the question for photos to the report, whose attachments it gives.</summary>
    public async Task<IReadOnlyList<AttachmentItem>> SendReportAsync(Person person)
    {
        foreach (var press in new[] { "Done", "Skip", "Send", "Send now" }) await person.PressAsync(press);
        return Assert.Single(await Intake.JournalAsync()).Attachments;
    }

    /// <summary>Sends a file and gives what opens it at the channel.</summary>
    public async Task<FetchOrder> OrderAsync(byte[] content)
    {
        using var answer = await http.PostAsJsonAsync("phone/chats", new { name = "Ani", language_code = "en" }, Cancel);
        using var created = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        var chat = created.RootElement.GetProperty("id").GetInt64();
        await UploadAsync(chat, content);
        var file = (await UpdatesAsync()).Select(UpdateReader.Read).OfType<UpdateReading.ForChat>().Select(u => u.Input).OfType<Input.File>().Last();
        return new FetchOrder(chat, file.Content.Ref, file.Content.Kind);
    }

    public async Task FaultAsync(string kind, string method, int next = 1, int retryAfter = 10)
    {
        using var answer = await http.PostAsJsonAsync("phone/faults", new { kind, method, next, retry_after = retryAfter }, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    public async Task StartFetchingAsync()
    {
        fetcher = new AttachmentFetcher(
            Intake.Store, Intake.Fetches, Files, Intake.Lanes, Intake.Turns, Intake.Team, Pauses, Intake.Logs.CreateLogger<AttachmentFetcher>());
        await fetcher.StartAsync(Cancel);
    }

    public async Task StopFetchingAsync()
    {
        if (fetcher is null) return;
        await fetcher.StopAsync(Cancel);
        fetcher.Dispose();
        fetcher = null;
    }

    /// <summary>Lets the pauses pass until nothing is to be fetched any more, or the program has died.</summary>
    public async Task UntilFetchedAsync()
    {
        while (!Intake.Store.IsDead && (await Intake.Store.StillToFetchAsync(Cancel)).Length > 0)
        {
            Pauses.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        // The turn that took the last one in may still be handing on what it says.
        foreach (var thread in threads) (await Intake.Lanes.EnterAsync(thread, Cancel)).Dispose();
    }

    /// <summary>Until the phone has carried out an ordered fault.</summary>
    public async Task UntilFaultAsync(string kind)
    {
        while (!(await http.GetStringAsync("phone/journal?after=0", Cancel)).Contains($"\"{kind}\"", StringComparison.Ordinal)) await Task.Yield();
    }

    public async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            Cancel.ThrowIfCancellationRequested();
            Pauses.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    /// <summary>Sealed files under their names.</summary>
    public string[] SealedFiles() => Directory.GetFiles(Path.Combine(Intake.Data, "attachments"), "*.age", SearchOption.AllDirectories);

    /// <summary>Files that are still being written.</summary>
    public string[] Unfinished() => Directory.GetFiles(Path.Combine(Intake.Data, "attachments", "incoming"));

    public async ValueTask DisposeAsync()
    {
        await StopFetchingAsync();
        http.Dispose();
        await phone.DisposeAsync();
        await Intake.DisposeAsync();
    }

    private async Task UploadAsync(long chat, byte[] content)
    {
        var part = new ByteArrayContent(content);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var form = new MultipartFormDataContent { { new StringContent("document"), "kind" }, { part, "files", "file.bin" } };
        using var answer = await http.PostAsync($"phone/chats/{chat}/files", form, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private async Task<List<ReceivedUpdate>> UpdatesAsync()
    {
        var batch = Assert.IsType<ApiResult<UpdateBatch>.Ok>(await client.GetUpdates(offset, 0, 100, Cancel)).Value;
        if (batch.Updates.Length > 0) offset = batch.Updates[^1].Id + 1;
        return [.. batch.Updates];
    }
}
