using System.Text;
using Detainees.Signing;

namespace Detainees.Journal;

/// <summary>
/// Reads a bundle as it comes, from a stick or over the network. Nothing is handed out before the manifest's signature is
/// verified; after that each file is compared with it, and a file that is missing or bad never holds up the others.
/// </summary>
public static class BundleReader
{
    private const int MaxSignatureBytes = 16 * 1024;

    /// <param name="source">Read forward only; left open. An <see cref="IOException"/> of it ends the bundle there.</param>
    /// <param name="key">The server's.</param>
    /// <param name="from">The head that the desk remembers; <see cref="JournalHead.Empty"/> hands out everything.</param>
    public static Task<BundleReading> ReadAsync(
        Stream source, VerifyingKey key, string origin, JournalHead from, IBundleReceiver receiver, CancellationToken cancel) =>
        ReadAsync(source, key, [key], origin, from, receiver, cancel);

    /// <summary>The same for a bundle that another than the server may have packed, from what the server signed.</summary>
    /// <param name="bearers">Who may sign the manifest. The checkpoint, and so every entry, is the server's all the same.</param>
    public static async Task<BundleReading> ReadAsync(
        Stream source, VerifyingKey key, IReadOnlyCollection<VerifyingKey> bearers, string origin, JournalHead from, IBundleReceiver receiver,
        CancellationToken cancel)
    {
        var tar = new TarReading(source);
        if (await ReadSmallAsync(tar, BundleNames.Manifest, BundleManifest.MaxBytes, cancel) is not { } manifest)
            return new BundleReading.Refused(BundleFault.NotABundle);
        if (await ReadSmallAsync(tar, BundleNames.Signature, MaxSignatureBytes, cancel) is not { } signature)
            return new BundleReading.Refused(BundleFault.NotSigned);
        if (SshSignature.Verify(Encoding.Latin1.GetString(signature), manifest, BundleManifest.Namespace, bearers) is not SshSignatureCheck.Valid)
            return new BundleReading.Refused(BundleFault.NotSigned);
        if (BundleManifest.TryRead(manifest, origin) is not { } contents) return new BundleReading.Refused(BundleFault.NotABundle);
        return await new BundleReadingRun(tar, contents, key, origin, from, receiver).ReadAsync(cancel);
    }

    /// <summary>The content of the next file, if it has this name and at most this size.</summary>
    private static async Task<byte[]?> ReadSmallAsync(TarReading tar, string name, int maxBytes, CancellationToken cancel)
    {
        if (await tar.NextAsync(cancel) is not { IsFile: true } header || header.Name != name || header.Size > maxBytes) return null;
        // Grows with what comes, not with what a header claims.
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await tar.ReadAsync(buffer, cancel)) > 0;) content.Write(buffer, 0, read);
        return content.Length == header.Size ? content.ToArray() : null;
    }
}
