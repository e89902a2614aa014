namespace Detainees.Telegram;

public sealed class SetChatMenuButtonRequest() : RequestBase<bool>("setChatMenuButton")
{
    /// <summary>Absent for the default of all private chats.</summary>
    public long? ChatId { get; set; }
    public MenuButton? MenuButton { get; set; }
}
