using System.Globalization;
using Detainees.Desk.Reports;

namespace Detainees.Desk.Exports;

/// <summary>Names of exported attachments: "2-photo.jpg". Nothing of the name that the family's phone gave is used.</summary>
internal static class FileNames
{
    /// <summary>What a case worker can open by a double click without running anything.</summary>
    private static readonly Dictionary<string, string> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["image/jpeg"] = "jpg", ["image/png"] = "png", ["image/webp"] = "webp", ["image/gif"] = "gif", ["image/heic"] = "heic", ["image/tiff"] = "tif",
        ["application/pdf"] = "pdf", ["text/plain"] = "txt", ["application/msword"] = "doc", ["application/vnd.ms-excel"] = "xls",
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = "docx",
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = "xlsx",
        ["audio/ogg"] = "ogg", ["audio/mpeg"] = "mp3", ["audio/mp4"] = "m4a", ["audio/x-m4a"] = "m4a", ["audio/wav"] = "wav", ["audio/x-wav"] = "wav", ["audio/aac"] = "aac",
        ["video/mp4"] = "mp4", ["video/quicktime"] = "mov", ["video/webm"] = "webm", ["video/3gpp"] = "3gp", ["application/zip"] = "zip",
    };

    private static readonly HashSet<string> Known = new(
        [.. Endings.Values, "jpeg", "tiff", "oga", "opus", "rtf", "odt", "ods", "csv", "mkv", "avi"], StringComparer.OrdinalIgnoreCase);

    /// <param name="number">Its place in the report, from 1.</param>
    public static string Of(int number, ReportAttachment file)
    {
        var kind = file.Kind.Length is > 0 and <= 20 && file.Kind.All(c => char.IsAsciiLetterLower(c) || c == '_') ? file.Kind : "file";
        return string.Create(CultureInfo.InvariantCulture, $"{number}-{kind}.{EndingOf(file)}");
    }

    private static string EndingOf(ReportAttachment file)
    {
        if (file.Mime is { } mime && Endings.TryGetValue(mime.Split(';')[0].Trim(), out var ending)) return ending;
        if (file.Name is { } name && name.LastIndexOf('.') is >= 0 and var dot && Known.TryGetValue(name[(dot + 1)..], out var known))
            return known;
        return file.Kind switch
        {
            "photo" => "jpg",
            "voice" => "ogg",
            "audio" => "mp3",
            "video" or "video_note" => "mp4",
            _ => "bin",
        };
    }
}
