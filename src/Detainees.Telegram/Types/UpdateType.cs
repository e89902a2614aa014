namespace Detainees.Telegram;

/// <summary>The update kinds that we ask for, as <c>allowed_updates</c> spells them.</summary>
public static class UpdateType
{
    public const string Message = "message";
    public const string EditedMessage = "edited_message";
    public const string CallbackQuery = "callback_query";
    public const string MyChatMember = "my_chat_member";

    /// <summary>
    /// Always sent in full: an empty list means the server's default set, an omitted one "as before", and a list with no
    /// known name falls back to the default set too (tdlib/telegram-bot-api, <c>get_allowed_update_types</c>).
    /// </summary>
    internal static readonly string[] Wanted = [Message, EditedMessage, CallbackQuery, MyChatMember];
}
