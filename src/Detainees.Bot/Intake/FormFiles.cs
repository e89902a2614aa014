using System.Collections.Immutable;
using Detainees.Forms;

namespace Detainees.Bot.Intake;

/// <summary>A form file as it was read: what is compiled is what is kept.</summary>
/// <param name="Name">Without its folder.</param>
internal sealed record FormContent(string Name, byte[] Bytes, ImmutableArray<AttachedContent> Attachments);

/// <summary>One file beside a form, as it was read with it.</summary>
/// <param name="Name">Plain, see <see cref="AttachmentNames"/>.</param>
internal sealed record AttachedContent(string Name, byte[] Bytes);

/// <summary>One form file, read and compiled.</summary>
/// <param name="File">Its name, or "id/version" of a published form.</param>
/// <param name="Form">Null when it cannot be offered.</param>
/// <param name="Problem">Why, where it is not a matter of the form's content; else null.</param>
internal sealed record FormFileReport(
    string File, FormDefinition? Form, ImmutableArray<FormDiagnostic> Diagnostics, string? Problem = null)
{
    /// <summary>What the rules of publishing say; an error among them keeps the form from being published.</summary>
    public ImmutableArray<FormDiagnostic> Publishing { get; init; } = [];

    /// <summary>Both kinds together, by sheet, row and column.</summary>
    public ImmutableArray<FormDiagnostic> Everything { get; init; } = Diagnostics;

    public FormContent? Content { get; init; }

    /// <summary>What the file gave before it was spoilt; it stays on offer.</summary>
    public FormDefinition? LastGood { get; init; }

    /// <summary>Whether this is the file whose version is offered, of all that hold the same form.</summary>
    public bool IsFirst { get; init; }

    /// <summary>A published version: older ones beside it are no mistake.</summary>
    public bool IsRelease { get; init; }

    /// <summary>Published, and taken back.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>It was there and could not be read; the next time may be another matter.</summary>
    public bool IsUnread { get; init; }

    public FormDefinition? Usable => Form ?? LastGood;
}

internal static class FormFiles
{
    /// <summary>A workbook larger than this is refused before it is read: 16 MiB.</summary>
    public const long MaxBytes = 16L << 20;

    /// <summary>By ending; temporary files of Excel and LibreOffice are none.</summary>
    public static bool IsForm(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml" or ".xlsx" or ".xls"
        && !Path.GetFileName(path).StartsWith('~') && !Path.GetFileName(path).StartsWith('.');

    public static FormFileReport Read(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            if (new FileInfo(path).Length > MaxBytes) return new(name, null, [], "the file is larger than 16 MiB");
            return Compile(name, WhatIsSaved(path), FormMedia.Beside(path));
        }
        catch (Exception fault) when ((fault is FileNotFoundException or DirectoryNotFoundException) && !Directory.Exists(path))
        {
            return new(name, null, [], "there is no such file");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new(name, null, [], Directory.Exists(path) ? "this is a folder, not a form" : "the file cannot be read: no right to, or another program holds it") { IsUnread = true };
        }
    }

    // On Windows, Excel keeps a workbook open for writing, and whoever reads it must allow that; File.ReadAllBytes does not.
    private static byte[] WhatIsSaved(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The same form again, with nothing but what was read then.</summary>
    public static FormFileReport Compile(FormContent content) => Compile(content.Name, content.Bytes, name =>
        content.Attachments.FirstOrDefault(attached => attached.Name == name) is { } found ? new FormAttachment.Found(found.Bytes) : new FormAttachment.Missing());

    private static FormFileReport Compile(string name, byte[] bytes, AttachmentReader attachments)
    {
        var attached = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var content = new MemoryStream(bytes, writable: false);
        var compiled = FormCompiler.Compile(WorkbookReader.Read(content, name), wanted =>
        {
            var given = attachments(wanted);
            if (given is FormAttachment.Found found) attached[wanted] = found.Content.ToArray();
            return given;
        });
        return new(name, compiled.Form, compiled.Diagnostics)
        {
            Publishing = compiled.Publishing, Everything = compiled.Everything,
            Content = new FormContent(name, bytes, [.. (compiled.Form?.Attachments ?? []).Where(attached.ContainsKey).Select(wanted => new AttachedContent(wanted, attached[wanted]))]),
        };
    }

    /// <summary>Reads a file's cells without compiling them, for the tools.</summary>
    /// <param name="path">Of any format that is read.</param>
    /// <param name="problems">What there is to say about the file, a line each; holds the reason when the result is null.</param>
    public static Workbook? ReadWorkbook(string path, out ImmutableArray<string> problems)
    {
        try
        {
            using var content = File.OpenRead(path);
            var reading = WorkbookReader.Read(content, Path.GetFileName(path));
            problems = [.. reading.Diagnostics.Select(diagnostic => $"{path}: {diagnostic}")];
            // A cell whose formula failed reads as blank: what is written from it would have lost it.
            return reading.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? null : reading.Workbook;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problems = [$"{path}: there is no such file, or it cannot be read."];
            return null;
        }
    }
}
