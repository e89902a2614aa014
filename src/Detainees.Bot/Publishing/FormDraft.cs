using System.Collections.Immutable;
using System.Text;
using Detainees.Bot.Intake;
using Detainees.Forms;

namespace Detainees.Bot.Publishing;

/// <summary>A form file on its way to being published, with what lies beside it: <c>FILE.tested</c>, <c>FILE.release</c>, <c>FILE.release*.sig</c>.</summary>
internal sealed class FormDraft
{
    private const string TestedFirstLine = "detainees form tested 1";
    private readonly string path;

    private FormDraft(string path, FormFileReport report, byte[]? yaml) => (this.path, Report, Yaml) = (path, report, yaml);

    public FormFileReport Report { get; }

    /// <summary>The canonical form that is published; null where the form has errors.</summary>
    public byte[]? Yaml { get; }

    public string ReleasePath => path + ".release";

    public static FormDraft Read(string path)
    {
        var report = FormFiles.Read(path);
        if (report is not { Form: { } form, Content: { } content }) return new FormDraft(path, report, null);
        using var bytes = new MemoryStream(content.Bytes, writable: false);
        var yaml = WorkbookReader.Read(bytes, content.Name).Workbook is { } workbook ? Encoding.UTF8.GetBytes(WorkbookWriter.ToYaml(workbook)) : null;
        // What is published must be the form that was tried and signed, not what its rewriting made of it.
        if (yaml is not null && FormFiles.Compile(content with { Name = FormRelease.FormFile, Bytes = yaml }).Form?.Fingerprint == form.Fingerprint) return new FormDraft(path, report, yaml);
        return new FormDraft(path, report with { Form = null, Problem = "the form does not survive being written as YAML; it cannot be published" }, null);
    }

    /// <summary>What would be published; null where the form has errors.</summary>
    public FormRelease? Release => Report.Form is { } form && Yaml is { } yaml ? FormRelease.Of(form, [(FormRelease.FormFile, yaml), .. Attachments.Select(attached => (attached.Name, attached.Bytes))], Walks) : null;

    public ImmutableArray<AttachedContent> Attachments => Report.Content?.Attachments ?? [];

    /// <summary>The walks that were replayed without a difference on this very content.</summary>
    public ImmutableArray<ReleaseFile> Walks => Report.Form is { } form ? ReadTested(form) : [];

    /// <summary>What lies beside the form to be signed, when it is of this very content; else null.</summary>
    public byte[]? WrittenRelease()
    {
        if (Release is not { } release || !File.Exists(ReleasePath)) return null;
        var bytes = release.ToBytes();
        return File.ReadAllBytes(ReleasePath).AsSpan().SequenceEqual(bytes) ? bytes : null;
    }

    public IEnumerable<string> Signatures() => SignatureFiles().Select(File.ReadAllText);

    public IEnumerable<string> SignatureFiles() => Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".", Path.GetFileName(ReleasePath) + "*.sig")
        .Where(file => new FileInfo(file).Length <= Signing.SshSignature.MaxLength).Order(StringComparer.Ordinal);

    /// <summary>Notes that these walks were replayed without a difference.</summary>
    public void MarkTested(IEnumerable<ReleaseFile> walks)
    {
        if (Report.Form is not { } form) return;
        var text = new StringBuilder($"{TestedFirstLine}\nfingerprint: {form.Fingerprint}\n");
        foreach (var walk in walks.OrderBy(walk => walk.Name, StringComparer.Ordinal)) text.Append($"walk: {walk.Sha256} {walk.Name}\n");
        File.WriteAllText(path + ".tested", text.ToString());
    }

    private ImmutableArray<ReleaseFile> ReadTested(FormDefinition form)
    {
        if (!File.Exists(path + ".tested")) return [];
        var lines = File.ReadAllLines(path + ".tested");
        if (lines is not [TestedFirstLine, var print, .. var rest] || print != $"fingerprint: {form.Fingerprint}") return [];
        return [.. rest.Select(line => line.Split(' ', 3)).Where(words => words is ["walk:", { Length: 64 }, _]).Select(words => new ReleaseFile(words[2], words[1]))];
    }
}
