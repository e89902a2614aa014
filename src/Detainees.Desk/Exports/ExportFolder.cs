using System.Globalization;
using System.Text;
using Detainees.Desk.Reports;
using Detainees.Desk.Store;

namespace Detainees.Desk.Exports;

/// <summary>The folder that an export goes to: only its owner can open it, and every name in it is made by this program.</summary>
internal sealed class ExportFolder
{
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);

    private ExportFolder(string root) => Root = root;

    public string Root { get; }

    /// <param name="mayHoldFiles">Write among files that are there already, over those of the same name.</param>
    public static Attempt<ExportFolder> Create(string path, bool mayHoldFiles)
    {
        var root = Path.GetFullPath(path);
        if (File.Exists(root)) return new Trouble(ExitCode.Stopped, $"{root} is a file; an export needs a folder.");
        if (Directory.Exists(root) && !mayHoldFiles && Directory.EnumerateFileSystemEntries(root).Any())
            return new Trouble(ExitCode.Stopped, $"The folder {root} is not empty. Choose a new one, or add --into to write among what is there.");
        PrivateFiles.CreateFolder(root);
        return new ExportFolder(root);
    }

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>A name for a report: its reference, made unlike every other of this export.</summary>
    /// <remarks>The reference comes out of a sealed file: anything but plain letters and digits is not used in a path, nor
    /// anything as short as the names that Windows keeps for devices.</remarks>
    public string NameFor(Report report)
    {
        var isPlain = report.Reference.Length is >= 8 and <= 40 && report.Reference.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
        var name = isPlain ? report.Reference : $"report-{report.Id}";
        for (var i = 2; !taken.Add(name); i++) name = string.Create(CultureInfo.InvariantCulture, $"{(isPlain ? report.Reference : "report-" + report.Id)}-{i}");
        return name;
    }

    public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancel) =>
        PrivateFiles.WriteAsync(PathOf(name), content, cancel);

    public Task WriteAsync(string name, string content, CancellationToken cancel) =>
        WriteAsync(name, Encoding.UTF8.GetBytes(content), cancel);
}
