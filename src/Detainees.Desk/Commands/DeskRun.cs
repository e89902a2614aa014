using System.Collections.Immutable;
using Detainees.Desk.Keys;
using Detainees.Desk.Pulling;
using Detainees.Desk.Reports;
using Detainees.Desk.Store;
using Detainees.Signing;

namespace Detainees.Desk.Commands;

/// <summary>One run of a command: its settings, its keys (asked for once), where it writes.</summary>
internal sealed class DeskRun(DeskSettings settings, DeskHost host, TextWriter output, TextWriter error) : IDisposable
{
    private DeskKeys? keys;

    public DeskSettings Settings => settings;
    public DeskHost Host => host;
    public TextWriter Output => output;
    public TextWriter Error => error;

    /// <summary>Reports open: keys loaded, pulled first where that was asked for, the journal's chain followed.</summary>
    public async Task<Attempt<OpenDesk>> OpenAsync(bool needsIdentity, CancellationToken cancel)
    {
        var pullsFirst = settings.TryOut || settings.Server is not null;
        if ((needsIdentity || pullsFirst) && LoadKeys(pullsFirst) is { } noKeys) return noKeys;
        var opened = DeskFolder.Open(settings.DeskFolder(host));
        if (opened is Attempt<DeskFolder>.Failed(var noFolder)) return noFolder;
        var folder = ((Attempt<DeskFolder>.Done)opened).Value;
        if (pullsFirst && await PullFirstAsync(folder, cancel) is { } noPull) return noPull;
        if (folder.Memory is null)
            return new Trouble(ExitCode.Stopped, $"There is nothing in {folder.Root} yet. Run 'pull' first.");
        return await JournalShelf.ReadAsync(folder, cancel) switch
        {
            Attempt<JournalShelf>.Done(var shelf) => new OpenDesk(folder, shelf, new ReportReader(folder, shelf, Identities, FormShelf.Read(settings.FormsFolder(host))), Identities),
            Attempt<JournalShelf>.Failed(var why) => why,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Pulls from the server that is given, or that the desk remembers.</summary>
    public async Task<Attempt<PullSummary>> PullAsync(DeskFolder folder, CancellationToken cancel)
    {
        if (LoadKeys(needsDevice: true) is { } noKeys) return noKeys;
        var address = settings.ServerAddress ?? folder.Memory?.Server?.AbsoluteUri;
        if (address is null) return new Trouble(ExitCode.Stopped, "Which server? Give its address with --server at the first pull.");
        var read = ServerClient.ReadAddress(address);
        if (read is Attempt<Uri>.Failed(var badAddress)) return badAddress;
        var server = ((Attempt<Uri>.Done)read).Value;
        var given = ReadServerKey();
        if (given is Attempt<VerifyingKey?>.Failed(var badKey)) return badKey;
        using var only = folder.TryLock();
        if (only is null) return new Trouble(ExitCode.Stopped, "Another pull into this desk folder is running. Wait for it to end.");
        using var client = new ServerClient(server, keys!.Device!, host.Time); // LoadKeys saw to both
        using var progress = Progress();
        return await new ServerPull(folder, client, server, progress).RunAsync(((Attempt<VerifyingKey?>.Done)given).Value, cancel);
    }

    /// <summary>A connection to the server of a desk that has pulled, for what is not a pull. The caller disposes of it.</summary>
    public Attempt<ServerClient> Connect(DeskFolder folder)
    {
        if (LoadKeys(needsDevice: true) is { } noKeys) return noKeys;
        var address = settings.ServerAddress ?? folder.Memory?.Server?.AbsoluteUri;
        if (address is null) return new Trouble(ExitCode.Stopped, "Which server? Give its address with --server.");
        return ServerClient.ReadAddress(address) switch
        {
            Attempt<Uri>.Done(var server) => new ServerClient(server, keys!.Device!, host.Time), // LoadKeys saw to both
            Attempt<Uri>.Failed(var why) => why,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The keys of this run, for what opens no report.</summary>
    public Attempt<DeskKeys> Keys(bool needsDevice) => LoadKeys(needsDevice) is { } why ? why : keys!; // LoadKeys saw to it

    /// <summary>The key of --server-key; null where none was given.</summary>
    public Attempt<VerifyingKey?> ReadServerKey()
    {
        if (settings.ServerKey is not { } path) return (VerifyingKey?)null;
        if (File.Exists(path) && new FileInfo(path).Length < 4096 && VerifyingKey.TryParseOpenSsh(File.ReadAllText(path)) is { } key) return key;
        return new Trouble(ExitCode.Stopped, $"The file {path} holds no server key: one line that begins with ecdsa-sha2-nistp256.");
    }

    /// <summary>This device's signing key.</summary>
    public Attempt<SigningKey> LoadDevice() => LoadKeys(needsDevice: true) is { } noKeys ? noKeys : keys!.Device!; // LoadKeys saw to both

    /// <summary>For what may take long; on a terminal only.</summary>
    public ProgressLine Progress() => ProgressLine.On(host.Terminal.IsScreen ? error : null);

    /// <summary>Tells a person what is wrong and gives the exit code for it.</summary>
    public int Stop(Trouble why)
    {
        error.WriteLine(why.Sentence);
        return (int)why.Code;
    }

    public void Dispose() => keys?.Dispose();

    private ImmutableArray<Opening.Identity> Identities => keys?.Identities ?? [];

    private async Task<Trouble?> PullFirstAsync(DeskFolder folder, CancellationToken cancel)
    {
        switch (await PullAsync(folder, cancel))
        {
            case Attempt<PullSummary>.Done(var summary):
                PullCommand.Write(error, summary, isBrief: true);
                return null;
            // What is here can still be read without the server; a journal that cannot be trusted stops everything.
            case Attempt<PullSummary>.Failed({ Code: ExitCode.Stopped } why) when folder.Memory is not null:
                error.WriteLine(why.Sentence);
                error.WriteLine("What follows is from the last pull.");
                return null;
            case Attempt<PullSummary>.Failed(var why):
                return why;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private Trouble? LoadKeys(bool needsDevice)
    {
        if (keys is not null && (keys.Device is not null || !needsDevice)) return null;
        var choice = settings.Keys(host);
        if (choice is Attempt<KeyChoice>.Failed(var noChoice)) return noChoice;
        switch (new KeyLoading(host, error).Load(((Attempt<KeyChoice>.Done)choice).Value, needsDevice))
        {
            case Attempt<DeskKeys>.Done(var loaded):
                keys?.Dispose();
                keys = loaded;
                return null;
            case Attempt<DeskKeys>.Failed(var why):
                return why;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}

/// <summary>A desk folder whose journal was followed, with what opens its reports.</summary>
internal sealed record OpenDesk(DeskFolder Folder, JournalShelf Shelf, ReportReader Reader, ImmutableArray<Opening.Identity> Identities);
