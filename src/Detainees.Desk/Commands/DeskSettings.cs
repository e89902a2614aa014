using System.Collections.Immutable;
using Detainees.Desk.Keys;

namespace Detainees.Desk.Commands;

/// <summary>What the command line said, before defaults.</summary>
internal sealed record DeskSettings(
    bool TryOut, string? Server, string? ServerKey, string? Desk, ImmutableArray<string> Identities, string? Device, string? PassphraseFile,
    string? Forms)
{
    private const string TryOutServer = "http://127.0.0.1:5081";

    public string DeskFolder(DeskHost host) =>
        Desk ?? (TryOut ? Path.Combine(host.Folder, ".detainees", "desk") : Path.Combine(host.HomeFolder, "desk"));

    /// <summary>Null where the desk is to go to the server that it remembers.</summary>
    public string? ServerAddress => Server ?? (TryOut ? TryOutServer : null);

    /// <summary>In a try-out, the forms that the bot offers; null where the desk has none.</summary>
    public string? FormsFolder(DeskHost host) =>
        Forms ?? (TryOut && DemoFolder(host) is { } demo ? Path.GetFullPath(Path.Combine(demo, "..", "forms")) : null);

    public Attempt<KeyChoice> Keys(DeskHost host)
    {
        if (!TryOut || Identities.Length > 0)
            return new KeyChoice(Identities.IsEmpty ? [KeysCommand.DefaultFile(host)] : Identities, Device, PassphraseFile);
        return DemoFolder(host) is { } demo
            ? new KeyChoice(
                [.. Directory.GetFiles(demo, "*.identity.txt").Order(StringComparer.Ordinal)], Device ?? Path.Combine(demo, "device.pem"), PassphraseFile)
            : new Trouble(ExitCode.Stopped, "There is no folder config/demo here: run a try-out from the folder of the program's source.");
    }

    /// <summary>config/demo of the current folder or one above it, or of the checkout that the program was built in.</summary>
    private static string? DemoFolder(DeskHost host)
    {
        foreach (var start in (ReadOnlySpan<string>)[host.Folder, AppContext.BaseDirectory])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var demo = Path.Combine(folder.FullName, "config", "demo");
                if (File.Exists(Path.Combine(demo, "device.pem"))) return demo;
            }
        }

        return null;
    }
}
