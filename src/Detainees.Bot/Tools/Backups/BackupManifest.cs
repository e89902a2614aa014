using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Detainees.Journal;

namespace Detainees.Bot.Tools.Backups;

/// <summary>What a backup holds, signed by the server: docs/operations.md, "Backups".</summary>
/// <param name="Entries">Of the journal in it.</param>
internal sealed record BackupManifest(string Origin, long Entries, ImmutableArray<BackupFile> Files)
{
    public const string Namespace = "detainees-backup";
    public const string FileName = "manifest.txt";
    public const string SignatureName = "manifest.txt.sig";
    public const string DatabaseName = "intake.db";
    public const string SecretsName = "secrets.age";

    /// <summary>An attachment a line: two million of them.</summary>
    public const int MaxBytes = 256 << 20;

    private const string FirstLine = "detainees-backup/1";

    public byte[] Encode()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{FirstLine}\norigin {Origin}\nentries {Entries}\n");
        foreach (var file in Files) text.Append(CultureInfo.InvariantCulture, $"file {file.Name} {file.Content.Bytes} {file.Content.Hash}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads a manifest whose signature was verified; null for anything but what <see cref="Encode"/> writes.</summary>
    public static BackupManifest? TryRead(byte[] content)
    {
        var lines = Encoding.UTF8.GetString(content).Split('\n');
        if (lines.Length < 4 || lines[0] != FirstLine || lines[^1].Length > 0) return null;
        if (!lines[1].StartsWith("origin ", StringComparison.Ordinal) || !lines[2].StartsWith("entries ", StringComparison.Ordinal)) return null;
        if (!long.TryParse(lines[2].AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out var entries)) return null;
        var files = ImmutableArray.CreateBuilder<BackupFile>(lines.Length - 4);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines[3..^1])
        {
            if (line.Split(' ') is not ["file", var name, var bytes, var hash] || !IsName(name) || !names.Add(name)) return null;
            if (!long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || !Sha256Hash.TryParse(hash, out var digest)) return null;
            files.Add(new BackupFile(name, new SealedItem(length, digest)));
        }

        var manifest = new BackupManifest(lines[1][7..], entries, files.ToImmutable());
        // One spelling only: numbers with leading zeros and bytes that are no UTF-8 do not come back as they were.
        return names.Contains(DatabaseName) && manifest.Encode().AsSpan().SequenceEqual(content) ? manifest : null;
    }

    /// <summary>Names are compared with what can be in a backup and never cleaned up: nothing is written anywhere else.</summary>
    public static bool IsName(string name)
    {
        if (name is DatabaseName or SecretsName) return true;
        var parts = name.Split('/');
        return parts is ["attachments", _, _] or ["forms", ..] && parts.Length is > 1 and <= 6
            && parts.All(part => part.Length is > 0 and <= 120 && part[0] != '.' && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));
    }
}

/// <param name="Name">With <c>/</c> between the parts; where it lies under the data directory.</param>
internal sealed record BackupFile(string Name, SealedItem Content);
