using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Detainees.Phone.Chats;

namespace Detainees.Phone.Bot;

/// <summary>getMe, the bot's commands, descriptions and menu button.</summary>
internal static partial class ProfileMethods
{
    public static BotReply GetMe(PhoneWorld world, BotRequest request)
    {
        var me = world.BotJson();
        me["can_join_groups"] = false;
        me["can_read_all_group_messages"] = false;
        me["supports_inline_queries"] = false;
        me["can_connect_to_business"] = false;
        me["has_main_web_app"] = false;
        return new BotReply.Ok(me);
    }

    public static BotReply SetCommands(PhoneWorld world, BotRequest request)
    {
        if (!request.TryJson("commands", out var node) || node is not JsonArray list) return BotReply.BadRequest("can't parse commands JSON object");
        if (list.Count > 100) return BotReply.BadRequest("BOT_COMMANDS_TOO_MUCH");
        var kept = new JsonArray();
        foreach (var item in list)
        {
            var command = item.Text("command").TrimStart('/');
            var description = item.Text("description").Trim();
            if (!CommandForm().IsMatch(command)) return BotReply.BadRequest("BOT_COMMAND_INVALID");
            if (description.Length is < 1 or > 256) return BotReply.BadRequest("BOT_COMMAND_DESCRIPTION_INVALID");
            kept.Add((JsonNode)new JsonObject { ["command"] = command, ["description"] = description });
        }

        if (!Scope(request, out var scope)) return BotReply.BadRequest("can't parse BotCommandScope: Unsupported type specified");
        world.Profile.Commands[(scope, request.Text("language_code"))] = kept;
        world.Events.Add(0, new JsonObject { ["type"] = "profile" });
        return BotReply.True;
    }

    public static BotReply GetCommands(PhoneWorld world, BotRequest request) =>
        !Scope(request, out var scope) ? BotReply.BadRequest("can't parse BotCommandScope: Unsupported type specified")
        : new BotReply.Ok(world.Profile.Commands.GetValueOrDefault((scope, request.Text("language_code"))) ?? []);

    public static BotReply DeleteCommands(PhoneWorld world, BotRequest request)
    {
        if (!Scope(request, out var scope)) return BotReply.BadRequest("can't parse BotCommandScope: Unsupported type specified");
        world.Profile.Commands.Remove((scope, request.Text("language_code")));
        world.Events.Add(0, new JsonObject { ["type"] = "profile" });
        return BotReply.True;
    }

    public static BotReply SetDescription(PhoneWorld world, BotRequest request) =>
        Describe(world, request, world.Profile.Descriptions, "description", 512);

    public static BotReply SetShortDescription(PhoneWorld world, BotRequest request) =>
        Describe(world, request, world.Profile.ShortDescriptions, "short_description", 120);

    public static BotReply GetDescription(PhoneWorld world, BotRequest request) =>
        new BotReply.Ok(new JsonObject { ["description"] = world.Profile.Descriptions.GetValueOrDefault(request.Text("language_code"), "") });

    public static BotReply GetShortDescription(PhoneWorld world, BotRequest request) =>
        new BotReply.Ok(new JsonObject { ["short_description"] = world.Profile.ShortDescriptions.GetValueOrDefault(request.Text("language_code"), "") });

    public static BotReply SetMenuButton(PhoneWorld world, BotRequest request)
    {
        if (!request.TryJson("menu_button", out var node)) return BotReply.BadRequest("can't parse menu button JSON object");
        var button = node as JsonObject ?? new JsonObject { ["type"] = "default" };
        if (button.Text("type") is not ("commands" or "web_app" or "default")) return BotReply.BadRequest("can't parse menu button: Unsupported type specified");
        world.Profile.MenuButton = (JsonObject)button.DeepClone();
        return BotReply.True;
    }

    public static BotReply GetMenuButton(PhoneWorld world, BotRequest request) => new BotReply.Ok(world.Profile.MenuButton);

    private static BotReply Describe(PhoneWorld world, BotRequest request, Dictionary<string, string> into, string name, int max)
    {
        var text = request.Text(name).Trim();
        if (text.Length > max) return BotReply.BadRequest(name == "description" ? "BOT_DESCRIPTION_TOO_LONG" : "BOT_SHORT_DESCRIPTION_TOO_LONG");
        if (text.Length == 0) into.Remove(request.Text("language_code"));
        else into[request.Text("language_code")] = text;
        world.Events.Add(0, new JsonObject { ["type"] = "profile" });
        return BotReply.True;
    }

    private static bool Scope(BotRequest request, out string scope)
    {
        scope = "default";
        if (!request.TryJson("scope", out var node)) return false;
        if (node is null) return true;
        scope = node.Text("type") switch
        {
            "chat" when node.Whole("chat_id") is { } chat => $"chat:{chat}",
            "default" or "all_private_chats" or "all_group_chats" or "all_chat_administrators" => node.Text("type"),
            _ => "",
        };
        return scope.Length > 0;
    }

    [GeneratedRegex("^[a-z0-9_]{1,32}$")]
    private static partial Regex CommandForm();
}
