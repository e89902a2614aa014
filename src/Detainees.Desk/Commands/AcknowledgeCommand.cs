using System.Net;
using Detainees.Desk.Pulling;
using Detainees.Desk.Store;
using Detainees.Journal;

namespace Detainees.Desk.Commands;

/// <summary>
/// Looks at everything on this desk again and tells the server that it is all here. When two devices have said so, the server may let go of what is
/// older than its retention; so nothing is said while anything is missing.
/// </summary>
internal static class AcknowledgeCommand
{
    public static async Task<int> RunAsync(DeskRun run, CancellationToken cancel)
    {
        var verified = await VerifyCommand.RunAsync(run, cancel);
        if (verified != (int)ExitCode.Fine)
        {
            run.Error.WriteLine("Nothing was acknowledged: this desk does not hold everything.");
            return verified;
        }

        if (DeskFolder.Open(run.Settings.DeskFolder(run.Host)) is not Attempt<DeskFolder>.Done({ Memory: { Head.Size: > 0 } memory } folder))
            return run.Stop(new Trouble(ExitCode.Stopped, "There is nothing to acknowledge yet. Run 'pull' first."));
        var connected = run.Connect(folder);
        if (connected is Attempt<ServerClient>.Failed(var why)) return run.Stop(why);
        using var client = ((Attempt<ServerClient>.Done)connected).Value;
        switch (await client.AcknowledgeAsync(new HoldingNotice(memory.Head.Size, memory.Head.Last), cancel))
        {
            case Attempt<HttpStatusCode>.Done(HttpStatusCode.NoContent):
                run.Output.WriteLine($"Acknowledged: this desk holds the journal and its files up to entry {memory.Head.Size}.");
                return (int)ExitCode.Fine;
            case Attempt<HttpStatusCode>.Done:
                return run.Stop(new Trouble(ExitCode.Distrusted, "The server's journal is not the one that this desk holds: it refused. Run 'pull', and tell your administrator."));
            case Attempt<HttpStatusCode>.Failed(var trouble):
                return run.Stop(trouble);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
