namespace Detainees.Telegram;

public sealed partial class TelegramBotClient
{
    /// <summary>The server caps a poll here, so a longer one would only look hung.</summary>
    public const int MaxPollSeconds = 50;

    /// <summary>What a poll may take beyond its own time before it counts as dead.</summary>
    private static readonly TimeSpan PollGrace = TimeSpan.FromSeconds(15);

    public Task<ApiResult<User>> GetMe(CancellationToken cancel) =>
        CallAsync(new GetMeRequest(), TelegramJson.Wire.GetMeRequest, UserReader, cancel);

    /// <summary>Waits for updates. Always asks for the same four kinds, see <see cref="UpdateType"/>.</summary>
    /// <param name="offset">The first update wanted: everything before it is confirmed and never sent again. Null for all there are.</param>
    /// <param name="pollSeconds">0 to <see cref="MaxPollSeconds"/>; more is cut to that.</param>
    /// <param name="limit">1 to 100.</param>
    public Task<ApiResult<UpdateBatch>> GetUpdates(long? offset, int pollSeconds, int limit, CancellationToken cancel)
    {
        var request = new GetUpdatesRequest
        {
            Offset = offset, Limit = Math.Clamp(limit, 1, 100), Timeout = Math.Clamp(pollSeconds, 0, MaxPollSeconds),
            AllowedUpdates = UpdateType.Wanted,
        };
        return CallAsync(
            request, TelegramJson.Wire.GetUpdatesRequest, AnswerReader.Updates, cancel,
            TimeSpan.FromSeconds(request.Timeout.Value) + PollGrace);
    }

    /// <summary>Lets Telegram bring the updates to us. Always asks for the same four kinds.</summary>
    public Task<ApiResult<bool>> SetWebhook(SetWebhookRequest request, CancellationToken cancel)
    {
        request.AllowedUpdates = UpdateType.Wanted;
        return CallAsync(request, TelegramJson.Wire.SetWebhookRequest, AnswerReader.True, cancel);
    }

    public Task<ApiResult<bool>> DeleteWebhook(DeleteWebhookRequest request, CancellationToken cancel) =>
        CallAsync(request, TelegramJson.Wire.DeleteWebhookRequest, AnswerReader.True, cancel);

    public Task<ApiResult<WebhookInfo>> GetWebhookInfo(CancellationToken cancel) =>
        CallAsync(new GetWebhookInfoRequest(), TelegramJson.Wire.GetWebhookInfoRequest, WebhookReader, cancel);

    public Task<ApiResult<Message>> SendMessage(SendMessageRequest request, CancellationToken cancel) =>
        CallAsync(request, TelegramJson.Wire.SendMessageRequest, MessageReader, cancel);

    public Task<ApiResult<Message>> EditMessageText(EditMessageTextRequest request, CancellationToken cancel) =>
        CallAsync(request, TelegramJson.Wire.EditMessageTextRequest, MessageReader, cancel);

    public Task<ApiResult<Message>> EditMessageReplyMarkup(EditMessageReplyMarkupRequest request, CancellationToken cancel) =>
        CallAsync(request, TelegramJson.Wire.EditMessageReplyMarkupRequest, MessageReader, cancel);

    public Task<ApiResult<bool>> DeleteMessage(DeleteMessageRequest request, CancellationToken cancel) =>
        CallAsync(request, TelegramJson.Wire.DeleteMessageRequest, AnswerReader.True, cancel);

    public Task<ApiResult<bool>> DeleteMessages(DeleteMessagesRequest request, CancellationToken cancel) =>
        CallAsync(request, TelegramJson.Wire.DeleteMessagesRequest, AnswerReader.True, cancel);

    public Task<ApiResult<bool>> AnswerCallbackQuery(AnswerCallbackQueryRequest request, CancellationToken cancel) =>
        CallAsync(request, TelegramJson.Wire.AnswerCallbackQueryRequest, AnswerReader.True, cancel);

    public Task<ApiResult<bool>> SendChatAction(SendChatActionRequest request, CancellationToken cancel) =>
        CallAsync(request, TelegramJson.Wire.SendChatActionRequest, AnswerReader.True, cancel);

    public Task<ApiResult<TGFile>> GetFile(GetFileRequest request, CancellationToken cancel) =>
        CallAsync(request, TelegramJson.Wire.GetFileRequest, FileReader, cancel);

    public Task<ApiResult<BotCommand[]>> GetMyCommands(GetMyCommandsRequest request, CancellationToken cancel) =>
        CallAsync(request, TelegramJson.Wire.GetMyCommandsRequest, CommandsReader, cancel);

    public Task<ApiResult<bool>> SetMyCommands(SetMyCommandsRequest request, CancellationToken cancel) =>
        CallAsync(request, TelegramJson.Wire.SetMyCommandsRequest, AnswerReader.True, cancel);

    public Task<ApiResult<bool>> SetMyDescription(SetMyDescriptionRequest request, CancellationToken cancel) =>
        CallAsync(request, TelegramJson.Wire.SetMyDescriptionRequest, AnswerReader.True, cancel);

    public Task<ApiResult<bool>> SetMyShortDescription(SetMyShortDescriptionRequest request, CancellationToken cancel) =>
        CallAsync(request, TelegramJson.Wire.SetMyShortDescriptionRequest, AnswerReader.True, cancel);

    public Task<ApiResult<bool>> SetChatMenuButton(SetChatMenuButtonRequest request, CancellationToken cancel) =>
        CallAsync(request, TelegramJson.Wire.SetChatMenuButtonRequest, AnswerReader.True, cancel);

    private static readonly ResultReader<BotCommand[]> CommandsReader = AnswerReader.Typed(TelegramJson.Wire.BotCommandArray);
    private static readonly ResultReader<User> UserReader = AnswerReader.Typed(TelegramJson.Wire.User);
    private static readonly ResultReader<Message> MessageReader = AnswerReader.Typed(TelegramJson.Wire.Message);
    private static readonly ResultReader<WebhookInfo> WebhookReader = AnswerReader.Typed(TelegramJson.Wire.WebhookInfo);
    private static readonly ResultReader<TGFile> FileReader = AnswerReader.Typed(TelegramJson.Wire.TGFile);
}
