using System.Text.Json.Nodes;
using Detainees.Phone.Chats;

namespace Detainees.Phone.Bot;

/// <summary>deleteMessage and deleteMessages.</summary>
internal static class DeleteMethods
{
    /// <summary>Bot API: in private chats a bot deletes messages of both sides, sent less than 48 hours ago.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromHours(48);
    private const int Most = 100;

    public static BotReply One(PhoneWorld world, BotRequest request)
    {
        if (Targets.Chat(world, request, out var chat) is { } failed) return failed;
        if (Targets.Message(chat, request, "message to delete", out var message) is { } missing) return missing;
        if (!Deletable(world, message)) return BotReply.BadRequest("message can't be deleted");
        world.Delete(chat, [message.Id]);
        return BotReply.True;
    }

    public static BotReply Many(PhoneWorld world, BotRequest request)
    {
        if (!request.TryJson("message_ids", out var node) || node is not JsonArray list) return BotReply.BadRequest("message identifiers are not specified");
        if (list.Count > Most) return BotReply.BadRequest("too many message identifiers specified");
        if (list.Count == 0) return BotReply.BadRequest("message identifiers are not specified");
        if (Targets.Chat(world, request, out var chat) is { } failed) return failed;
        var found = new List<PhoneMessage>();
        foreach (var item in list)
        {
            if (item is null || !long.TryParse(item.ToString(), out var id) || id <= 0) return BotReply.BadRequest("invalid message identifier specified");
            if (id <= int.MaxValue && chat.Messages.TryGetValue((int)id, out var message)) found.Add(message);
        }

        // All or nothing: one message that is too old fails the call before any is deleted.
        if (found.Any(m => !Deletable(world, m))) return BotReply.BadRequest("message can't be deleted");
        world.Delete(chat, found.Select(m => m.Id));
        return BotReply.True;
    }

    private static bool Deletable(PhoneWorld world, PhoneMessage message) => world.Clock.Now - message.At < Window;
}
