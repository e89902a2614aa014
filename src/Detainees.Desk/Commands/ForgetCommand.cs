using System.Globalization;
using Detainees.Desk.Store;

namespace Detainees.Desk.Commands;

/// <summary>
/// Removes the sealed files of reports that their families took back. Only when a person says so: a server in wrong hands
/// could claim of every report that it was taken back, and no pull may destroy what only this desk may still have.
/// </summary>
internal static class ForgetCommand
{
    public static async Task<int> RunAsync(DeskRun run, bool isSure, CancellationToken cancel)
    {
        var opened = DeskFolder.Open(run.Settings.DeskFolder(run.Host));
        if (opened is Attempt<DeskFolder>.Failed(var noFolder)) return run.Stop(noFolder);
        var folder = ((Attempt<DeskFolder>.Done)opened).Value;
        if (folder.Memory is null) return run.Stop(new Trouble(ExitCode.Stopped, $"There is nothing in {folder.Root} yet. Run 'pull' first."));
        var read = await JournalShelf.ReadAsync(folder, cancel);
        if (read is Attempt<JournalShelf>.Failed(var why)) return run.Stop(why);
        var shelf = ((Attempt<JournalShelf>.Done)read).Value;
        using var only = folder.TryLock();
        if (only is null) return run.Stop(new Trouble(ExitCode.Stopped, "Another pull into this desk folder is running. Wait for it to end."));

        long reports = 0, files = 0;
        await foreach (var entry in shelf.EntriesAsync(cancel))
        {
            if (!shelf.IsTakenBack(entry)) continue;
            var paths = JournalItems.Of(entry).Select(folder.PathOf).Where(File.Exists).ToList();
            if (paths.Count == 0) continue;
            (reports, files) = (reports + 1, files + paths.Count);
            run.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  entry {entry.Number}, {Words.Count(paths.Count, "sealed file")}"));
            if (isSure) paths.ForEach(File.Delete);
        }

        run.Output.WriteLine(files == 0 ? "Nothing of what families took back is on this desk."
            : isSure ? $"Removed: {Words.Count(files, "sealed file")} of {Words.Count(reports, "report")} taken back. Exports made before are not touched: delete those yourself."
            : $"To remove {(files == 1 ? "it" : "these")} for good, add --yes.");
        return (int)ExitCode.Fine;
    }
}
