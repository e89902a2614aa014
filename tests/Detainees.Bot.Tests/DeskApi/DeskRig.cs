using Detainees.Bot.Intake;
using Detainees.Bot.Publishing;
using Detainees.Bot.Settings;
using Detainees.Bot.Team;
using Detainees.Bot.Tests.Intake;
using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Phone;
using Detainees.Signing;
using Detainees.Storage;
using Detainees.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Detainees.Bot.Tests.DeskApi;

/// <summary>The host as it really runs, with a journal in its store, and a desk that signs its requests.</summary>
internal sealed class DeskRig : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private readonly SigningKey device;
    private ServerSecrets secrets;
    private IIntakeStore store;
    private readonly PhoneServer phone;
    private TelegramLink link;
    private WebApplication app;

    private readonly SigningKey root = SigningKey.Create();
    private readonly BotOptions options;
    private long serial = 1;

    private DeskRig(SigningKey device, ServerSecrets secrets, IIntakeStore store, PhoneServer phone, TemporaryFolder folder, DeskApiOptions api)
    {
        (this.device, this.secrets, this.store, this.phone, this.folder) = (device, secrets, store, phone, folder);
        options = new BotOptions
        {
            DeskApi = api, LogLevel = "Fatal", Team = new TeamOptions { File = folder["team.txt"], Roots = folder["roots.pub"] },
            Storage = new StorageOptions { SecretsDirectory = folder["secrets"] },
        };
        File.WriteAllText(folder["roots.pub"], root.Public.ToOpenSsh("root") + "\n");
        WriteTeam(device, Carrier, Admin, SecondAdmin);
        link = new TelegramLink(options, PhoneServer.DummyToken, phone.Address);
        app = Build();
    }

    public IIntakeStore Store => store;
    public ServerSecrets Secrets => secrets;
    public SigningKey Device => device;
    public SigningKey Carrier { get; } = SigningKey.Create();
    public SigningKey Admin { get; } = SigningKey.Create();
    public SigningKey SecondAdmin { get; } = SigningKey.Create();
    public ThreadKey Thread => secrets.ThreadOf(new ChatId(1));
    public CurrentTeam CurrentTeam => app.Services.GetRequiredService<CurrentTeam>();
    public Uri Address { get; private set; } = new("http://127.0.0.1");
    public EntryId Entry { get; } = new(Guid.NewGuid());
    public byte[] Body { get; } = [.. Enumerable.Range(0, 5000).Select(i => (byte)i)];
    public AttachmentItem? Attachment { get; private set; }
    public byte[] AttachmentContent { get; } = [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i * 7))];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Identities of people who are no recipients; nobody has kept them.</summary>
    private static readonly string[] Others =
    [
        "age1l8npv496fa7wdrm3zudydsljl2dhp390dfqj0q9qlull5gezeaeqpnppxn",
        "age1hqglz87e02mqafqrkfs83cppkl5vgvk59mp5nwmjsk2ahnx5np9s7k7qff",
        "age1lyn4cnjgpgkz5g3mq4j64yveugjuws9dlqqetya4my7gahzmqeeqkh2anu",
        "age1309qdlvtze3cg44jl8tq822aft6gnx67ettk56xd73jv3t3ph4cqw45tt4",
    ];

    /// <summary>Signs a list of a team with these devices, newer than the one before.</summary>
    public void WriteTeam(params SigningKey[] devices)
    {
        var keys = IntakeRig.DemoTeam().Everyone.Select(key => key.ToString()).ToArray();
        var text = $"name: Team\nserial: {serial++}\nvalid-until: 2099-01-01\nrecipient: {keys[0]} A\nrecipient: {keys[1]} B\nrecovery: {keys[2]} C\n"
            + string.Concat(devices.Select(key => $"device: {(key == Carrier ? "carrier " : key == Admin || key == SecondAdmin ? "admin " : "")}{key.Public.ToOpenSsh("")} somebody\n"))
            // A carrier's and an admin's device is proven with an identity that is no recipient.
            + string.Concat(keys.Select(key => Team.TeamProofs.For([key], device))) + string.Concat(devices.Select((signer, i) => Team.TeamProofs.For([Others[i]], signer)));
        File.WriteAllText(folder["team.txt"], text);
        File.WriteAllText(folder["team.txt.sig"], Sealing.TeamFile.Sign(text, root));
    }

    public Sealing.TeamList ReadTeam() =>
        TeamFiles.Read(folder["team.txt"], folder["roots.pub"], TimeProvider.System.GetUtcNow()) is { Team: { } team, Problem: "" }
            ? team : throw new InvalidOperationException("no team");

    public static Task<DeskRig> StartAsync() => StartAsync(new DeskApiOptions { Listen = "http://127.0.0.1:0" });

    public static async Task<DeskRig> StartAsync(DeskApiOptions api)
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["data"]);
        var (secrets, store) = Open(folder);
        var device = SigningKey.TryReadPem(await File.ReadAllTextAsync(Checkout.Path("config", "demo", "device.pem"), Cancel));
        var rig = new DeskRig(
            device ?? throw new InvalidOperationException("no device key"), secrets, store,
            await PhoneServer.StartAsync(new PhoneOptions(), Cancel), folder, api);
        await rig.FillAsync();
        await rig.app.StartAsync(Cancel);
        rig.Address = new Uri(rig.app.Urls.Single());
        return rig;
    }

    /// <summary>Asks as an enrolled desk asks; each part can be made wrong.</summary>
    public async Task<HttpResponseMessage> AskAsync(
        string target, SigningKey? key = null, TimeSpan clock = default, string? nonce = null, string? signedTarget = null, string? authority = null,
        HttpMethod? method = null, string? body = null)
    {
        var (path, query) = Parts(signedTarget ?? target);
        var content = body is null ? [] : System.Text.Encoding.UTF8.GetBytes(body);
        var headers = RequestSignature.Sign(
            key ?? device, new SignedRequest(body is null ? "GET" : "POST", authority ?? Address.Authority, path, query, content), TimeProvider.System.GetUtcNow() + clock,
            nonce ?? RequestSignature.NewNonce());
        using var request = new HttpRequestMessage(method ?? (body is null ? HttpMethod.Get : HttpMethod.Post), new Uri(Address, target));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(content);
            request.Headers.TryAddWithoutValidation("Content-Digest", headers.ContentDigest);
        }

        request.Headers.TryAddWithoutValidation("Signature-Input", headers.SignatureInput);
        request.Headers.TryAddWithoutValidation("Signature", headers.Signature);
        return await http.SendAsync(request, Cancel);
    }

    public Task<HttpResponseMessage> AskUnsignedAsync(string target) => http.GetAsync(new Uri(Address, target), Cancel);

    /// <summary>Another process over the same store: nothing that was only in memory is left. Its port is another one.</summary>
    public async Task RestartAsync()
    {
        await app.StopAsync(Cancel);
        await app.DisposeAsync();
        link.Dispose();
        await store.DisposeAsync();
        secrets.Dispose();
        (secrets, store) = Open(folder);
        link = new TelegramLink(options, PhoneServer.DummyToken, phone.Address);
        app = Build();
        await app.StartAsync(Cancel);
        Address = new Uri(app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        link.Dispose();
        await phone.DisposeAsync();
        await store.DisposeAsync();
        secrets.Dispose();
        foreach (var key in new[] { device, Carrier, Admin, SecondAdmin, root }) key.Dispose();
        http.Dispose();
        folder.Dispose();
    }

    private static (ServerSecrets Secrets, IIntakeStore Store) Open(TemporaryFolder folder)
    {
        var secrets = ServerSecrets.OpenOrCreate(folder["secrets"]) ?? throw new InvalidOperationException("no secrets");
        var opened = SqliteStore.Open(new StoreOptions
        {
            DataDirectory = folder["data"], EpochKeyDirectory = folder["epochs"], Origin = Launch.Origin, SigningKey = secrets.Signing, ReservedBytes = 0,
        });
        return (secrets, Assert.IsType<OpenResult.Opened>(opened).Store);
    }

    private WebApplication Build() => BotHost.Build(
        options, link, Places.For(options, tryOut: true), ReadTeam(),
        TimeZoneInfo.Utc, secrets, store, new FormFolder(Checkout.Path("config", "forms")),
        FormShelf.Load(new FormFolder(Checkout.Path("config", "forms")), folder["archive"], new FormMenu(options.Forms)), TimeProvider.System);

    private async Task FillAsync()
    {
        var id = Guid.NewGuid();
        await using (var writer = Assert.IsType<AttachmentCreation.Created>(store.CreateAttachment(id)).Writer)
        {
            await writer.Content.WriteAsync(AttachmentContent, Cancel);
            Attachment = Assert.IsType<AttachmentCommit.Kept>(await writer.CommitAsync(Cancel)).Item;
        }

        var thread = secrets.ThreadOf(new ChatId(1));
        await CommitAsync(thread, new JournalItem.Entry(EntryKind.Report, Entry, "short 1", Body, [id]), [Attachment]);
        for (var i = 0; i < 4; i++) await CommitAsync(thread, new JournalItem.Entry(EntryKind.Addition, new EntryId(Guid.NewGuid()), "", Body, []), []);
    }

    private async Task CommitAsync(ThreadKey thread, JournalItem item, AttachmentItem[] stored) => Assert.IsType<TurnResult.Stored>(await store.CommitAsync(
        new Storage.Turn { Thread = thread, ExpectedRevision = 0, Journal = [item], AttachmentsStored = [.. stored] }, Cancel));

    private static (string Path, string Query) Parts(string target)
    {
        var question = target.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? (target, "") : (target[..question], target[question..]);
    }
}
