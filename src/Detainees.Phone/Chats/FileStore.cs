using System.Security.Cryptography;

namespace Detainees.Phone.Chats;

/// <param name="Id">file_id: new each time the file is sent.</param>
/// <param name="Unique">file_unique_id: the same for the same bytes.</param>
internal sealed record StoredFile(string Id, string Unique, string Kind, ReadOnlyMemory<byte> Bytes, string? Name, string? Mime, int Width, int Height);

/// <summary>Files of both sides, in memory. Not thread-safe: the world's gate guards it.</summary>
internal sealed class FileStore
{
    /// <summary>Bot API: getFile serves at most 20 MiB.</summary>
    public const long MaxDownloadBytes = 20L << 20;

    /// <summary>What this phone takes from a person; larger than the download limit so that the limit can be met.</summary>
    public const long MaxUploadBytes = 64L << 20;

    /// <summary>Bot API: a file link is valid for at least one hour. Here for exactly one.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(1);

    private readonly Dictionary<string, StoredFile> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (StoredFile File, DateTimeOffset Until)> links = new(StringComparer.Ordinal);
    private int number;

    public StoredFile Add(string kind, ReadOnlyMemory<byte> bytes, string? name, string? mime, int width = 0, int height = 0)
    {
        var unique = Text(SHA256.HashData(bytes.Span).AsSpan(0, 9));
        var file = new StoredFile(Prefix(kind) + Text(RandomNumberGenerator.GetBytes(36)), "AQAD" + unique, kind, bytes, name, mime, width, height);
        files.Add(file.Id, file);
        return file;
    }

    public StoredFile? Find(string id) => files.GetValueOrDefault(id);

    /// <summary>A fresh path for <c>/file/bot{token}/{path}</c>.</summary>
    public string Link(StoredFile file, DateTimeOffset now)
    {
        var path = $"{Folder(file.Kind)}/file_{number++}{Extension(file)}";
        links[path] = (file, now + LinkLifetime);
        return path;
    }

    public StoredFile? Open(string path, DateTimeOffset now) =>
        links.TryGetValue(path, out var link) && now < link.Until ? link.File : null;

    private static string Text(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    private static string Prefix(string kind) => kind switch
    {
        "photo" => "AgACAgIAAxkB",
        "voice" => "AwACAgIAAxkB",
        "video" => "BAACAgIAAxkB",
        "audio" => "CQACAgIAAxkB",
        "video_note" => "DQACAgIAAxkB",
        "sticker" => "CAACAgIAAxkB",
        _ => "BQACAgIAAxkB",
    };

    private static string Folder(string kind) => kind switch
    {
        "photo" => "photos", "voice" => "voice", "video" => "videos", "audio" => "music",
        "video_note" => "video_notes", "sticker" => "stickers", _ => "documents",
    };

    private static string Extension(StoredFile file)
    {
        var own = Path.GetExtension(file.Name ?? "");
        if (own.Length is > 1 and < 8 && own.AsSpan(1).IndexOfAnyExceptInRange('0', 'z') < 0) return own.ToLowerInvariant();
        return file.Kind switch { "photo" => ".jpg", "voice" => ".oga", "video" or "video_note" => ".mp4", "audio" => ".mp3", "sticker" => ".webp", _ => "" };
    }
}
