using Detainees.Conversations;

namespace Detainees.Bot.Intake;

/// <summary>What is stored beside a state in the clear: no answers, and nothing that tells who.</summary>
internal sealed record ConversationLife(string FormId, string FormVersion, string Language, int Answers, DateTimeOffset EndsAt)
{
    /// <summary>A bot can delete messages for 48 hours only, so nothing of a conversation outlives 44 (docs/decisions/0006).</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(44);

    public static ConversationLife Of(ConversationState state) => state switch
    {
        ConversationState.Welcoming w => new("", "", w.Language ?? "", 0, w.Since + Longest),
        ConversationState.Drafting d => new(d.Draft.FormId, d.Draft.FormVersion, d.Language, d.Draft.Answered, d.Draft.Started + Longest),
        ConversationState.Sent s => new("", "", s.Language, 0, s.Report.At + Longest),
        ConversationState.Resting { Since: { } since } r => new("", "", r.Language, 0, since + Longest),
        _ => throw new InvalidOperationException($"{state.GetType().Name} is not stored."),
    };
}
