using System.Text;
using Detainees.Desk.Keys;
using Detainees.Desk.Store;
using Detainees.Opening;
using Detainees.Sealing;
using Detainees.Signing;

namespace Detainees.Desk.Commands;

/// <param name="File">Null for the place where the other commands look by themselves.</param>
/// <param name="Name">Whose desk this is, for the lines to the admin.</param>
internal sealed record NewKeysRequest(string? File, string? Name, string? PassphraseFile, bool NoPassphrase, bool IsSure);

/// <summary>Makes a desk's two keys: the age identity that opens reports, and the device key that signs requests.</summary>
internal static class KeysCommand
{
    private const int ShortestPassphrase = 12;

    public static string DefaultFile(DeskHost host) => Path.Combine(host.HomeFolder, "identity.age");

    public static async Task<int> NewAsync(DeskRun run, NewKeysRequest request, CancellationToken cancel)
    {
        var path = Path.GetFullPath(request.File ?? DefaultFile(run.Host));
        var devicePath = KeyLoading.DeviceFileOf(path);
        var name = request.Name ?? "desk";
        if (name.Length > 64 || name.Any(c => c is < ' ' or > '~'))
            return run.Stop(new Trouble(ExitCode.Stopped, "The name goes into the team list: at most 64 plain Latin letters, digits and blanks."));
        foreach (var existing in (ReadOnlySpan<string>)[path, devicePath])
        {
            if (File.Exists(existing))
                return run.Stop(new Trouble(ExitCode.Stopped, $"There is already a file {existing}. A key is never written over: without it, reports sealed to it stay closed. Choose another name."));
        }

        var chosen = ChoosePassphrase(run, request);
        if (chosen is Attempt<string?>.Failed(var why)) return run.Stop(why);
        var passphrase = ((Attempt<string?>.Done)chosen).Value;
        using var identity = Identity.Create();
        using var device = SigningKey.Create();
        var now = run.Host.Time.GetUtcNow();
        var text = passphrase is null
            ? IdentityFile.WritePlain([identity], now) : IdentityFile.WriteProtected([identity], passphrase, now, run.Host.WorkFactor);
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder)) PrivateFiles.CreateFolder(folder);
        await WriteNewAsync(path, Encoding.ASCII.GetBytes(text), cancel);
        // Sealed to the identity: one passphrase opens both, and stock age reads either.
        await WriteNewAsync(devicePath, Age.Seal(Encoding.ASCII.GetBytes(device.ToPem()), [identity.Recipient]), cancel);
        Tell(run.Output, path, devicePath, name, identity.Recipient, device.Public);
        return (int)ExitCode.Fine;
    }

    private static Attempt<string?> ChoosePassphrase(DeskRun run, NewKeysRequest request)
    {
        if (request.NoPassphrase)
        {
            run.Error.WriteLine("Without a passphrase, whoever gets hold of this file or of a backup of it can read every report of every family.");
            return request.IsSure ? (string?)null : new Trouble(ExitCode.Stopped, "Nothing was made. If the file lies where nobody else can ever come, say so with --yes.");
        }

        if (request.PassphraseFile is { } file)
        {
            return KeyLoading.ReadPassphraseFile(file) is { } given
                ? Judge(given) : new Trouble(ExitCode.Stopped, $"The passphrase file {file} is missing or empty.");
        }

        if (!run.Host.Terminal.CanAsk)
            return new Trouble(ExitCode.Stopped, "A passphrase is needed: run this in a terminal, or give --passphrase-file.");
        run.Error.WriteLine("Choose a passphrase: five or six words that nobody would guess. If it is lost, nobody can open this key.");
        if (run.Host.Terminal.AskSecret("Passphrase: ") is not { } first) return new Trouble(ExitCode.Cancelled, "Nothing was made.");
        if (Judge(first) is Attempt<string?>.Failed(var tooShort)) return tooShort;
        return run.Host.Terminal.AskSecret("Once more:  ") == first
            ? first : new Trouble(ExitCode.Stopped, "The two were not the same. Nothing was made; try again.");
    }

    private static Attempt<string?> Judge(string passphrase) => passphrase.Length >= ShortestPassphrase
        ? passphrase : new Trouble(ExitCode.Stopped, $"That is too short to protect anything: {ShortestPassphrase} characters at least, better five or six words.");

    private static async Task WriteNewAsync(string path, byte[] content, CancellationToken cancel)
    {
        await using var file = PrivateFiles.Open(path, FileMode.CreateNew);
        await file.WriteAsync(content, cancel);
        file.Flush(flushToDisk: true);
    }

    private static void Tell(TextWriter output, string path, string devicePath, string name, Recipient recipient, VerifyingKey device)
    {
        output.WriteLine($"Your key        {path}");
        output.WriteLine($"Your device key {devicePath}");
        output.WriteLine();
        output.WriteLine("Send these two lines to your administrator. They are public:");
        output.WriteLine($"recipient: {recipient} {name}");
        output.WriteLine($"device: {device.ToOpenSsh("")} {name}");
        output.WriteLine();
        output.WriteLine("Then read the first and last six letters of each to them, by telephone or in person.");
        output.WriteLine("Keep a copy of both files on a stick in a safe place. Send them to nobody.");
    }
}
