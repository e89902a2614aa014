using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>One answer as it goes into a report.</summary>
internal sealed record ReportAnswer(
    string Path, FormQuestion Question, string Label, AnswerState State, string Value, string Display, DateTimeOffset At, AnswerOrigin How,
    IReadOnlyList<AttachmentId> Attachments)
{
    /// <summary>Never the content.</summary>
    public override string ToString() => Path;
}
