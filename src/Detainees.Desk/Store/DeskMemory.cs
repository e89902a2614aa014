using System.Text.Json;
using System.Text.Json.Serialization;
using Detainees.Journal;
using Detainees.Signing;

namespace Detainees.Desk.Store;

/// <summary>What a desk knows of its server's journal. All of it changes together, in one file.</summary>
/// <param name="Key">The server's, pinned at the first pull.</param>
/// <param name="Server">Where the last pull went; null when everything came by bundle.</param>
/// <param name="JournalBytes">How much of journal.txt counts; what follows is an append that was cut short.</param>
/// <param name="Head">The last head that was sound.</param>
/// <param name="Checkpoint">The signed note that the head was compared with.</param>
internal sealed record DeskMemory(VerifyingKey Key, Uri? Server, long JournalBytes, JournalHead Head, string Checkpoint)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        new DeskMemoryFile(1, Key.ToOpenSsh("detainees-server"), Server?.AbsoluteUri, JournalBytes, Head.Encode(), Checkpoint),
        DeskMemoryJson.Default.DeskMemoryFile);

    /// <summary>Null for anything but what <see cref="ToJson"/> wrote.</summary>
    public static DeskMemory? TryRead(ReadOnlySpan<byte> json)
    {
        DeskMemoryFile? file;
        try
        {
            file = JsonSerializer.Deserialize(json, DeskMemoryJson.Default.DeskMemoryFile);
        }
        catch (JsonException)
        {
            return null;
        }

        if (file is not { Version: 1, JournalBytes: >= 0 }) return null;
        if (VerifyingKey.TryParseOpenSsh(file.ServerKey) is not { } key) return null;
        if (!JournalHead.TryDecode(file.Head, out var head) || head is null) return null;
        Uri? server = null;
        if (file.Server is not null && !Uri.TryCreate(file.Server, UriKind.Absolute, out server)) return null;
        return new DeskMemory(key, server, file.JournalBytes, head, file.Checkpoint);
    }
}

internal sealed record DeskMemoryFile(
    int Version, string ServerKey, string? Server, long JournalBytes, string Head, string Checkpoint);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DeskMemoryFile))]
internal sealed partial class DeskMemoryJson : JsonSerializerContext;
