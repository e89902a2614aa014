using Detainees.Bot.Settings;
using Detainees.Bot.Tools;
using Detainees.Journal;
using Detainees.Storage;
using Detainees.Testing;

namespace Detainees.Bot.Tests.Tools;

/// <summary>Bundles of a part of the journal, as they are carried one after the other.</summary>
public sealed class BundleCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_bundle_to_an_entry_and_one_from_the_next_give_a_desk_the_whole_journal()
    {
        var key = await FillAsync(7);
        Assert.Equal(0, await RunAsync("a.tar", 1, 3));
        Assert.Equal(0, await RunAsync("b.tar", 4, long.MaxValue));
        var desk = new Receiver();
        Assert.Equal(3, Assert.IsType<JournalCheck.Sound>((await ReadAsync("a.tar", key, JournalHead.Empty, desk)).Journal).Head.Size);
        var second = await ReadAsync("b.tar", key, desk.Head, desk);
        Assert.Equal(7, Assert.IsType<JournalCheck.Sound>(second.Journal).Head.Size);
        Assert.Equal((7, 7), (desk.Entries, desk.Files));
    }

    [Theory, InlineData(0, 3), InlineData(4, 3), InlineData(8, 9)]
    public async Task A_part_that_cannot_be_is_refused(long from, long to)
    {
        await FillAsync(7);
        Assert.Equal(2, await RunAsync("a.tar", from, to));
        Assert.False(File.Exists(folder["a.tar"]));
    }

    [Fact]
    public async Task A_journal_too_large_for_one_bundle_is_cut_where_the_bundle_is_full()
    {
        await FillAsync(7);
        var (store, secrets) = Open();
        using (secrets)
        await using (store)
        {
            var newest = await store.HeadAsync(Cancel);
            async Task<long?> UpToAsync(long from, long to, int most) => (await BundleCommand.CutAsync(store, newest, from, to, most, Cancel))?.Size;
            Assert.Equal(3, await UpToAsync(1, long.MaxValue, 3));
            Assert.Equal(6, await UpToAsync(4, long.MaxValue, 3));
            Assert.Equal(7, await UpToAsync(7, long.MaxValue, 3));
            Assert.Equal(2, await UpToAsync(1, 2, 3));
            Assert.Null(await UpToAsync(1, 2, 0));
            Assert.Equal(newest, await BundleCommand.CutAsync(store, newest, 1, long.MaxValue, 100, Cancel));
        }
    }

    private async Task<Signing.VerifyingKey> FillAsync(int entries)
    {
        Directory.CreateDirectory(folder["data"]);
        var (store, secrets) = Open();
        using (secrets)
        await using (store)
        {
            for (var i = 0; i < entries; i++)
            {
                var item = new JournalItem.Entry(EntryKind.Report, new EntryId(Guid.NewGuid()), "short 1", new byte[] { 1, 2, (byte)i }, []);
                Assert.IsType<TurnResult.Stored>(await store.CommitAsync(
                    new Storage.Turn { Thread = new ThreadKey(Guid.NewGuid()), ExpectedRevision = 0, Journal = [item] }, Cancel));
            }

            return secrets.Signing.Public;
        }
    }

    private (IIntakeStore Store, ServerSecrets Secrets) Open()
    {
        var secrets = ServerSecrets.OpenOrCreate(folder["secrets"]) ?? throw new InvalidOperationException("no secrets");
        return (Assert.IsType<OpenResult.Opened>(SqliteStore.Open(new StoreOptions
        {
            DataDirectory = folder["data"], EpochKeyDirectory = folder["epochs"], Origin = Launch.Origin, SigningKey = secrets.Signing, ReservedBytes = 0,
        })).Store, secrets);
    }

    private Task<int> RunAsync(string name, long from, long to) => BundleCommand.RunAsync(
        folder[name], from, to, tryOut: false,
        [$"--Storage:DataDirectory={folder["data"]}", $"--Storage:EpochKeyDirectory={folder["epochs"]}", $"--Storage:SecretsDirectory={folder["secrets"]}"], Cancel);

    private async Task<BundleReading.Read> ReadAsync(string name, Signing.VerifyingKey key, JournalHead from, Receiver receiver)
    {
        await using var file = File.OpenRead(folder[name]);
        return Assert.IsType<BundleReading.Read>(await BundleReader.ReadAsync(file, key, Launch.Origin, from, receiver, Cancel));
    }

    private sealed class Receiver : IBundleReceiver
    {
        public JournalHead Head { get; private set; } = JournalHead.Empty;
        public int Entries { get; private set; }
        public int Files { get; private set; }

        public ValueTask EntryAsync(JournalEntry entry, CancellationToken cancel)
        {
            Entries++;
            Head = Head.Append(entry);
            return ValueTask.CompletedTask;
        }

        public ValueTask<Stream?> BeginAsync(BundleItem item, CancellationToken cancel) => ValueTask.FromResult<Stream?>(null);

        public ValueTask EndAsync(BundleItem item, bool whole, CancellationToken cancel)
        {
            Files += whole ? 1 : 0;
            return ValueTask.CompletedTask;
        }
    }
}
