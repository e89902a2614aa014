using System.Globalization;
using System.Security.Cryptography;
using Detainees.Desk.Pulling;
using Detainees.Desk.Store;
using Detainees.Journal;

namespace Detainees.Desk.Commands;

/// <summary>Looks at everything again: the chain from the first entry, the server's signature, every sealed file.</summary>
internal static class VerifyCommand
{
    private const int MostNamed = 50;

    public static async Task<int> RunAsync(DeskRun run, CancellationToken cancel)
    {
        var opened = DeskFolder.Open(run.Settings.DeskFolder(run.Host));
        if (opened is Attempt<DeskFolder>.Failed(var noFolder)) return run.Stop(noFolder);
        var folder = ((Attempt<DeskFolder>.Done)opened).Value;
        if (folder.Memory is not { } memory) return run.Stop(new Trouble(ExitCode.Stopped, $"There is nothing in {folder.Root} yet. Run 'pull' first."));
        var read = await JournalShelf.ReadAsync(folder, cancel);
        if (read is Attempt<JournalShelf>.Failed(var why)) return run.Stop(why);
        var shelf = ((Attempt<JournalShelf>.Done)read).Value;
        if (CheckpointFaultOf(memory) is { } fault) return run.Stop(new Trouble(ExitCode.Distrusted, fault));
        run.Output.WriteLine($"Journal: {Words.Count(memory.Head.Size, "entry")}. The chain is whole, and the server's signature is good.");
        run.Output.WriteLine($"  server key {memory.Key.Id}");
        run.Output.WriteLine($"  root       {memory.Head.Root}");
        return await FilesAsync(run, folder, shelf, memory.Head.Size, cancel);
    }

    private static string? CheckpointFaultOf(DeskMemory memory)
    {
        switch (Checkpoint.Verify(memory.Checkpoint, memory.Key, ServerPull.Origin))
        {
            case CheckpointCheck.Refused(var fault):
                return $"{Sentences.OfCheckpoint(fault)} Pull into a new folder (--desk), and keep this one to compare.";
            case CheckpointCheck.Valid(var signed):
                return signed.Size == memory.Head.Size && signed.Root == memory.Head.Root && signed.Last == memory.Head.Last
                    ? null : "The journal on this desk is not the one that the server signed. Pull into a new folder (--desk), and keep this one to compare.";
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<int> FilesAsync(DeskRun run, DeskFolder folder, JournalShelf shelf, long entries, CancellationToken cancel)
    {
        long files = 0, good = 0, takenBack = 0, retired = 0;
        var bad = new List<string>();
        using var progress = run.Progress();
        progress.Begin("entries checked", entries);
        await foreach (var entry in shelf.EntriesAsync(cancel))
        {
            progress.Step(1);
            foreach (var item in JournalItems.Of(entry))
            {
                files++;
                var path = folder.PathOf(item);
                if (!File.Exists(path) && shelf.IsTakenBack(entry)) takenBack++;
                else if (!File.Exists(path) && shelf.IsRetired(entry)) retired++;
                else if (!File.Exists(path)) bad.Add($"{NameOf(entry, item)}: not on this desk; pull again");
                else if (await IsGoodAsync(path, item.Sealed, cancel)) good++;
                else
                {
                    // Out of the way, so that the next pull fetches it again; kept, because it may tell what happened.
                    File.Move(path, path + ".damaged", overwrite: true);
                    bad.Add($"{NameOf(entry, item)}: changed or damaged; set aside as {Path.GetFileName(path)}.damaged, pull again");
                }
            }
        }

        progress.Dispose();
        var taken = takenBack > 0 ? string.Create(CultureInfo.InvariantCulture, $" + {takenBack} taken back") : "";
        if (retired > 0) taken += string.Create(CultureInfo.InvariantCulture, $" + {retired} let go by the server");
        run.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Files: {files} in the journal = {good} good{taken} + {bad.Count} not"));
        foreach (var line in bad.Take(MostNamed)) run.Output.WriteLine($"  {line}");
        if (bad.Count > MostNamed) run.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {bad.Count - MostNamed} more"));
        return (int)(bad.Count == 0 ? ExitCode.Fine : ExitCode.Incomplete);
    }

    private static async Task<bool> IsGoodAsync(string path, SealedItem expected, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return file.Length == expected.Bytes && Sha256Hash.FromBytes(await SHA256.HashDataAsync(file, cancel)) == expected.Hash;
    }

    private static string NameOf(JournalEntry entry, BundleItem item) =>
        string.Create(CultureInfo.InvariantCulture, $"entry {entry.Number}, {item.FileName}");
}
