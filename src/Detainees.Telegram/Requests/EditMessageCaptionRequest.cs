using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>The text under a file. Without a keyboard the message loses the one it has.</summary>
public sealed class EditMessageCaptionRequest() : RequestBase<Message>("editMessageCaption")
{
    [JsonRequired] public long ChatId { get; set; }
    [JsonRequired] public long MessageId { get; set; }
    /// <summary>0 to 1024 UTF-16 units.</summary>
    public string? Caption { get; set; }
    public MessageEntity[]? CaptionEntities { get; set; }
    public InlineKeyboardMarkup? ReplyMarkup { get; set; }
}
