namespace Detainees.Storage;

/// <summary>What <see cref="IIntakeStore.LoadAsync"/> found.</summary>
public abstract record LoadResult
{
    private LoadResult() { }

    /// <summary>The thread has no draft; the expected revision of its first turn is 0.</summary>
    public sealed record None : LoadResult;

    /// <param name="State">The state's bytes as they were put. Secret: clear them when done.</param>
    /// <param name="Details">What is known without the key as well.</param>
    public sealed record Open(byte[] State, DraftDetails Details) : LoadResult
    {
        public override string ToString() => "Open";
    }

    /// <summary>The draft's epoch key is gone, or its row does not open: only the team can read it.</summary>
    public sealed record Locked(DraftDetails Details) : LoadResult
    {
        public override string ToString() => "Locked";
    }
}

/// <summary>The part of a draft that is stored in the clear.</summary>
/// <param name="Revision">Grows by one with each change; of a new draft it starts at a random number above 0.</param>
/// <param name="AnswerCount">How many answers it holds, to tell the person after a restart.</param>
/// <param name="WakeAt">When the shell is told of the thread: to the second, or up to an hour earlier (<see cref="DraftChange.Put"/>).</param>
/// <param name="EndsAt">When the draft's time is over; kept to the second.</param>
/// <param name="TeamSerial">The serial of the team list that its key was sealed for; 0 when it is not known, or was sealed for nobody.</param>
public sealed record DraftDetails(
    long Revision, string FormId, string FormVersion, string Language, int AnswerCount, DateTimeOffset? WakeAt, DateTimeOffset EndsAt,
    long TeamSerial = 0);
