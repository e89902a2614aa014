namespace Detainees.Journal;

/// <summary>What became of a signed checkpoint.</summary>
public abstract record CheckpointCheck
{
    private CheckpointCheck() { }

    public sealed record Valid(Checkpoint Checkpoint) : CheckpointCheck;

    public sealed record Refused(CheckpointFault Fault) : CheckpointCheck;
}

public enum CheckpointFault
{
    /// <summary>Not a signed note, or its text is no checkpoint of ours.</summary>
    Malformed,
    /// <summary>Signed, but it speaks of another journal.</summary>
    WrongOrigin,
    /// <summary>No signature line of the key and origin asked for.</summary>
    NotSigned,
    /// <summary>A signature line of the key does not verify.</summary>
    BadSignature,
}
