using System.Text.Json.Nodes;

namespace Detainees.Phone.Chats;

/// <summary>Writes a file into a message the way each kind stands there.</summary>
internal static class MediaContent
{
    /// <summary>Longest sides of the sizes s, m and y of a photo.</summary>
    private static readonly int[] PhotoSides = [90, 320];
    private const int LargestSide = 2560;

    /// <param name="content">The message being made.</param>
    /// <param name="files">Where the bytes go.</param>
    /// <param name="kind">photo, document, voice, audio, video, video_note or sticker.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="name">File name, for documents, audio and video.</param>
    /// <param name="mime">MIME type as the sender's program gave it.</param>
    /// <param name="seconds">Length of sound or film.</param>
    public static void Put(JsonObject content, FileStore files, string kind, ReadOnlyMemory<byte> bytes, string? name, string? mime, int seconds)
    {
        if (kind == "photo")
        {
            content["photo"] = Photo(files, bytes);
            return;
        }

        var image = ImageSize.Read(bytes.Span);
        var (width, height) = image is { } size ? (size.Width, size.Height) : kind == "sticker" ? (512, 512) : (640, 480);
        var file = files.Add(kind, bytes, name, mime, width, height);
        var json = new JsonObject { ["file_id"] = file.Id, ["file_unique_id"] = file.Unique, ["file_size"] = bytes.Length };
        if (kind is "document" or "audio" or "video" && !string.IsNullOrEmpty(name)) json["file_name"] = name;
        if (kind is "document" or "audio" or "video" or "voice" && !string.IsNullOrEmpty(mime)) json["mime_type"] = mime;
        if (kind is "audio" or "video" or "voice" or "video_note") json["duration"] = seconds;
        if (kind is "video_note") json["length"] = 240;
        if (kind is "video" or "sticker") (json["width"], json["height"]) = (width, height);
        if (kind is "sticker") (json["type"], json["is_animated"], json["is_video"], json["emoji"]) = ("regular", false, false, "🙂");
        content[kind] = json;
    }

    private static JsonArray Photo(FileStore files, ReadOnlyMemory<byte> bytes)
    {
        var (width, height, mime) = ImageSize.Read(bytes.Span) ?? (800, 600, "image/jpeg");
        var sizes = new JsonArray();
        foreach (var side in PhotoSides)
        {
            // The real server scales the picture. Plain stand-ins of the right measures do as well, and better: a bot that
            // takes a small size by mistake gets a grey square.
            var (w, h) = Fit(width, height, side);
            sizes.Add((JsonNode)Size(files.Add("photo", StandInImage.Png(w, h), null, "image/png", w, h)));
        }

        var (fullWidth, fullHeight) = Fit(width, height, LargestSide);
        sizes.Add((JsonNode)Size(files.Add("photo", bytes, null, mime, fullWidth, fullHeight)));
        return sizes;
    }

    private static (int Width, int Height) Fit(int width, int height, int side)
    {
        var scale = Math.Min(1.0, (double)side / Math.Max(width, height));
        return (Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)));
    }

    private static JsonObject Size(StoredFile file) => new()
    {
        ["file_id"] = file.Id, ["file_unique_id"] = file.Unique, ["file_size"] = file.Bytes.Length,
        ["width"] = file.Width, ["height"] = file.Height,
    };
}
