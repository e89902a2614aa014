namespace Detainees.Signing;

/// <summary>What became of a signed note.</summary>
public abstract record NoteCheck
{
    private NoteCheck() { }

    /// <param name="Text">The signed text, with its final newline.</param>
    public sealed record Signed(string Text) : NoteCheck;

    public sealed record Refused(NoteFault Fault) : NoteCheck;
}

public enum NoteFault
{
    /// <summary>Not of the form of a signed note, or beyond its limits.</summary>
    Malformed,
    /// <summary>No line is from the key asked for, under the name asked for.</summary>
    NotSigned,
    /// <summary>A line claims to be of the key and does not verify.</summary>
    BadSignature,
}
