using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>One thing that happened in a chat: exactly one of the four kinds we ask for, or none that we know.</summary>
/// <remarks>
/// The wire types are classes, not records: a record's <c>ToString</c> would print what people wrote. Fields that we do
/// not need are left out and unknown ones are passed over, because the API grows; optional ones may also be null.
/// </remarks>
public sealed class Update
{
    /// <summary>Not a sequence to compare by size: after a quiet week it starts again at a random number.</summary>
    [JsonPropertyName("update_id"), JsonRequired] public long Id { get; set; }
    public Message? Message { get; set; }
    public Message? EditedMessage { get; set; }
    public CallbackQuery? CallbackQuery { get; set; }
    public ChatMemberUpdated? MyChatMember { get; set; }
}
