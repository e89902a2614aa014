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

namespace Detainees.Bot.Tests.DeskApi;

/// <summary>The host as it really runs, with a journal in its store, and a desk that signs its requests.</summary>
internal sealed class DeskRig : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private readonly SigningKey device;
    private readonly ServerSecrets secrets;
    private readonly IIntakeStore store;
    private readonly PhoneServer phone;
    private readonly WebApplication app;

    private DeskRig(SigningKey device, ServerSecrets secrets, IIntakeStore store, PhoneServer phone, TemporaryFolder folder)
    {
        (this.device, this.secrets, this.store, this.phone, this.folder) = (device, secrets, store, phone, folder);
        var options = new BotOptions
        {
            DeskApi = new DeskApiOptions { Listen = "http://127.0.0.1:0" }, LogLevel = "Fatal",
            Team = new TeamOptions { File = Checkout.Path("config", "demo", "team.txt"), Roots = Checkout.Path("config", "demo", "roots.pub") },
        };
        app = BotHost.Build(
            options, PhoneServer.DummyToken, phone.Address, Places.For(options, tryOut: true), IntakeRig.DemoTeam(),
            TimeZoneInfo.Utc, secrets, store, new FormFolder(Checkout.Path("config", "forms")),
            FormShelf.Load(new FormFolder(Checkout.Path("config", "forms")), folder["archive"], new FormMenu(options.Forms)), TimeProvider.System);
    }

    public IIntakeStore Store => store;
    public ServerSecrets Secrets => secrets;
    public SigningKey Device => device;
    public Uri Address { get; private set; } = new("http://127.0.0.1");
    public EntryId Entry { get; } = new(Guid.NewGuid());
    public byte[] Body { get; } = [.. Enumerable.Range(0, 5000).Select(i => (byte)i)];
    public AttachmentItem? Attachment { get; private set; }
    public byte[] AttachmentContent { get; } = [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i * 7))];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<DeskRig> StartAsync()
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["data"]);
        var secrets = ServerSecrets.OpenOrCreate(folder["secrets"]) ?? throw new InvalidOperationException("no secrets");
        var opened = SqliteStore.Open(new StoreOptions
        {
            DataDirectory = folder["data"], EpochKeyDirectory = folder["epochs"], Origin = Launch.Origin, SigningKey = secrets.Signing, ReservedBytes = 0,
        });
        var device = SigningKey.TryReadPem(await File.ReadAllTextAsync(Checkout.Path("config", "demo", "device.pem"), Cancel));
        var rig = new DeskRig(
            device ?? throw new InvalidOperationException("no device key"), secrets, Assert.IsType<OpenResult.Opened>(opened).Store,
            await PhoneServer.StartAsync(new PhoneOptions(), Cancel), folder);
        await rig.FillAsync();
        await rig.app.StartAsync(Cancel);
        rig.Address = new Uri(rig.app.Urls.Single());
        return rig;
    }

    /// <summary>Asks as an enrolled desk asks; each part can be made wrong.</summary>
    public async Task<HttpResponseMessage> AskAsync(
        string target, SigningKey? key = null, TimeSpan clock = default, string? nonce = null, string? signedTarget = null, string? authority = null,
        HttpMethod? method = null)
    {
        var (path, query) = Parts(signedTarget ?? target);
        var headers = RequestSignature.Sign(
            key ?? device, new SignedRequest("GET", authority ?? Address.Authority, path, query, default), TimeProvider.System.GetUtcNow() + clock,
            nonce ?? RequestSignature.NewNonce());
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(Address, target));
        request.Headers.TryAddWithoutValidation("Signature-Input", headers.SignatureInput);
        request.Headers.TryAddWithoutValidation("Signature", headers.Signature);
        return await http.SendAsync(request, Cancel);
    }

    public Task<HttpResponseMessage> AskUnsignedAsync(string target) => http.GetAsync(new Uri(Address, target), Cancel);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        await phone.DisposeAsync();
        await store.DisposeAsync();
        secrets.Dispose();
        device.Dispose();
        http.Dispose();
        folder.Dispose();
    }

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
