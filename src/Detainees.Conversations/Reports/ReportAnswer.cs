using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>One answer as it goes into a report.</summary>
/// <param name="Field">bind::case:field of the question; null when it has none.</param>
internal sealed record ReportAnswer(
    string Path, string? Field, QuestionType Type, string Label, AnswerState State, string Value, string Display, DateTimeOffset At, AnswerOrigin How,
    IReadOnlyList<AttachmentId> Attachments)
{
    /// <summary>Never the content.</summary>
    public override string ToString() => Path;
}
