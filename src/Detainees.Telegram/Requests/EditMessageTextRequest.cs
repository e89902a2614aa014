using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>Without a keyboard the message loses the one it has.</summary>
public sealed class EditMessageTextRequest() : RequestBase<Message>("editMessageText")
{
    [JsonRequired] public long ChatId { get; set; }
    [JsonRequired] public long MessageId { get; set; }
    [JsonRequired] public string Text { get; set; } = "";
    public string? ParseMode { get; set; }
    public MessageEntity[]? Entities { get; set; }
    public LinkPreviewOptions? LinkPreviewOptions { get; set; }
    public InlineKeyboardMarkup? ReplyMarkup { get; set; }
}
