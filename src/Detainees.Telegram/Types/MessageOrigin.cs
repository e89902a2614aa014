namespace Detainees.Telegram;

/// <summary>That a message was forwarded. From whom is not read: it is nobody's answer.</summary>
public sealed class MessageOrigin
{
    /// <summary><c>user</c>, <c>hidden_user</c>, <c>chat</c>, <c>channel</c>, or newer.</summary>
    public string? Type { get; set; }
    /// <summary>Unix seconds of the original.</summary>
    public long? Date { get; set; }
}
