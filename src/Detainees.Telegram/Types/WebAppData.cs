namespace Detainees.Telegram;

/// <summary>What a page sent. Untrusted: a bad client can send arbitrary data.</summary>
public sealed class WebAppData
{
    public string? Data { get; set; }
    public string? ButtonText { get; set; }
}
