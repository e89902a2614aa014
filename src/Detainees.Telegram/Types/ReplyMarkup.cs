using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>What stands under a message. The four kinds have no tag on the wire; each has a field of its own.</summary>
[JsonConverter(typeof(ReplyMarkupConverter))]
public abstract class ReplyMarkup
{
    private protected ReplyMarkup() { }
}
