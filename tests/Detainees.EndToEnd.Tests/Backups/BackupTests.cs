using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Detainees.Bot.Settings;
using Detainees.EndToEnd.Tests.Starting;
using Detainees.Journal;
using Detainees.Storage;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Backups;

/// <summary>A backup of a store in use, the loss of everything, and the restore, with the commands an operator and a case worker type.</summary>
public sealed class BackupTests : IDisposable
{
    private const string Name = "Վահրամ Փորձյան";
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task After_the_loss_of_the_server_a_backup_and_a_desk_bring_back_every_entry_and_erase_again_what_was_erased()
    {
        OutsideTools.Require("age");
        Directory.CreateDirectory(Data);
        var (erased, sending, waiting) = (Thread(), Thread(), Thread());
        JournalHead lost;
        EntryId takenBack, late;
        Guid photo, lateVoice;
        await using (var store = Open())
        {
            photo = await ReportAsync(store, erased, "first report", withFile: true);
            takenBack = (await store.EntriesAsync(1, 10, Cancel))[^1].Id;
            await ReportAsync(store, Thread(), "second report");
            await PutDraftAsync(store, sending);
            await PutDraftAsync(store, waiting);

            // The bot goes on: its store is open here, in another process than the command.
            var backup = await BotRun.ToEndAsync(["backup", "--out", folder["backup.tar"], .. Settings()], Cancel);
            Assert.True(backup.ExitCode == 0, backup.Error);
            Assert.Contains("2 journal entries", backup.Output, StringComparison.Ordinal);

            // After the backup somebody sends, and somebody takes everything back.
            lateVoice = await ReportAsync(store, sending, "third report", withFile: true, ends: true);
            late = (await store.EntriesAsync(3, 10, Cancel))[^1].Id;
            await StoredAsync(store, new Turn { Thread = erased, ExpectedRevision = 0, Journal = [new JournalItem.Erasure(Entry(), "")] });
            lost = await store.HeadAsync(Cancel);
        }

        Assert.Equal(4, lost.Size);
        await PullToDeskAsync();
        Directory.Delete(Data, recursive: true);
        Directory.Delete(Secrets, recursive: true);
        Directory.Delete(folder["epochs"], recursive: true);

        var withoutSecrets = await BotRun.ToEndAsync(["restore", folder["backup.tar"], .. Settings()], Cancel);
        withoutSecrets.RefusedBecause("secrets.age", "sealed to the team");
        await OpenSecretsAsync();
        var alone = await BotRun.ToEndAsync(["restore", folder["backup.tar"], .. Settings()], Cancel);
        Assert.True(alone.ExitCode == 0, alone.Error);
        Assert.Contains("2 journal entries (2 of the backup), 1 attachments, 2 open drafts", alone.Output, StringComparison.Ordinal);
        await using (var store = Open())
        {
            // Without the desk's bundle what was taken back would be there again: the restore must be told of it.
            Assert.NotNull(await store.OpenBodyAsync(takenBack, Cancel));
            Assert.Equal(2, (await store.HeadAsync(Cancel)).Size);
        }

        Directory.Delete(Data, recursive: true);
        var whole = await BotRun.ToEndAsync(["restore", folder["backup.tar"], "--bundle", folder["handed-back.tar"], .. Settings()], Cancel);
        Assert.True(whole.ExitCode == 0, whole.Error);
        Assert.Contains("2 entries brought back, 1 of them erasures", whole.Output, StringComparison.Ordinal);
        await using (var store = Open())
        {
            Assert.Equal(lost, await store.HeadAsync(Cancel));
            Assert.Null(await store.OpenBodyAsync(takenBack, Cancel));
            Assert.Null(store.OpenAttachment(photo));
            await using var body = await store.OpenBodyAsync(late, Cancel);
            Assert.Equal("third report", await ReadAsync(body));
            await using var voice = store.OpenAttachment(lateVoice);
            Assert.NotNull(voice);
            // The draft that was sent is no draft any more; the other one is closed: its key was in no backup.
            Assert.IsType<LoadResult.None>(await store.LoadAsync(sending, Cancel));
            Assert.IsType<LoadResult.Locked>(await store.LoadAsync(waiting, Cancel));
            Assert.NotNull(await store.ReceiptAsync(late, Cancel));
            Assert.True(await store.IsSoundAsync(Cancel));
            // It goes on as if nothing had happened: the next entry follows the one that every desk has seen.
            await ReportAsync(store, Thread(), "fourth report");
            Assert.Equal(lost.Last, (await store.EntriesAsync(5, 1, Cancel))[0].Previous);
        }
    }

