namespace Detainees.Conversations;

/// <summary>What the chat still knows of the report sent last.</summary>
/// <param name="ReportId">32 lower-case hex digits.</param>
/// <param name="Reference">The short code told to the person.</param>
public sealed record SentReport(string ReportId, string Reference, DateTimeOffset At);
