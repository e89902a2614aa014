using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class Venue
{
    [JsonRequired] public Location Location { get; set; } = new();
    public string? Title { get; set; }
    public string? Address { get; set; }
}
