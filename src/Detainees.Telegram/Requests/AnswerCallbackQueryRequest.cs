using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>Ends the button's waiting sign; possible for 150 seconds after the press.</summary>
public sealed class AnswerCallbackQueryRequest() : RequestBase<bool>("answerCallbackQuery")
{
    [JsonRequired] public string CallbackQueryId { get; set; } = "";
    /// <summary>0 to 200 characters.</summary>
    public string? Text { get; set; }
    public bool? ShowAlert { get; set; }
    public string? Url { get; set; }
    /// <summary>Seconds.</summary>
    public int? CacheTime { get; set; }
}
