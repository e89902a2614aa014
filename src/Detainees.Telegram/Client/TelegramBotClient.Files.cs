using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Detainees.Telegram;

public sealed partial class TelegramBotClient
{
    /// <summary>What getFile gives at most: 20 MiB (tdlib/telegram-bot-api, <c>MAX_DOWNLOAD_FILE_SIZE</c>).</summary>
    public const long MaxDownloadBytes = 20 << 20;

    public Task<ApiResult<Message>> SendDocument(SendDocumentRequest request, CancellationToken cancel) =>
        SendFileAsync(request, TelegramJson.Wire.SendDocumentRequest, cancel);

    public Task<ApiResult<Message>> SendPhoto(SendPhotoRequest request, CancellationToken cancel) =>
        SendFileAsync(request, TelegramJson.Wire.SendPhotoRequest, cancel);

    public Task<ApiResult<Message>> SendAudio(SendAudioRequest request, CancellationToken cancel) =>
        SendFileAsync(request, TelegramJson.Wire.SendAudioRequest, cancel);

    public Task<ApiResult<Message>> SendVoice(SendVoiceRequest request, CancellationToken cancel) =>
        SendFileAsync(request, TelegramJson.Wire.SendVoiceRequest, cancel);

    public Task<ApiResult<Message>> SendVideo(SendVideoRequest request, CancellationToken cancel) =>
        SendFileAsync(request, TelegramJson.Wire.SendVideoRequest, cancel);

    /// <summary>Writes a file to <paramref name="destination"/> as it arrives. What was written before a failure stays there.</summary>
    /// <param name="file">From <see cref="GetFile"/>; its size, when told, must be exactly what arrives.</param>
    /// <param name="maxBytes">A file that is larger is refused as <see cref="RefusalKind.FileTooBig"/> at the first byte too many.</param>
    /// <returns>The number of bytes. <see cref="NotReachedKind.Cut"/> when the file ended too early.</returns>
    /// <remarks>A local Bot API server names files on its own disk instead; those are refused as <see cref="RefusalKind.BadFile"/>.</remarks>
    public async Task<ApiResult<long>> DownloadFile(TGFile file, Stream destination, long maxBytes, CancellationToken cancel)
    {
        if (file.FileSize > maxBytes) return new ApiResult<long>.Refused(RefusalKind.FileTooBig, 400);
        using var request = file.FilePath is { } path ? addresses.ForFile(path) : null;
        if (request is null) return new ApiResult<long>.Refused(RefusalKind.BadFile, 400);
        using var deadline = new CancellationTokenSource(options.FileTimeout, clock);
        using var idle = new CancellationTokenSource(options.FileIdleTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token, idle.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            HttpResponseMessage response;
            try
            {
                response = await http.SendAsync(request, either.Token);
            }
            catch (Exception failure) when (Transport<long>(failure, cancel) is { } result)
            {
                return result;
            }

            using (response)
            {
                if (response.StatusCode != HttpStatusCode.OK) return NoFile((int)response.StatusCode);
                if (response.Content.Headers.ContentLength > maxBytes) return new ApiResult<long>.Refused(RefusalKind.FileTooBig, 200);
                long total = 0;
                await using var content = await response.Content.ReadAsStreamAsync(cancel);
                while (true)
                {
                    idle.CancelAfter(options.FileIdleTimeout);
                    int read;
                    try
                    {
                        read = await content.ReadAsync(buffer, either.Token);
                    }
                    catch (Exception failure) when (Transport<long>(failure, cancel) is { } result)
                    {
                        return result;
                    }

                    if (read == 0) break;
                    total += read;
                    if (total > maxBytes) return new ApiResult<long>.Refused(RefusalKind.FileTooBig, 200);
                    // Outside the net above: a full disk is not a broken connection.
                    await destination.WriteAsync(buffer.AsMemory(0, read), cancel);
                }

                return file.FileSize is { } told && told != total
                    ? new ApiResult<long>.NotReached(NotReachedKind.Cut)
                    : new ApiResult<long>.Ok(total);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    // The link lives for an hour; 404 says that it is over, and getFile gives a new one.
    private static ApiResult<long> NoFile(int status) => status switch
    {
        401 => new ApiResult<long>.Refused(RefusalKind.Unauthorized, status),
        429 => new ApiResult<long>.Refused(RefusalKind.TooManyRequests, status),
        >= 500 => new ApiResult<long>.Refused(RefusalKind.ServerFault, status),
        _ => new ApiResult<long>.Refused(RefusalKind.FileUnavailable, status),
    };

    private Task<ApiResult<Message>> SendFileAsync<T>(T request, JsonTypeInfo<T> contract, CancellationToken cancel) where T : SendFileRequest =>
        request.Content is (var field, InputFile.Upload upload)
            ? UploadAsync(request, field, upload, cancel)
            : CallAsync(request, contract, MessageReader, cancel);

    private async Task<ApiResult<Message>> UploadAsync(SendFileRequest request, string field, InputFile.Upload upload, CancellationToken cancel)
    {
        using var body = new MultipartFormDataContent();
        AddField(body, "chat_id", request.ChatId.ToString(CultureInfo.InvariantCulture));
        if (request.Caption is { } caption) AddField(body, "caption", caption);
        if (request.CaptionEntities is { } entities)
            AddField(body, "caption_entities", JsonSerializer.Serialize(entities, TelegramJson.Wire.MessageEntityArray));
        if (request.DisableNotification is { } silent) AddField(body, "disable_notification", silent ? "true" : "false");
        if (request.ProtectContent is { } protect) AddField(body, "protect_content", protect ? "true" : "false");
        if (request.ReplyParameters is { } reply)
            AddField(body, "reply_parameters", JsonSerializer.Serialize(reply, TelegramJson.Wire.ReplyParameters));
        if (request.ReplyMarkup is { } markup)
            AddField(body, "reply_markup", JsonSerializer.Serialize(markup, TelegramJson.Wire.ReplyMarkup));
        var content = new StreamContent(upload.Content);
        content.Headers.TryAddWithoutValidation("Content-Type", upload.MimeType);
        content.Headers.TryAddWithoutValidation(
            "Content-Disposition", $"form-data; name=\"{field}\"; filename=\"{HeaderText(upload.FileName)}\"");
        body.Add(content);
        return await CallAsync(request.MethodName, body, options.FileTimeout, MessageReader, cancel);
    }

    private static void AddField(MultipartFormDataContent body, string name, string value) =>
        body.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(value)), name);

    // The server reads the name as UTF-8, and headers are written as Latin-1: so each byte becomes a letter of its own.
    private static string HeaderText(string fileName) =>
        Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(
            string.Concat(fileName.Select(c => char.IsControl(c) || c is '"' or '\\' or '/' ? '_' : c))));
}
