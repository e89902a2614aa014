using System.Collections.Immutable;

namespace Detainees.Forms;

internal sealed partial class FormBuilder
{
    private const int MaxMediaFiles = 100;
    private const long MaxMediaBytes = 64L << 20;

    private readonly Dictionary<string, bool> media = new(StringComparer.Ordinal);
    private long mediaBytes;

    /// <summary>What is shown with a row: a picture (the large one where there are two), then sound, then film; a file for each language.</summary>
    private ImmutableArray<LocalizedText> ReadMedia(SheetRow row)
    {
        var texts = ImmutableArray.CreateBuilder<LocalizedText>();
        foreach (var columns in (ReadOnlySpan<string[]>)[["big-image", "image"], ["audio"], ["video"]])
        {
            var column = columns.FirstOrDefault(name => row.Cells.Any(cell => cell.Header.Name == name)) ?? columns[0];
            foreach (var cell in row.Cells.Where(cell => columns.Contains(cell.Header.Name))) CheckMedia(cell);
            var text = translations.Files(row, column, file => media.GetValueOrDefault(file));
            if (!text.IsEmpty) texts.Add(text);
        }

        return texts.ToImmutable();
    }

    private void CheckMedia(SheetCell cell)
    {
        var file = cell.Text;
        var fits = MediaFile.KindOf(file) is { } kind && (kind switch
        {
            MediaKind.Picture => cell.Header.Name is "image" or "big-image",
            MediaKind.Voice or MediaKind.Audio => cell.Header.Name is "audio",
            MediaKind.Video => cell.Header.Name is "video",
        });
        if (!AttachmentNames.IsPlain(file) || file.Contains("${", StringComparison.Ordinal))
            bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.AttachmentInvalid, cell, $"\"{file}\" is not the name of a file beside the form: no folders, no references, no signs that file names cannot hold.");
        else if (!fits)
            bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.AttachmentInvalid, cell, $"A chat cannot show \"{file}\" here. {Endings(cell.Header.Name)}");
        else if (!media.ContainsKey(file)) media[file] = TakeMedia(cell, file);
    }

    private static string Endings(string column) => column switch
    {
        "audio" => "Sound is .ogg, .oga, .opus, .mp3 or .m4a.",
        "video" => "Film is .mp4.",
        _ => "A picture is .jpg, .jpeg, .png or .webp.",
    };

    /// <summary>Whether the file is there and can be sent; a question whose file is missing is asked in words.</summary>
    private bool TakeMedia(SheetCell cell, string file)
    {
        switch (attachments(file))
        {
            case FormAttachment.Missing:
                bag.Cell(DiagnosticSeverity.Warning, DiagnosticCodes.AttachmentMissing, cell, $"There is no file \"{file}\" beside the form, so the text is shown alone. Put it into the same folder, or into the form's own folder whose name ends in -media.");
                return false;
            case FormAttachment.Found found when found.Content.Length <= AttachmentNames.MaxBytesOf(file):
                mediaBytes += found.Content.Length;
                if (media.Count >= MaxMediaFiles || mediaBytes > MaxMediaBytes)
                    bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.TooMany, cell, $"The files shown with questions may be at most {MaxMediaFiles}, and {MaxMediaBytes >> 20} MiB together.");
                else if (found.Content.IsEmpty)
                    bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.AttachmentInvalid, cell, $"{file} is empty.");
                contents[file] = found.Content;
                return true;
            default:
                bag.Cell(DiagnosticSeverity.Error, DiagnosticCodes.AttachmentInvalid, cell, $"{file} is larger than {AttachmentNames.MaxBytesOf(file) >> 20} MiB, and Telegram takes no more.");
                return false;
        }
    }

    /// <summary>What is written but shown to nobody: pictures of choices, and files in a language that no label has.</summary>
    private void CheckMediaHeaders()
    {
        foreach (var header in sheets.Choices?.Headers.Where(header => HeaderNames.Media.Contains(header.Name)) ?? [])
            bag.Add(DiagnosticCodes.NotSupported, DiagnosticSeverity.Note, sheets.Choices, sheets.Choices?.HeaderRow ?? 0, header, "A button holds words only: files of choices are not shown in a chat. Files of questions, groups and notes are.");
        foreach (var header in survey.Headers.Where(header => HeaderNames.Media.Contains(header.Name)))
        {
            if (header.Language is { } language && !translations.Languages.Contains(language))
                bag.Add(DiagnosticCodes.LanguageUnknown, DiagnosticSeverity.Warning, survey, survey.HeaderRow, header, $"No label is in the language \"{language}\", so nobody is shown these files.", null, null, Names.Near(language, translations.Languages));
        }
    }
}
