using System.Globalization;
using System.Net;
using Detainees.Desk.Pulling;
using Detainees.Desk.Reports;
using Detainees.Desk.Store;
using Detainees.Journal;

namespace Detainees.Desk.Commands;

/// <summary>One of the two words that it takes to remove a report from the server, or to hold it there.</summary>
internal static class OrderCommand
{
    public static async Task<int> RunAsync(DeskRun run, ThreadDecisionKind kind, long number, bool isSure, CancellationToken cancel)
    {
        var opened = DeskFolder.Open(run.Settings.DeskFolder(run.Host));
        if (opened is Attempt<DeskFolder>.Failed(var noFolder)) return run.Stop(noFolder);
        var folder = ((Attempt<DeskFolder>.Done)opened).Value;
        var read = await JournalShelf.ReadAsync(folder, cancel);
        if (read is Attempt<JournalShelf>.Failed(var broken)) return run.Stop(broken);
        if (await FindAsync(((Attempt<JournalShelf>.Done)read).Value, number, cancel) is not { } entry)
            return run.Stop(new Trouble(ExitCode.Stopped, string.Create(CultureInfo.InvariantCulture, $"Entry {number} is no report of this journal. 'list' shows the numbers.")));
        if (!isSure)
        {
            run.Output.WriteLine(kind switch
            {
                ThreadDecisionKind.Remove => $"The server would destroy report {number} and everything that its family sent with it, for good. Say it with --yes.",
                ThreadDecisionKind.Hold => $"The server would keep report {number} past its retention. Say it with --yes.",
                ThreadDecisionKind.Release => $"The server would let report {number} go in its time again. Say it with --yes.",
            });
            return (int)ExitCode.Fine;
        }

        var connected = run.Connect(folder);
        if (connected is Attempt<ServerClient>.Failed(var why)) return run.Stop(why);
        using var client = ((Attempt<ServerClient>.Done)connected).Value;
        switch (await client.DecideAsync(new ThreadDecision(kind, entry.Thread), cancel))
        {
            case Attempt<HttpStatusCode>.Done(HttpStatusCode.Accepted):
                run.Output.WriteLine("Your word is noted. A second person's device has to say the same within seven days.");
                return (int)ExitCode.Fine;
            case Attempt<HttpStatusCode>.Done(HttpStatusCode.OK):
                run.Output.WriteLine("It was the second word: it is done, and the journal says so. 'pull' brings it here.");
                return (int)ExitCode.Fine;
            case Attempt<HttpStatusCode>.Done(HttpStatusCode.Forbidden):
                return run.Stop(new Trouble(ExitCode.Stopped, "This device may not order that: the team list must have it as 'device: admin …'."));
            case Attempt<HttpStatusCode>.Done:
                return run.Stop(new Trouble(ExitCode.Stopped, "There is nothing to do: the server has it so already."));
            case Attempt<HttpStatusCode>.Failed(var trouble):
                return run.Stop(trouble);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<JournalEntry?> FindAsync(JournalShelf shelf, long number, CancellationToken cancel)
    {
        await foreach (var entry in shelf.EntriesAsync(cancel))
        {
            if (entry.Number == number) return ReportReader.IsReport(entry) ? entry : null;
        }

        return null;
    }
}
