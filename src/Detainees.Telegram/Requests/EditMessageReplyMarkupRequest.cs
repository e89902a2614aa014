using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>Without a keyboard the message loses the one it has.</summary>
public sealed class EditMessageReplyMarkupRequest() : RequestBase<Message>("editMessageReplyMarkup")
{
    [JsonRequired] public long ChatId { get; set; }
    [JsonRequired] public long MessageId { get; set; }
    public InlineKeyboardMarkup? ReplyMarkup { get; set; }
}
