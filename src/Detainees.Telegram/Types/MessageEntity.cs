namespace Detainees.Telegram;

/// <summary>A range of a text with a meaning. Offset and length count UTF-16 units.</summary>
public sealed class MessageEntity
{
    /// <summary>One of <see cref="MessageEntityType"/>, or a kind that is newer than this code.</summary>
    public string? Type { get; set; }
    public int Offset { get; set; }
    public int Length { get; set; }
    /// <summary>For <c>text_link</c> only.</summary>
    public string? Url { get; set; }
}
