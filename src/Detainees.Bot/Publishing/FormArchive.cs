using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Detainees.Bot.Intake;
using Detainees.Forms;

namespace Detainees.Bot.Publishing;

/// <summary>
/// Every version that was ever offered, beside the data: conversations under way stay on theirs. And which form each file last
/// gave, so that a file that was spoilt while nothing ran does not take its form away.
/// </summary>
internal sealed class FormArchive(string directory)
{
    private const string Index = "offered";
    private string written = "";

    /// <summary>Each form that can be read, and its file.</summary>
    public IEnumerable<(FormDefinition Form, string Path)> Read()
    {
        foreach (var path in FilesOf(directory))
            if (FormFiles.Read(path).Form is { } form) yield return (form, path);
    }

    /// <summary>Keeps the file of a form, and gives its path; one copy of the same bytes is enough.</summary>
    public string Keep(FormContent content)
    {
        Directory.CreateDirectory(directory);
        var kept = Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(content.Bytes))[..32] + Path.GetExtension(content.Name));
        if (File.Exists(kept)) return kept;
        // The files first: a form that is in the archive has them.
        foreach (var attached in content.Attachments)
        {
            Directory.CreateDirectory(FormMedia.FolderOf(kept));
            File.WriteAllBytes(Path.Combine(FormMedia.FolderOf(kept), attached.Name), attached.Bytes);
        }

        Replace(kept, content.Bytes);
        return kept;
    }

    /// <summary>By file, the form and version that it last gave.</summary>
    public ImmutableDictionary<string, (string Id, string Version)> ReadIndex()
    {
        var index = ImmutableDictionary.CreateBuilder<string, (string, string)>(StringComparer.Ordinal);
        try
        {
            written = File.ReadAllText(Path.Combine(directory, Index));
            foreach (var line in written.Split('\n'))
                if (line.Split('\t') is [var file, var id, var version]) index[file] = (id, version);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A store from before the index, or a new one: nothing is known, so nothing is kept on offer.
        }

        return index.ToImmutable();
    }

    public void WriteIndex(IEnumerable<KeyValuePair<string, (string Id, string Version)>> index)
    {
        var text = string.Concat(index.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry =>
            $"{Flat(entry.Key)}\t{Flat(entry.Value.Id)}\t{Flat(entry.Value.Version)}\n"));
        if (text == written) return;
        Directory.CreateDirectory(directory);
        Replace(Path.Combine(directory, Index), Encoding.UTF8.GetBytes(text));
        written = text;
    }

    private static string Flat(string text) => text.Replace('\t', ' ').ReplaceLineEndings(" ");

    private static void Replace(string path, byte[] content)
    {
        var partial = path + ".partial";
        File.WriteAllBytes(partial, content);
        File.Move(partial, path, overwrite: true);
    }

    private static IEnumerable<string> FilesOf(string directory) => Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory).Where(FormFiles.IsForm).Order(StringComparer.Ordinal)
        : [];
}
