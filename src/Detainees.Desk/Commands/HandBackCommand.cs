using System.Runtime.CompilerServices;
using Detainees.Desk.Pulling;
using Detainees.Desk.Store;
using Detainees.Journal;
using Detainees.Signing;

namespace Detainees.Desk.Commands;

/// <summary>
/// Writes what this desk has pulled into one bundle for a server that lost it: the entries and the checkpoint as the server signed
/// them, the sealed files as they are, a manifest signed by this device. Nothing is opened.
/// </summary>
internal static class HandBackCommand
{
    public static async Task<int> RunAsync(DeskRun run, string output, long from, CancellationToken cancel)
    {
        var path = Path.GetFullPath(output);
        if (File.Exists(path)) return run.Stop(new Trouble(ExitCode.Stopped, $"The file {path} exists already; nothing is overwritten."));
        var device = run.LoadDevice();
        if (device is Attempt<SigningKey>.Failed(var noKey)) return run.Stop(noKey);
        var opened = DeskFolder.Open(run.Settings.DeskFolder(run.Host));
        if (opened is Attempt<DeskFolder>.Failed(var noFolder)) return run.Stop(noFolder);
        var folder = ((Attempt<DeskFolder>.Done)opened).Value;
        if (folder.Memory is not { } memory || folder.Head.Size < Math.Max(1, from))
            return run.Stop(new Trouble(ExitCode.Stopped, $"There is nothing to hand back in {folder.Root}."));
        var read = await JournalShelf.ReadAsync(folder, cancel);
        if (read is Attempt<JournalShelf>.Failed(var why)) return run.Stop(why);
        if (Checkpoint.Verify(memory.Checkpoint, memory.Key, ServerPull.Origin) is not CheckpointCheck.Valid { Checkpoint: var checkpoint })
            return run.Stop(new Trouble(ExitCode.Distrusted, "The checkpoint that this desk remembers is not the server's."));

        using var only = folder.TryLock();
        if (only is null) return run.Stop(new Trouble(ExitCode.Stopped, "Another pull into this desk folder is running. Wait for it to end."));
        var part = path + ".part";
        try
        {
            BundleWriting written;
            await using (var file = PrivateFiles.Open(part, FileMode.Create))
            {
                var source = new DeskSource(folder, ((Attempt<JournalShelf>.Done)read).Value, from);
                written = await BundleWriter.WriteAsync(file, source, checkpoint, memory.Checkpoint, ((Attempt<SigningKey>.Done)device).Value, cancel);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path);
            run.Output.WriteLine($"{path}: {Words.Count(written.Entries, "entry")}, {Words.Count(written.Files, "sealed file")}{(written.NotHeld > 0 ? $", {written.NotHeld} not on this desk" : "")}.");
            run.Output.WriteLine("Give it to the server's operator: bot restore BACKUP --bundle FILE.");
            foreach (var damaged in written.Damaged) run.Error.WriteLine($"{damaged.Name}: damaged on this desk");
            return (int)(written.Damaged.IsEmpty ? ExitCode.Fine : ExitCode.Stopped);
        }
        catch (InvalidOperationException)
        {
            return run.Stop(new Trouble(ExitCode.Stopped, "There is more than one bundle takes (400,000 files): hand back the newest with --from."));
        }
        finally
        {
            File.Delete(part);
        }
    }

    private sealed class DeskSource(DeskFolder folder, JournalShelf shelf, long from) : IBundleSource
    {
        public async IAsyncEnumerable<JournalEntry> EntriesAsync([EnumeratorCancellation] CancellationToken cancel)
        {
            await foreach (var entry in shelf.EntriesAsync(cancel))
            {
                if (entry.Number >= from) yield return entry;
            }
        }

        public ValueTask<Stream?> OpenAsync(BundleItem item, CancellationToken cancel) =>
            new(folder.Has(item) ? File.OpenRead(folder.PathOf(item)) : null);
    }
}
