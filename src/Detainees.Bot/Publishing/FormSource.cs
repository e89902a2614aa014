using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Detainees.Bot.Intake;

namespace Detainees.Bot.Publishing;

/// <summary>Where the forms come from that are offered.</summary>
internal abstract class FormSource(string directory)
{
    protected string Root => directory;

    /// <summary>What each form file gives, good or bad; null when the folder itself cannot be read.</summary>
    public abstract ImmutableArray<FormFileReport>? Read();

    /// <summary>
    /// Names, sizes and times of everything in the folder: when two looks give the same, nothing has changed. Cheap enough to be
    /// asked every few seconds.
    /// </summary>
    public string Mark()
    {
        var mark = new StringBuilder();
        try
        {
            foreach (var file in new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
                mark.Append(CultureInfo.InvariantCulture, $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.GetType().Name;
        }

        return mark.ToString();
    }
}

/// <summary>A folder whose form files are offered as they are.</summary>
internal sealed class FormFolder(string directory) : FormSource(directory)
{
    public override ImmutableArray<FormFileReport>? Read()
    {
        try
        {
            return [.. Directory.EnumerateFiles(Root).Where(FormFiles.IsForm).Order(StringComparer.Ordinal).Select(FormFiles.Read)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
