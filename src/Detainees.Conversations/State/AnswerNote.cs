namespace Detainees.Conversations;

/// <summary>What a person said to a question.</summary>
public enum AnswerState
{
    Answered,
    Unknown,
    Refused,

    /// <summary>"Ask me later".</summary>
    Later,
    Skipped,
}

/// <summary>How an answer came about.</summary>
public enum AnswerOrigin
{
    Typed,
    Pressed,
    File,

    /// <summary>By changing an earlier message.</summary>
    Edited,
    Calculated,

    /// <summary>Typed by somebody else and forwarded by the person.</summary>
    Forwarded,
}

/// <summary>What is known of an answer beside its value.</summary>
/// <param name="At">When it was said.</param>
/// <param name="Again">A question put off twice is not asked a third time.</param>
public sealed record AnswerNote(AnswerState State, DateTimeOffset At, AnswerOrigin How, bool Again = false);

/// <param name="Message">A message of the person's.</param>
/// <param name="Path">The node that it answered.</param>
/// <param name="Part">UTF-16 code units that it gave to an answer of several messages; 0 where it is the whole answer.</param>
public readonly record struct MessageAnswer(MessageId Message, string Path, int Part = 0);

/// <param name="Id">The channel's name for the album.</param>
/// <param name="Path">The node that its first item went to.</param>
public sealed record Album(string Id, string Path);
