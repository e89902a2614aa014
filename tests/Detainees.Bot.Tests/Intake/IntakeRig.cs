using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Detainees.Bot.Intake;
using Detainees.Bot.Publishing;
using Detainees.Bot.Settings;
using Detainees.Bot.Team;
using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Sealing;
using Detainees.Storage;
using Detainees.Telegram;
using Detainees.Testing;
using Microsoft.Extensions.Logging;

namespace Detainees.Bot.Tests.Intake;

/// <summary>The intake as <see cref="BotHost"/> puts it together, over a real store, without the network: updates go in as
/// Telegram would send them, and what would be sent comes out of the queue.</summary>
internal sealed class IntakeRig : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly IFormLibrary? library;
    private readonly TimeProvider? storeTime;
    private long nextUpdate = 500_000;
    // Far from the numbers that a phone beside this rig gives: in a chat a number stands for one message only.
    private long nextMessage = 1_000_001;

    public IntakeRig(string? form = null, IFormLibrary? forms = null, string? data = null)
    {
        library = forms;
        storeTime = Clock;
        Data = data ?? folder["data"];
        Directory.CreateDirectory(Data);
        Directory.CreateDirectory(folder["forms"]);
        File.WriteAllText(folder["forms", "form.yaml"], form ?? TestForms.Short("short", "1"));
        Secrets = ServerSecrets.OpenOrCreate(folder["secrets"]) ?? throw new InvalidOperationException("no secrets");
        Open();
    }

    public FakeClock Clock { get; } = new();

    /// <summary>The messages that the bot asked to delete.</summary>
    public HashSet<long> Deleted { get; } = [];
    public LogCollector Logs { get; } = new();
    public string Data { get; }
    public string EpochKeys => folder["epochs"];
    public ServerSecrets Secrets { get; }
    public CurrentTeam Team { get; } = new(DemoTeam());

    public FaultyStore Store { get; private set; } = null!; // set by Open, which the constructor calls
    public OutgoingQueue Outgoing { get; private set; } = null!; // as above
    public FetchQueue Fetches { get; private set; } = null!; // as above
    public Lanes Lanes { get; private set; } = null!; // as above
    public ChatQuotas Quotas { get; private set; } = null!; // as above

    /// <summary>Taken over by the next start.</summary>
    public IntakeOptions Limits { get; set; } = new();
    public IntakeTurns Turns { get; private set; } = null!; // as above
    public IntakeSink Sink { get; private set; } = null!; // as above

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TeamList DemoTeam() =>
        TeamFiles.Read(Checkout.Path("config", "demo", "team.txt"), Checkout.Path("config", "demo", "roots.pub"), new FakeClock().GetUtcNow()).Team
        ?? throw new InvalidOperationException("no demo team");

    /// <summary>Stops and starts over the same data; a reboot loses what lay in memory file systems.</summary>
    /// <param name="atOnce">Before what the former process may have sent already is said again.</param>
    public async Task RestartAsync(bool loseEpochKeys = false, bool atOnce = false)
    {
        await Store.DisposeAsync();
        if (loseEpochKeys) Directory.Delete(EpochKeys, recursive: true);
        Open();
        await Outgoing.LoadAsync(Clock.GetUtcNow(), Cancel);
        if (!atOnce) Clock.Advance(OutgoingQueue.DoubtWait);
    }

    public Person NewPerson(long chat, string language = "en") => new(this, chat, language);

    public ThreadKey ThreadOf(Person person) => Secrets.ThreadOf(new ChatId(person.Chat));

    public Task TakeAsync(params ReceivedUpdate[] updates) => Sink.HandleAsync(updates, Cancel).AsTask();

    /// <summary>An input that does not come from the channel.</summary>
    public async Task<TurnEnd> TellAsync(Person person, Input input, AttachmentItem? stored = null, bool knowsChat = true)
    {
        using var lane = await Lanes.EnterAsync(ThreadOf(person), Cancel);
        return await Turns.RunAsync(ThreadOf(person), knowsChat ? new ChatId(person.Chat) : null, input, null, null, stored, Cancel);
    }

    /// <summary>Carries out what is due as the sender would, each row with success, and lets people see it.</summary>
    public async Task<List<Carried>> CarryOutAsync(params Person[] people)
    {
        var carried = new List<Carried>();
        var woken = true;
        Outgoing.Added = () => woken = true;
        while (woken)
        {
            woken = false;
            var take = await Outgoing.TakeDueAsync(Clock.GetUtcNow(), 100, 100, 8, Cancel);
            foreach (var row in take.Rows)
            {
                if ((row.Request ?? await Outgoing.RequestAsync(row, Cancel)) is not { } request)
                {
                    await Outgoing.ReportAsync([new OutboxReport.Sent(row.Id, row.ChatId, null)], Cancel);
                    continue;
                }

                var body = JsonNode.Parse(request.Body.Span)!.AsObject();
                long? message = request.Kind is Telegram.OutgoingKind.Send ? NextMessage() : null;
                var person = Array.Find(people, p => p.Chat == row.ChatId);
                person?.See(request, body, message);
                foreach (var gone in body["message_ids"]?.AsArray() ?? []) Deleted.Add((long)gone!); // an array of numbers
                carried.Add(new Carried(row.Id, row.ChatId, request.Kind, body, message));
                await Outgoing.ReportAsync([new OutboxReport.Sent(row.Id, row.ChatId, message)], Cancel);
            }
        }

        return carried;
    }

    public long NextUpdate() => nextUpdate++;
    public long NextMessage() => nextMessage++;

    public async Task<List<JournalEntry>> JournalAsync() => [.. await Store.EntriesAsync(1, 1000, Cancel)];

    public async Task<byte[]> BodyAsync(JournalEntry entry)
    {
        await using var body = await Store.OpenBodyAsync(entry.Id, Cancel) ?? throw new InvalidOperationException("no body");
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes, Cancel);
        return bytes.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Secrets.Dispose();
        folder.Dispose();
    }

    private void Open()
    {
        var opened = SqliteStore.Open(new StoreOptions
        {
            DataDirectory = Data, EpochKeyDirectory = EpochKeys, Origin = Launch.Origin, SigningKey = Secrets.Signing,
            Time = storeTime ?? Clock, ReservedBytes = 0,
        });
        Store = new FaultyStore(Assert.IsType<OpenResult.Opened>(opened).Store);
        var forms = library ?? FormShelf.Load(new FormFolder(folder["forms"]), folder["archive"], new FormMenu(new FormsOptions()));
        var engine = new ConversationEngine(forms, new ConversationRules { TimeZone = "Asia/Yerevan", Team = Team.List.Name });
        (Lanes, Fetches, Quotas) = (new Lanes(), new FetchQueue(), new ChatQuotas(new BotOptions { Intake = Limits }, Clock));
        Outgoing = new OutgoingQueue(Store, Logs.CreateLogger<OutgoingQueue>());
        // Nobody listens there: what is said past the outbox gets lost, which is all that these tests need of it.
        var notice = new WaitNotice(
            new TelegramBotClient(new TelegramBotClientOptions { Token = new Secret("1:nobody"), ApiRoot = new Uri("http://127.0.0.1:9") }), Clock);
        Turns = new IntakeTurns(
            Store, engine, Secrets, Team, new HomeZone(TimeZoneInfo.FindSystemTimeZoneById("Asia/Yerevan")), Clock, new LockedChats(), Outgoing, Fetches,
            notice, Quotas, Logs.CreateLogger<IntakeTurns>());
        Sink = new IntakeSink(Store, Lanes, Turns, Outgoing, notice, Secrets, Team, Quotas, Logs.CreateLogger<IntakeSink>());
    }
}

