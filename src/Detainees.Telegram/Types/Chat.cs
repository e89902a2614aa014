using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class Chat
{
    /// <summary>At most 52 significant bits. In a private chat it equals the person's id.</summary>
    [JsonRequired] public long Id { get; set; }
    /// <summary>One of <see cref="ChatType"/>, or a kind that is newer than this code.</summary>
    public string? Type { get; set; }
    public string? Title { get; set; }
    public string? Username { get; set; }
    public string? FirstName { get; set; }
    public string? LastName { get; set; }
}
