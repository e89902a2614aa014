namespace Detainees.Telegram;

/// <summary>Long polling. The answer is read update by update, see <see cref="UpdateBatch"/>.</summary>
public sealed class GetUpdatesRequest() : RequestBase<UpdateBatch>("getUpdates")
{
    /// <summary>The id after the last one that is safely stored: this call confirms everything before it.</summary>
    public long? Offset { get; set; }
    /// <summary>1 to 100.</summary>
    public int? Limit { get; set; }
    /// <summary>Seconds to wait for an update; the server caps it at 50.</summary>
    public int? Timeout { get; set; }
    public string[]? AllowedUpdates { get; set; }
}
