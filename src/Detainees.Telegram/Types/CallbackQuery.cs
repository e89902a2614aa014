using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>A pressed button. Lives 150 seconds at the server; later it cannot be answered.</summary>
public sealed class CallbackQuery
{
    [JsonRequired] public string Id { get; set; } = "";
    [JsonRequired] public User From { get; set; } = new();
    public string? ChatInstance { get; set; }
    /// <summary>Possibly an inaccessible one.</summary>
    public Message? Message { get; set; }
    public string? InlineMessageId { get; set; }
    /// <summary>Controlled by the client: it need not be what any button of ours carries.</summary>
    public string? Data { get; set; }
}
