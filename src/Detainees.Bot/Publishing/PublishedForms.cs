using System.Collections.Immutable;
using Detainees.Bot.Intake;
using Detainees.Forms;

namespace Detainees.Bot.Publishing;

/// <summary>
/// The folder that <c>form publish</c> writes: <c>ID/VERSION/</c> with the form, what is attached to it, <c>release.txt</c> and
/// the signatures. What was changed after publishing, or lacks a signature that is demanded, is not offered.
/// </summary>
/// <param name="approversFile">Null where no signature is demanded. Read anew each time: a key may be taken out of it.</param>
internal sealed class PublishedForms(string directory, string? approversFile) : FormSource(directory)
{
    public const string ReleaseFile = "release.txt";
    public const string WithdrawnMark = "withdrawn";
    public const string SignaturePattern = "*.sig";
    private const long MaxSmallFile = 64 * 1024;

    public override ImmutableArray<FormFileReport>? Read()
    {
        try
        {
            var reports = ImmutableArray.CreateBuilder<FormFileReport>();
            foreach (var form in Folders(Root))
                foreach (var version in Folders(form)) reports.Add(ReadVersion(version));
            return reports.ToImmutable();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>One published version, checked: the release, the signatures, every file's hash, then the form itself.</summary>
    public FormFileReport ReadVersion(string folder)
    {
        var name = $"{Path.GetFileName(Path.GetDirectoryName(folder))}/{Path.GetFileName(folder)}";
        FormFileReport report;
        try
        {
            report = ReadRelease(folder, name);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            report = new FormFileReport(name, null, [], "its files cannot be read") { IsUnread = true };
        }

        // What is withdrawn stays so, whatever else is wrong with it.
        report = report with { File = name, IsRelease = true, IsWithdrawn = File.Exists(Path.Combine(folder, WithdrawnMark)) };
        return report.Form is { } form && $"{form.Id}/{form.Version}" != name
            ? report with { Form = null, Problem = "the form is of another id or version" }
            : report;
    }

    private FormFileReport ReadRelease(string folder, string name)
    {
        var bytes = ReadSmall(Path.Combine(folder, ReleaseFile));
        if (bytes is null || FormRelease.TryRead(bytes) is not { } release) return Bad($"{ReleaseFile} is missing or was not written by form publish");
        if ($"{release.Id}/{release.Version}" != name) return Bad($"{ReleaseFile} speaks of {release.Id}/{release.Version}");
        if (WhyUnsigned(bytes, folder) is { } unsigned) return Bad(unsigned);
        var form = Path.Combine(folder, FormRelease.FormFile);
        var read = ImmutableArray.CreateBuilder<AttachedContent>();
        foreach (var file in release.Files)
        {
            var isForm = read.Count == 0;
            if (!isForm && !AttachmentNames.IsPlain(file.Name)) return Bad($"{ReleaseFile} names a file that is none of a form");
            var path = isForm ? form : Path.Combine(FormMedia.FolderOf(form), file.Name);
            // What is hashed is what is compiled: nothing is read twice.
            if (ReadFile(path, isForm ? FormFiles.MaxBytes : AttachmentNames.MaxBytesOf(file.Name)) is not { } content || FormRelease.Hash(content) != file.Sha256)
                return Bad($"{file.Name} is missing or was changed after publishing");
            read.Add(new AttachedContent(file.Name, content));
        }

        return FormFiles.Compile(new FormContent(FormRelease.FormFile, read[0].Bytes, [.. read.Skip(1)]));

        FormFileReport Bad(string problem) => new(name, null, [], problem);
    }

    /// <summary>The signatures in a folder, or beside a file of it; those that are too large to be one are passed over.</summary>
    public static IEnumerable<string> Signatures(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).Select(ReadSmall).OfType<byte[]>().Select(System.Text.Encoding.UTF8.GetString);

    private string? WhyUnsigned(byte[] release, string folder)
    {
        if (approversFile is null) return null;
        if (Approvers.Read(approversFile) is not { } approvers) return "the file of approvers cannot be read or names fewer than two keys";
        var signed = approvers.WhoSigned(release, Signatures(folder, SignaturePattern));
        return signed.Length >= Approvers.Needed ? null : $"it has the signature of {signed.Length} of the approvers; {Approvers.Needed} are needed";
    }

    private static IEnumerable<string> Folders(string directory) => Directory.EnumerateDirectories(directory)
        .Where(path => FormRelease.IsName(Path.GetFileName(path))).Order(StringComparer.Ordinal);

    private static byte[]? ReadSmall(string path) => ReadFile(path, MaxSmallFile);

    private static byte[]? ReadFile(string path, long most) =>
        File.Exists(path) && new FileInfo(path).Length <= most ? File.ReadAllBytes(path) : null;
}
