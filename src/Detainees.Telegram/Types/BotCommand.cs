using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class BotCommand
{
    /// <summary>1 to 32 of a-z, 0-9 and underscore.</summary>
    [JsonRequired] public string Command { get; set; } = "";
    /// <summary>1 to 256 characters.</summary>
    [JsonRequired] public string Description { get; set; } = "";
}
