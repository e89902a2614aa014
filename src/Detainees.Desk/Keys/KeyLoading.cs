using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Detainees.Opening;
using Detainees.Signing;

namespace Detainees.Desk.Keys;

/// <summary>Reads identity and device key from their files, asking for the passphrase once.</summary>
internal sealed class KeyLoading(DeskHost host, TextWriter error)
{
    private const int Tries = 3;
    private string? passphrase;

    /// <summary>The device key made with an identity: sealed to that identity, so that one passphrase opens both.</summary>
    public static string DeviceFileOf(string identityFile) => identityFile + ".device";

    public Attempt<DeskKeys> Load(KeyChoice choice, bool needsDevice)
    {
        var identities = ImmutableArray.CreateBuilder<Identity>();
        foreach (var file in choice.Identities)
        {
            switch (LoadIdentity(file, choice.PassphraseFile))
            {
                case Attempt<ImmutableArray<Identity>>.Done(var read): identities.AddRange(read); break;
                case Attempt<ImmutableArray<Identity>>.Failed(var why): return why;
            }
        }

        if (!needsDevice) return new DeskKeys(identities.ToImmutable(), null);
        return LoadDevice(choice, identities) switch
        {
            Attempt<SigningKey>.Done(var device) => new DeskKeys(identities.ToImmutable(), device),
            Attempt<SigningKey>.Failed(var why) => why,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Attempt<ImmutableArray<Identity>> LoadIdentity(string path, string? passphraseFile)
    {
        if (!File.Exists(path)) return new Trouble(ExitCode.Stopped, $"There is no key file {path}. Make one with 'keys new', or name yours with --identity.");
        if (new FileInfo(path).Length > IdentityFile.MaxBytes) return new Trouble(ExitCode.Stopped, $"The file {path} is no key file: it is too large.");
        var content = File.ReadAllBytes(path);
        for (var i = 0; ; i++)
        {
            switch (IdentityFile.Read(content, passphrase))
            {
                case IdentityReading.Read read:
                    return read.Identities;
                case IdentityReading.PassphraseNeeded or IdentityReading.WrongPassphrase when passphraseFile is not null && passphrase is null:
                    if (ReadPassphraseFile(passphraseFile) is not { } given) return new Trouble(ExitCode.Stopped, $"The passphrase file {passphraseFile} is missing or empty.");
                    passphrase = given;
                    continue;
                case IdentityReading.PassphraseNeeded when !host.Terminal.CanAsk:
                    return new Trouble(ExitCode.Stopped, $"The key file {path} needs its passphrase: run this in a terminal, or give --passphrase-file.");
                case IdentityReading.PassphraseNeeded or IdentityReading.WrongPassphrase when passphraseFile is null && host.Terminal.CanAsk && i < Tries:
                    if (i > 0) error.WriteLine("That was not the passphrase.");
                    if (host.Terminal.AskSecret($"Passphrase of {Path.GetFileName(path)}: ") is not { } typed)
                        return new Trouble(ExitCode.Cancelled, "Nothing was done.");
                    passphrase = typed;
                    continue;
                case IdentityReading.PassphraseNeeded or IdentityReading.WrongPassphrase:
                    return new Trouble(ExitCode.Stopped, $"That is not the passphrase of {path}. Without it nobody can open the file; if it is lost, ask your administrator to add a new key of yours to the team.");
                case IdentityReading.NotPassphraseProtected:
                    return new Trouble(ExitCode.Stopped, $"The file {path} is a sealed file and no key file.");
                case IdentityReading.Damaged:
                    return new Trouble(ExitCode.Stopped, $"The key file {path} is damaged. Take your other copy of it.");
                case IdentityReading.BadLine(var line):
                    return new Trouble(ExitCode.Stopped, $"Line {line} of {path} is no age key.");
                case IdentityReading.Empty:
                    return new Trouble(ExitCode.Stopped, $"The file {path} holds no key.");
                case IdentityReading.TooLarge:
                    return new Trouble(ExitCode.Stopped, $"The file {path} is no key file: it is too large.");
                case IdentityReading.NotEnoughMemory:
                    return new Trouble(ExitCode.Stopped, $"This computer has not enough memory to open {path}: close other programs and try again.");
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    private static Attempt<SigningKey> LoadDevice(KeyChoice choice, IReadOnlyList<Identity> identities)
    {
        var path = choice.Device ?? choice.Identities.Select(DeviceFileOf).FirstOrDefault(File.Exists);
        if (path is null || !File.Exists(path))
            return new Trouble(ExitCode.Stopped, "There is no device key for talking to the server. 'keys new' makes one beside the key file; name another with --device.");
        var content = File.ReadAllBytes(path);
        if (content.AsSpan().StartsWith("-----BEGIN PRIVATE"u8)) return Read(content, path);
        switch (AgeOpening.Open(content, identities))
        {
            case OpenResult.Opened(var pem):
                var key = Read(pem, path);
                CryptographicOperations.ZeroMemory(pem);
                return key;
            case OpenResult.Failed(OpenFailure.NoMatch):
                return new Trouble(ExitCode.Stopped, $"The device key {path} was made for another key file than the one given.");
            default:
                return new Trouble(ExitCode.Stopped, $"The device key {path} is damaged.");
        }
    }

    private static Attempt<SigningKey> Read(ReadOnlySpan<byte> pem, string path) =>
        SigningKey.TryReadPem(Encoding.ASCII.GetString(pem)) is { } key
            ? key : new Trouble(ExitCode.Stopped, $"The file {path} holds no device key.");

    /// <summary>The first line of the file; null when there is none.</summary>
    public static string? ReadPassphraseFile(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length > 64 * 1024) return null;
        var text = File.ReadAllText(path);
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var line = end < 0 ? text : text[..end];
        return line.Length > 0 ? line : null;
    }
}
