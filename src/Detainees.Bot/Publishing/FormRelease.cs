using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Detainees.Forms;

namespace Detainees.Bot.Publishing;

/// <summary>One file of a release.</summary>
/// <param name="Sha256">64 lower-case hex digits.</param>
internal sealed record ReleaseFile(string Name, string Sha256);

/// <summary>
/// What is signed and published: a form's id and version, its fingerprint, and the hash of every file that belongs to it. The
/// text is the same for the same content, so that two people sign the same bytes on two machines.
/// </summary>
/// <param name="Files">The form's YAML first, then what is attached to it, which lies in <c>form-media</c> beside it.</param>
/// <param name="Walks">Walks that were replayed without a difference on this very content.</param>
internal sealed record FormRelease(
    string Id, string Version, string Fingerprint, ImmutableArray<ReleaseFile> Files, ImmutableArray<ReleaseFile> Walks)
{
    /// <summary>What the signatures are for (SSHSIG namespace).</summary>
    public const string Namespace = "detainees-form";

    public const string FormFile = "form.yaml";

    private const string FirstLine = "detainees form release 1";
    private const int MaxLength = 64 * 1024;

    /// <summary>Ids and versions are names of folders.</summary>
    public static bool IsName(string name) => FolderName.IsOne(name);

    public static FormRelease Of(FormDefinition form, IEnumerable<(string Name, byte[] Bytes)> files, IEnumerable<ReleaseFile> walks) => new(
        form.Id, form.Version, form.Fingerprint, [.. files.Select(file => new ReleaseFile(file.Name, Hash(file.Bytes)))],
        [.. walks.OrderBy(walk => walk.Name, StringComparer.Ordinal)]);

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public byte[] ToBytes()
    {
        var text = new StringBuilder($"{FirstLine}\nform: {Id}\nversion: {Version}\nfingerprint: {Fingerprint}\n");
        foreach (var file in Files) text.Append($"file: {file.Sha256} {file.Name}\n");
        foreach (var walk in Walks) text.Append($"walk: {walk.Sha256} {walk.Name}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads it strictly: what does not write back to the same bytes is none.</summary>
    public static FormRelease? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxLength) return null;
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        if (lines is not [FirstLine, var id, var version, var fingerprint, .. var rest, ""]) return null;
        if (After(id, "form: ") is not { } formId || After(version, "version: ") is not { } formVersion) return null;
        if (After(fingerprint, "fingerprint: ") is not { } print || !IsName(formId) || !IsName(formVersion)) return null;
        var (files, walks) = (ImmutableArray.CreateBuilder<ReleaseFile>(), ImmutableArray.CreateBuilder<ReleaseFile>());
        foreach (var line in rest)
        {
            var isFile = line.StartsWith("file: ", StringComparison.Ordinal);
            if ((After(line, "file: ") ?? After(line, "walk: ")) is not { } entry || entry.Split(' ', 2) is not [{ Length: 64 } hash, var name]) return null;
            (isFile ? files : walks).Add(new ReleaseFile(name, hash));
        }

        var release = new FormRelease(formId, formVersion, print, files.ToImmutable(), walks.ToImmutable());
        return release.Files is [{ Name: FormFile }, ..] && release.ToBytes().AsSpan().SequenceEqual(bytes) ? release : null;
    }

    private static string? After(string line, string word) => line.StartsWith(word, StringComparison.Ordinal) ? line[word.Length..] : null;
}
