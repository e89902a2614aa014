using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class SendMessageRequest() : RequestBase<Message>("sendMessage")
{
    [JsonRequired] public long ChatId { get; set; }
    /// <summary>1 to 4096 UTF-16 units.</summary>
    [JsonRequired] public string Text { get; set; } = "";
    public string? ParseMode { get; set; }
    public MessageEntity[]? Entities { get; set; }
    public LinkPreviewOptions? LinkPreviewOptions { get; set; }
    public bool? DisableNotification { get; set; }
    /// <summary>Asks clients not to forward or save; no proof that they obey.</summary>
    public bool? ProtectContent { get; set; }
    public ReplyParameters? ReplyParameters { get; set; }
    public ReplyMarkup? ReplyMarkup { get; set; }
}
