namespace Detainees.Conversations;

/// <summary>A form being answered.</summary>
/// <param name="Session">Seven letters; in every button of this draft.</param>
/// <param name="Started">When our first message of it was said; all must be deleted within 48 hours of it.</param>
public sealed record Draft(string FormId, string FormVersion, string Session, DateTimeOffset Started);