/// <summary>A request that was carried out.</summary>
internal sealed record Carried(long Row, long Chat, Telegram.OutgoingKind Kind, JsonObject Body, long? Message)
{
    public string Text => (string?)Body["text"] ?? "";
    public long[] Deleted => [.. (Body["message_ids"]?.AsArray() ?? []).Select(id => (long)id!)]; // an array of numbers
}

/// <summary>One family member's chat: makes updates, remembers what was shown.</summary>
internal sealed class Person(IntakeRig rig, long chat, string language)
{
    private readonly List<(string Label, string Token, long Message)> buttons = [];
    private readonly Dictionary<long, JsonObject> sent = [];

    public long Chat => chat;
    public List<string> Shown { get; } = [];
    public List<long> Own { get; } = [];

    /// <summary>What stands in the chat now, from either side.</summary>
    public HashSet<long> Standing { get; } = [];

    public ReceivedUpdate Text(string text, long? update = null) =>
        Message(update, new JsonObject { ["text"] = text });

    public ReceivedUpdate Photo(string fileId, long bytes = 1000) => Message(null, new JsonObject
    {
        ["photo"] = new JsonArray(new JsonObject
        {
            ["file_id"] = fileId, ["file_unique_id"] = "u" + fileId, ["width"] = 10, ["height"] = 10, ["file_size"] = bytes,
        }),
    });

