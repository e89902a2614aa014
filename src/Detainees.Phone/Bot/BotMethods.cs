using Detainees.Phone.Chats;

namespace Detainees.Phone.Bot;

/// <summary>The methods that do something, by name without regard to case. getUpdates waits and stands in <see cref="UpdatePolls"/>.</summary>
internal static class BotMethods
{
    private static readonly Dictionary<string, Func<PhoneWorld, BotRequest, BotReply>> Table = new(StringComparer.OrdinalIgnoreCase)
    {
        ["getMe"] = ProfileMethods.GetMe,
        ["sendMessage"] = SendMethods.Message,
        ["sendPhoto"] = SendMethods.Photo,
        ["sendAudio"] = SendMethods.Audio,
        ["sendVoice"] = SendMethods.Voice,
        ["sendVideo"] = SendMethods.Video,
        ["sendDocument"] = SendMethods.Document,
        ["sendChatAction"] = SendMethods.ChatAction,
        ["editMessageText"] = EditMethods.Text,
        ["editMessageCaption"] = EditMethods.Caption,
        ["editMessageReplyMarkup"] = EditMethods.Markup,
        ["deleteMessage"] = DeleteMethods.One,
        ["deleteMessages"] = DeleteMethods.Many,
        ["answerCallbackQuery"] = OtherMethods.AnswerCallbackQuery,
        ["getFile"] = OtherMethods.GetFile,
        ["setWebhook"] = OtherMethods.SetWebhook,
        ["deleteWebhook"] = OtherMethods.DeleteWebhook,
        ["getWebhookInfo"] = OtherMethods.GetWebhookInfo,
        ["setMyCommands"] = ProfileMethods.SetCommands,
        ["getMyCommands"] = ProfileMethods.GetCommands,
        ["deleteMyCommands"] = ProfileMethods.DeleteCommands,
        ["setMyDescription"] = ProfileMethods.SetDescription,
        ["getMyDescription"] = ProfileMethods.GetDescription,
        ["setMyShortDescription"] = ProfileMethods.SetShortDescription,
        ["getMyShortDescription"] = ProfileMethods.GetShortDescription,
        ["setChatMenuButton"] = ProfileMethods.SetMenuButton,
        ["getChatMenuButton"] = ProfileMethods.GetMenuButton,
    };

    /// <summary>Runs a method at once, under the world's gate.</summary>
    public static BotReply Run(PhoneWorld world, BotRequest request)
    {
        lock (world.Gate)
        {
            if (Table.TryGetValue(request.Method, out var method)) return method(world, request);
            if (!MethodNames.All.Contains(request.Method)) return new BotReply.Failed(404, "Not Found: method not found");
            world.Journal.Warn(world.Clock.Now, request.Method, "answered true without doing anything: the local phone does not know this method");
            return BotReply.True;
        }
    }
}
