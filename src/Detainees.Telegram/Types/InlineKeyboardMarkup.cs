using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class InlineKeyboardMarkup : ReplyMarkup
{
    [JsonRequired] public InlineKeyboardButton[][] InlineKeyboard { get; set; } = [];
}