    /// <summary>The same message under another number.</summary>
    public ReceivedUpdate Again(ReceivedUpdate update)
    {
        var json = sent[update.Id].DeepClone().AsObject();
        json["update_id"] = rig.NextUpdate();
        return Decode(json);
    }

    /// <param name="on">The message whose button it is, where it is not the one that the bot knows of.</param>
    public ReceivedUpdate Press(string label, long? update = null, long? on = null)
    {
        var button = buttons.LastOrDefault(b => b.Label.Contains(label, StringComparison.Ordinal));
        Assert.True(button.Token is not null, $"no button '{label}'; the last words: {Shown.LastOrDefault()} [{string.Join(" | ", buttons.Select(b => b.Label))}]");
        return Decode(new JsonObject
        {
            ["update_id"] = update ?? rig.NextUpdate(),
            ["callback_query"] = new JsonObject
            {
                ["id"] = "77" + rig.NextUpdate(), ["chat_instance"] = "1", ["data"] = button.Token, ["from"] = From(),
                ["message"] = new JsonObject { ["message_id"] = on ?? button.Message, ["date"] = 1767225600, ["chat"] = ChatJson(), ["text"] = "…" },
            },
        });
    }

    /// <summary>Does something, and sees what comes of it.</summary>
    public async Task DoAsync(ReceivedUpdate update)
    {
        await rig.TakeAsync(update);
        await rig.CarryOutAsync(this);
    }

    public bool Offers(string label) => buttons.Exists(b => b.Label.Contains(label, StringComparison.Ordinal));

    public Task SayAsync(string text) => DoAsync(Text(text));
    public Task PressAsync(string label) => DoAsync(Press(label));

    /// <summary>To the first question of the only form.</summary>
    public async Task BeginAsync()
    {
        await SayAsync("/start");
        if (buttons.Exists(b => b.Label == "English")) await PressAsync("English");
        await PressAsync("Begin");
    }

    public void See(OutgoingRequest request, JsonObject body, long? message)
    {
        if ((string?)body["text"] is { } text) Shown.Add(text);
        if (message is { } id) Standing.Add(id);
        foreach (var gone in body["message_ids"]?.AsArray() ?? []) Standing.Remove((long)gone!); // an array of numbers
        if (body["reply_markup"]?["inline_keyboard"] is not JsonArray rows) return;
        buttons.Clear();
        foreach (var button in rows.SelectMany(row => row!.AsArray())) // rows of buttons
            if ((string?)button!["callback_data"] is { } token)
                buttons.Add(((string)button["text"]!, token, message ?? (long)body["message_id"]!)); // a button has a text, an edit its message
    }

    private ReceivedUpdate Message(long? update, JsonObject content)
    {
        var id = rig.NextMessage();
        Own.Add(id);
        Standing.Add(id);
        content["message_id"] = id;
        content["date"] = rig.Clock.GetUtcNow().ToUnixTimeSeconds();
        content["chat"] = ChatJson();
        content["from"] = From();
        var json = new JsonObject { ["update_id"] = update ?? rig.NextUpdate(), ["message"] = content };
        sent[(long)json["update_id"]!] = json; // just set
        return Decode(json);
    }

    private JsonObject ChatJson() => new() { ["id"] = chat, ["type"] = "private", ["first_name"] = "Ani" };
    private JsonObject From() => new() { ["id"] = chat, ["is_bot"] = false, ["first_name"] = "Ani", ["language_code"] = language };

    private static ReceivedUpdate Decode(JsonObject json) =>
        UpdateReader.Decode(Encoding.UTF8.GetBytes(json.ToJsonString(JsonSerializerOptions.Default))) ?? throw new InvalidOperationException("no update");
}
