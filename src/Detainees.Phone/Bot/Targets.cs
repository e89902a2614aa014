using Detainees.Phone.Chats;

namespace Detainees.Phone.Bot;

/// <summary>Finds the chat and the message that a call names, or says in the server's words why not.</summary>
internal static class Targets
{
    public static BotReply.Failed? Chat(PhoneWorld world, BotRequest request, out PhoneChat chat)
    {
        chat = Nobody;
        if (request.Text("chat_id").Trim().Length == 0) return BotReply.BadRequest("chat_id is empty");
        if (request.Number("chat_id") is not { } id || world.Find(id) is not { } found) return BotReply.BadRequest("chat not found");
        chat = found;
        return null;
    }

    /// <summary>A chat that the bot may write to.</summary>
    public static BotReply.Failed? Writable(PhoneWorld world, BotRequest request, out PhoneChat chat)
    {
        if (Chat(world, request, out chat) is { } failed) return failed;
        if (chat.Blocked) return new BotReply.Failed(403, "Forbidden: bot was blocked by the user");
        return chat.Started ? null : new BotReply.Failed(403, "Forbidden: bot can't initiate conversation with a user");
    }

    /// <param name="what">"message to edit" or "message to delete", as in the server's texts.</param>
    public static BotReply.Failed? Message(PhoneChat chat, BotRequest request, string what, out PhoneMessage message)
    {
        message = NoMessage;
        if (request.Number("message_id") is not { } id || id <= 0) return BotReply.BadRequest("message identifier is not specified");
        if (id > int.MaxValue || !chat.Messages.TryGetValue((int)id, out var found)) return BotReply.BadRequest(what + " not found");
        message = found;
        return null;
    }

    private static readonly PhoneChat Nobody = new(0, "", "");
    private static readonly PhoneMessage NoMessage = new(0, false, default, []);
}
