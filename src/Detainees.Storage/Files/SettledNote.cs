namespace Detainees.Storage.Files;

/// <summary>One thing that became of an outgoing row.</summary>
/// <param name="Message">The channel's number of a message; 0 for <see cref="SettledKind.Gone"/> and <see cref="SettledKind.Cleared"/>.</param>
internal readonly record struct SettledNote(SettledKind Kind, long Outgoing, long Message)
{
    /// <summary>What a batch says, piece by piece and in its order.</summary>
    public static IReadOnlyList<SettledNote> Of(IReadOnlyList<Settlement> batch)
    {
        var notes = new List<SettledNote>(batch.Count);
        foreach (var settlement in batch)
        {
            switch (settlement)
            {
                case Settlement.Sent(var id, { } message): notes.Add(new SettledNote(SettledKind.Sent, id, message)); break;
                case Settlement.Sent(var id, null): notes.Add(new SettledNote(SettledKind.Gone, id, 0)); break;
                case Settlement.Dropped(var id): notes.Add(new SettledNote(SettledKind.Gone, id, 0)); break;
                case Settlement.Cleared(var id): notes.Add(new SettledNote(SettledKind.Cleared, id, 0)); break;
                case Settlement.Deleted(var id, var messages):
                    foreach (var message in messages) notes.Add(new SettledNote(SettledKind.Deleted, id, message));
                    break;
                default: throw new System.Diagnostics.UnreachableException();
            }
        }

        return notes;
    }
}

internal enum SettledKind
{
    /// <summary>Sent as a message, which may have to be deleted later.</summary>
    Sent = 1,

    /// <summary>Sent without becoming a message, or never to be sent.</summary>
    Gone = 2,

    /// <summary>One message that a delete row covers is gone; the row stays.</summary>
    Deleted = 3,

    /// <summary>All messages that a delete row covers are gone, and the row with them.</summary>
    Cleared = 4,
}
