using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>A person or a bot. Only what the intake needs; names stay optional because old samples have nulls.</summary>
public sealed class User
{
    /// <summary>At most 52 significant bits.</summary>
    [JsonRequired] public long Id { get; set; }
    public bool? IsBot { get; set; }
    public string? FirstName { get; set; }
    public string? LastName { get; set; }
    public string? Username { get; set; }
    /// <summary>IETF language tag of the person's app, e.g. "uk"; a hint, not a choice.</summary>
    public string? LanguageCode { get; set; }
}
