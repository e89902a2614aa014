namespace Detainees.Bot.Intake;

/// <summary>The zone in which "today" is meant, since a chat does not tell its own.</summary>
internal sealed class HomeZone(TimeZoneInfo zone)
{
    public TimeSpan OffsetAt(DateTimeOffset moment) => zone.GetUtcOffset(moment);
}
