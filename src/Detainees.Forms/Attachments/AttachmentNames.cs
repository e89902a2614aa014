namespace Detainees.Forms;

/// <summary>Which names a form may give to the files beside it.</summary>
public static class AttachmentNames
{
    /// <summary>Bytes of a list: one of 50,000 rows of ordinary length fits.</summary>
    public const long MaxBytes = 8L << 20;

    /// <summary>Bytes of one file by its kind: what Telegram takes for a photo, what it gives a bot of sound and film; <see cref="MaxBytes"/> for a list.</summary>
    public static long MaxBytesOf(string name) => MediaFile.KindOf(name) switch
    {
        MediaKind.Picture => 10L << 20,
        MediaKind.Voice or MediaKind.Audio or MediaKind.Video => 20L << 20,
        null => MaxBytes,
    };

    private const int MaxLength = 128;

    /// <summary>A file name and nothing else: no folder, no drive, nothing hidden, so that a form cannot reach other files.</summary>
    public static bool IsPlain(string name)
    {
        if (name.Length is 0 or > MaxLength || name[0] is '.' or ' ' or '~' || name[^1] is '.' or ' ') return false;
        foreach (var c in name)
            if (char.IsControl(c) || c is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|') return false;
        return true;
    }
}
