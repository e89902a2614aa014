using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Detainees.Phone.Bot;
using Detainees.Phone.Web;

namespace Detainees.Phone.Chats;

/// <summary>All that the phone and its server know. One gate guards it: requests are short and people are slow.</summary>
internal sealed class PhoneWorld : IAsyncDisposable
{
    public static readonly TimeSpan MessageLifetime = TimeSpan.FromHours(24);
    public static readonly TimeSpan PressLifetime = TimeSpan.FromSeconds(150);

    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<long, PhoneChat> chats = [];
    private int lastMessageId;

    public PhoneWorld(PhoneOptions options)
    {
        Options = options;
        Clock = new PhoneClock(options.Time);
        _ = TokenForm.TryBotId(options.Token, out var botId);
        BotId = botId;
        Faults = new FaultPlan();
        Webhook = new Webhook(this);
    }

    public Lock Gate { get; } = new();
    public PhoneOptions Options { get; }
    public PhoneClock Clock { get; }
    public long BotId { get; }
    public UpdateQueue Updates { get; } = new();
    public FileStore Files { get; } = new();
    public EventLog Events { get; } = new();
    public RequestJournal Journal { get; } = new();
    public BotProfile Profile { get; } = new();
    public Presses Presses { get; } = new();
    public FaultPlan Faults { get; }
    public Webhook Webhook { get; }
    public CancellationToken Stopping => stopping.Token;

    public IEnumerable<PhoneChat> Chats => chats.Values;

    public PhoneChat? Find(long chat) => chats.GetValueOrDefault(chat);

    public PhoneChat Create(string name, string language)
    {
        // Ids of today's accounts do not fit 32 bits, and programs that think so must fail here, not in the field.
        var id = RandomNumberGenerator.GetInt32(1, 1_000_000_000) + 6_000_000_000L;
        while (chats.ContainsKey(id)) id++;
        var chat = new PhoneChat(id, name, language);
        chats.Add(id, chat);
        Events.Add(id, new JsonObject { ["type"] = "chat" });
        return chat;
    }

    public JsonObject BotJson() => new()
    {
        ["id"] = BotId, ["is_bot"] = true, ["first_name"] = Options.BotName, ["username"] = Options.BotUserName,
    };

    /// <summary>Adds a message to a chat and shows it. Message ids count through all chats, as a bot sees them.</summary>
    public PhoneMessage Say(PhoneChat chat, bool fromBot, JsonObject content)
    {
        var id = ++lastMessageId;
        var now = Clock.Now;
        var body = new JsonObject
        {
            ["message_id"] = id, ["from"] = fromBot ? BotJson() : chat.UserJson(), ["chat"] = chat.ChatJson(),
            ["date"] = now.ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in content.ToList())
        {
            content.Remove(name);
            body[name] = value;
        }

        var message = new PhoneMessage(id, fromBot, now, body);
        chat.Messages.Add(id, message);
        if (!fromBot) chat.Started = true;
        Show(chat, message);
        return message;
    }

    public void Show(PhoneChat chat, PhoneMessage message) =>
        Events.Add(chat.Id, new JsonObject { ["type"] = "message", ["message"] = message.ToPhoneJson() });

    public void Delete(PhoneChat chat, IEnumerable<int> ids)
    {
        var gone = ids.Where(chat.Messages.Remove).ToList();
        if (gone.Count == 0) return;
        chat.Deleted.AddRange(gone);
        Events.Add(chat.Id, new JsonObject { ["type"] = "deleted", ["message_ids"] = new JsonArray([.. gone.Select(i => (JsonNode)i)]) });
    }

    /// <summary>Queues an update for the bot, twice under two ids where the fault plan says so.</summary>
    public void Tell(PhoneChat chat, string kind, JsonObject payload)
    {
        var press = kind == "callback_query";
        var expires = Clock.Now + (press ? PressLifetime : MessageLifetime);
        var lane = press ? UpdateQueue.PressLane + chat.Id : chat.Id;
        var copies = Faults.Take(FaultKind.DuplicateUpdates, kind) is null ? 1 : 2;
        for (var i = 0; i < copies; i++) Updates.Add(kind, (JsonObject)payload.DeepClone(), expires, lane);
        Webhook.Wake();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Webhook.DisposeAsync();
        stopping.Dispose();
    }
}
