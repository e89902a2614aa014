namespace Detainees.Forms;

/// <summary>A file that is shown or played with a question, group or note.</summary>
/// <param name="Name">One of <see cref="FormDefinition.Attachments"/>.</param>
public sealed record MediaFile(MediaKind Kind, string Name)
{
    /// <summary>By the name's ending; null where a chat cannot show such a file.</summary>
    public static MediaKind? KindOf(string name) => name[Math.Max(name.LastIndexOf('.'), 0)..].ToLowerInvariant() switch
    {
        ".jpg" or ".jpeg" or ".png" or ".webp" => MediaKind.Picture,
        ".ogg" or ".oga" or ".opus" => MediaKind.Voice,
        ".mp3" or ".m4a" => MediaKind.Audio,
        ".mp4" => MediaKind.Video,
        _ => null,
    };
}
