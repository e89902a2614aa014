using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Signing;

namespace Detainees.Bot.Settings;

/// <summary>
/// What makes this server itself: the key that signs checkpoints and bundles, and the key of the thread hashes. Both lie outside
/// the data directory, are made at the first start and must be kept: with another thread key no chat finds its thread again.
/// </summary>
public sealed class ServerSecrets : IDisposable
{
    private readonly IncrementalHash threadMac; // not for two threads at once

    private ServerSecrets(SigningKey signing, byte[] threadKey)
    {
        Signing = signing;
        threadMac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, threadKey);
        CryptographicOperations.ZeroMemory(threadKey);
    }

    public SigningKey Signing { get; }

    /// <summary>The name under which the server's row for a chat is found: useless without the key (docs/decisions/0007).</summary>
    public ThreadKey ThreadOf(ChatId chat)
    {
        Span<byte> name = stackalloc byte[32];
        System.Text.Unicode.Utf8.TryWrite(name, CultureInfo.InvariantCulture, $"telegram:{chat.Value}", out var length);
        Span<byte> mac = stackalloc byte[32];
        lock (threadMac)
        {
            threadMac.AppendData(name[..length]);
            threadMac.TryGetHashAndReset(mac, out _);
        }

        return new ThreadKey(new Guid(mac[..16], bigEndian: true));
    }

    /// <summary>Whether this server's secrets were made before.</summary>
    public static bool Exist(string directory) =>
        File.Exists(Path.Combine(directory, "signing.pem")) && File.Exists(Path.Combine(directory, "thread.key"));

    /// <summary>Reads the secrets, making what is missing; null where the directory cannot be used or a file is not what it should be.</summary>
    public static ServerSecrets? OpenOrCreate(string directory)
    {
        try
        {
            PrivateDirectory.Create(directory);
            var pem = ReadOrCreate(Path.Combine(directory, "signing.pem"), () =>
            {
                using var fresh = SigningKey.Create();
                return Encoding.ASCII.GetBytes(fresh.ToPem());
            });
            var thread = ReadOrCreate(Path.Combine(directory, "thread.key"), () => RandomNumberGenerator.GetBytes(32));
            if (thread.Length != 32 || SigningKey.TryReadPem(Encoding.ASCII.GetString(pem)) is not { } signing) return null;
            return new ServerSecrets(signing, thread);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        Signing.Dispose();
        threadMac.Dispose();
    }

    private static byte[] ReadOrCreate(string path, Func<byte[]> make)
    {
        if (File.Exists(path)) return File.ReadAllBytes(path);
        // Written beside and renamed: a crash at the first start must not leave half a key.
        var partial = path + ".partial";
        using (var file = PrivateDirectory.CreateFile(partial))
        {
            file.Write(make());
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path);
        return File.ReadAllBytes(path);
    }
}