    [Fact]
    public async Task A_backup_holds_no_secret_and_no_answer_in_the_clear()
    {
        Directory.CreateDirectory(Data);
        byte[] state = Encoding.UTF8.GetBytes($"{{\"name\":\"{Name}\"}}");
        await using (var store = Open())
        {
            await ReportAsync(store, Thread(), "sealed elsewhere", withFile: true);
            await StoredAsync(store, new Turn { Thread = Thread(), ExpectedRevision = 0, Change = Put(state) });
            Assert.Equal(0, (await BotRun.ToEndAsync(["backup", "--out", folder["backup.tar"], .. Settings()], Cancel)).ExitCode);
        }

        var content = await File.ReadAllBytesAsync(folder["backup.tar"], Cancel);
        Assert.True(content.AsSpan().IndexOf(Encoding.UTF8.GetBytes("sealed elsewhere")) >= 0, "the search finds what is there");
        Assert.True(content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Name)) < 0);
        Assert.True(content.AsSpan().IndexOf(File.ReadAllBytes(Path.Combine(Secrets, "thread.key"))) < 0);
        var pem = File.ReadAllLines(Path.Combine(Secrets, "signing.pem"))[1];
        Assert.True(content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(pem)) < 0);
        foreach (var key in Directory.GetFiles(folder["epochs"])) Assert.True(content.AsSpan().IndexOf(File.ReadAllBytes(key)) < 0);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["backup.tar"]));
    }

    [Fact]
    public async Task A_backup_that_was_changed_or_is_another_servers_is_refused_and_leaves_no_store()
    {
        Directory.CreateDirectory(Data);
        await using (var store = Open())
        {
            await ReportAsync(store, Thread(), "a report", withFile: true);
            Assert.Equal(0, (await BotRun.ToEndAsync(["backup", "--out", folder["backup.tar"], .. Settings()], Cancel)).ExitCode);
        }

        var overwriting = await BotRun.ToEndAsync(["restore", folder["backup.tar"], .. Settings()], Cancel);
        overwriting.RefusedBecause("not empty");
        Directory.Delete(Data, recursive: true);
        var content = await File.ReadAllBytesAsync(folder["backup.tar"], Cancel);
        foreach (var (change, why) in new (Action<byte[]>, string)[]
        {
            (bytes => bytes[600] ^= 1, "signed"), // in the manifest
            (bytes => bytes[bytes.AsSpan().LastIndexOf("a report"u8)] ^= 1, "damaged"), // in the database
            (bytes => bytes.AsSpan(0, 512).Clear(), "no backup"),
        })
        {
            var changed = (byte[])content.Clone();
            change(changed);
            await File.WriteAllBytesAsync(folder["changed.tar"], changed, Cancel);
            (await BotRun.ToEndAsync(["restore", folder["changed.tar"], .. Settings()], Cancel)).RefusedBecause(why);
            Assert.False(File.Exists(Path.Combine(Data, "intake.db")));
            if (Directory.Exists(Data)) Directory.Delete(Data, recursive: true);
        }

        await File.WriteAllBytesAsync(folder["changed.tar"], content[..(content.Length / 2)], Cancel);
        (await BotRun.ToEndAsync(["restore", folder["changed.tar"], .. Settings()], Cancel)).RefusedBecause("is not restored");
        Directory.Delete(Data, recursive: true);
        Directory.Delete(Secrets, recursive: true);
        ServerSecrets.OpenOrCreate(Secrets)?.Dispose();
        (await BotRun.ToEndAsync(["restore", folder["backup.tar"], .. Settings()], Cancel)).RefusedBecause("not signed by the server");
    }

    private string Data => folder["data"];
    private string Secrets => folder["secrets"];

    private string[] Settings() =>
    [
        $"--Storage:DataDirectory={Data}", $"--Storage:SecretsDirectory={Secrets}", $"--Storage:EpochKeyDirectory={folder["epochs"]}",
        $"--Team:File={Checkout.Path("config", "demo", "team.txt")}", $"--Team:Roots={Checkout.Path("config", "demo", "roots.pub")}",
    ];

    private IIntakeStore Open()
    {
        var secrets = ServerSecrets.OpenOrCreate(Secrets) ?? throw new InvalidOperationException("no secrets");
        return Assert.IsType<OpenResult.Opened>(SqliteStore.Open(new StoreOptions
        {
            DataDirectory = Data, EpochKeyDirectory = folder["epochs"], Origin = "detainees-intake", SigningKey = secrets.Signing, Time = TimeProvider.System,
        })).Store;
    }

    /// <summary>The desk takes everything over by a bundle, and hands it back.</summary>
    private async Task PullToDeskAsync()
    {
        Assert.Equal(0, (await BotRun.ToEndAsync(["bundle", "--out", folder["bundle.tar"], .. Settings()], Cancel)).ExitCode);
        var key = await BotRun.ToEndAsync(["key", .. Settings()], Cancel);
        await File.WriteAllTextAsync(folder["server.pub"], key.Output.Split('\n')[0] + "\n", Cancel);
        var desk = Path.Combine(AppContext.BaseDirectory, "Detainees.Desk.dll");
        string[] keys = ["--identity", Checkout.Path("config", "demo", "anna.identity.txt"), "--device", Checkout.Path("config", "demo", "device.pem"), "--desk", folder["desk"]];
        var pulled = await OutsideTools.RunAsync("dotnet", [desk, "pull", "--bundle", folder["bundle.tar"], "--server-key", folder["server.pub"], .. keys], Cancel);
        Assert.True(pulled.ExitCode == 0, pulled.Text + pulled.Error);
        var handed = await OutsideTools.RunAsync("dotnet", [desk, "hand-back", "--out", folder["handed-back.tar"], .. keys], Cancel);
        Assert.True(handed.ExitCode == 0, handed.Text + handed.Error);
    }

    /// <summary>As the manual says, with stock tools: the server itself cannot open it.</summary>
    private async Task OpenSecretsAsync()
    {
        await using (var archive = File.OpenRead(folder["backup.tar"]))
        await using (var tar = new TarReader(archive))
        {
            while (await tar.GetNextEntryAsync(cancellationToken: Cancel) is { } entry)
                if (entry.Name == "secrets.age") await entry.ExtractToFileAsync(folder["secrets.age"], overwrite: false, Cancel);
        }

        var opened = await OutsideTools.RunAsync(
            "age", ["-d", "-i", Checkout.Path("config", "demo", "recovery.identity.txt"), "-o", folder["secrets.tar"], folder["secrets.age"]], Cancel);
        Assert.True(opened.ExitCode == 0, opened.Error);
        Directory.CreateDirectory(Secrets);
        await TarFile.ExtractToDirectoryAsync(folder["secrets.tar"], Secrets, overwriteFiles: false, Cancel);
    }

    /// <summary>A sealed report as the store takes it: to it the body is bytes like any others.</summary>
    private static async Task<Guid> ReportAsync(IIntakeStore store, ThreadKey thread, string body, bool withFile = false, bool ends = false)
    {
        var file = Guid.NewGuid();
        var stored = new List<AttachmentItem>();
        if (withFile)
        {
            await using var writer = Assert.IsType<AttachmentCreation.Created>(store.CreateAttachment(file)).Writer;
            await writer.Content.WriteAsync(RandomNumberGenerator.GetBytes(3000), Cancel);
            stored.Add(Assert.IsType<AttachmentCommit.Kept>(await writer.CommitAsync(Cancel)).Item);
        }

        var revision = ends ? Assert.IsType<LoadResult.Open>(await store.LoadAsync(thread, Cancel)).Details.Revision : 0;
        await StoredAsync(store, new Turn
        {
            Thread = thread, ExpectedRevision = revision, Change = ends ? new DraftChange.Remove() : new DraftChange.Keep(), AttachmentsStored = [.. stored],
            Journal = [new JournalItem.Entry(EntryKind.Report, Entry(), "first 1", Encoding.UTF8.GetBytes(body), [.. stored.Select(s => s.Id)])],
        });
        return file;
    }

    private static Task PutDraftAsync(IIntakeStore store, ThreadKey thread) =>
        StoredAsync(store, new Turn { Thread = thread, ExpectedRevision = 0, Change = Put("{}"u8.ToArray()) });

    private static DraftChange.Put Put(byte[] state)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        return new(state, "first", "1", "hy", 1, null, DateTimeOffset.UtcNow.AddHours(40), new DraftKey(key, "sealed to the team"u8));
    }

    private static async Task StoredAsync(IIntakeStore store, Turn turn) => Assert.IsType<TurnResult.Stored>(await store.CommitAsync(turn, Cancel));

    private static async Task<string> ReadAsync(Stream? content)
    {
        Assert.NotNull(content);
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync(Cancel);
    }

    private static ThreadKey Thread() => new(Guid.NewGuid());

    private static EntryId Entry() => new(Guid.NewGuid());
}
