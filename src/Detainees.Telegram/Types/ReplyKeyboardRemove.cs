using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class ReplyKeyboardRemove : ReplyMarkup
{
    [JsonRequired] public bool RemoveKeyboard { get; set; } = true;
    public bool? Selective { get; set; }
}
