namespace Detainees.Telegram;

/// <summary>One update of an answer, decoded or not: either way its id moves the offset on.</summary>
/// <param name="Id">The update's id, read before anything else of it.</param>
public abstract record ReceivedUpdate(long Id)
{
    /// <summary>An update that could be read.</summary>
    public sealed record Decoded(Update Update) : ReceivedUpdate(Update.Id);

    /// <summary>An update whose shape this code does not understand. Only its id is kept.</summary>
    public sealed record Undecodable(long Id) : ReceivedUpdate(Id);

    /// <summary>The id alone: what people wrote does not belong into a log.</summary>
    public sealed override string ToString() => $"update {Id}";
}
