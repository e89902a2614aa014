using Detainees.Storage.Files;

namespace Detainees.Storage.Sqlite;

/// <summary>Takes the notes of what was settled into the tables. The writer's own, the first piece of work of each group.</summary>
internal sealed class TakeNotesWork(SettledNotes notes) : Work
{
    private readonly List<SettledNote> taken = [];

    public override bool Carry(WriteSession session)
    {
        taken.Clear();
        notes.CopyTo(taken);
        session.Unsettled = null;
        try
        {
            SettleWork.Settle(session, taken);
        }
        catch (SqliteFault fault)
        {
            session.Unsettled = fault;
            throw;
        }

        return true;
    }

    public override void Complete() => notes.Taken(taken.Count);

    /// <summary>They stay, and are tried again with the next work.</summary>
    public override void Fail(Exception fault) { }
}
