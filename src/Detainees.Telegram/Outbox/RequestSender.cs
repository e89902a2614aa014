using System.Collections.Concurrent;
using Detainees.Conversations;
using Detainees.Forms;
using Microsoft.Extensions.Logging;

namespace Detainees.Telegram;

/// <summary>
/// Sends one stored request; where the server does not take it as it is, in another shape that says the same. Telegram gives a
/// file that it has once taken an id; it is remembered while the process lives, so that the next family's picture needs no upload.
/// </summary>
/// <param name="open">The content of a form's file, closed after the call; null where it is not there.</param>
public sealed class RequestSender(TelegramBotClient client, Func<OutgoingMedia, Stream?> open, ILogger<RequestSender> logger)
{
    private readonly ConcurrentDictionary<OutgoingMedia, string> known = new();

    /// <returns>The id of the message sent or edited; null for the methods that answer true, and where nothing was left to send.</returns>
    public async Task<ApiResult<long?>> SendAsync(OutgoingRequest request, CancellationToken cancel)
    {
        var result = request.Media is { } media ? await WithFileAsync(request, media, cancel) : await client.SendAsync(request, cancel);
        if (request.Media is not null && SendPolicy.WantsTextAlone(result))
        {
            logger.MediaLeftOut();
            return request.TextAlone() is { } text ? await SendAsync(text, cancel) : new ApiResult<long?>.Ok(null);
        }

        if (SendPolicy.WantsPlain(result) && request.Plain() is { } plain) return await client.SendAsync(plain, cancel);
        if (SendPolicy.WantsCaption(result) && request.AsCaption() is { } caption) return await client.SendAsync(caption, cancel);
        return result;
    }

    private async Task<ApiResult<long?>> WithFileAsync(OutgoingRequest request, OutgoingMedia media, CancellationToken cancel)
    {
        if (known.TryGetValue(media, out var id))
        {
            var again = await CallAsync(request, media, new InputFile.Existing(id), cancel);
            if (again is not ApiResult<Message>.Refused { Code: 400 }) return MessageIdOf(again);
            // The id may have ended its life; the file has not.
            known.TryRemove(media, out _);
        }

        if (open(media) is not { } content) return new ApiResult<long?>.Refused(RefusalKind.BadFile, 400);
        await using (content)
        {
            var sent = await CallAsync(request, media, new InputFile.Upload(content, media.Name), cancel);
            if (sent is ApiResult<Message>.Ok { Value: var message } && FileIdOf(message, media.Kind) is { } fresh) known[media] = fresh;
            return MessageIdOf(sent);
        }
    }

    private Task<ApiResult<Message>> CallAsync(OutgoingRequest request, OutgoingMedia media, InputFile file, CancellationToken cancel) => media.Kind switch
    {
        MediaKind.Picture => client.SendPhoto(request.Under(new SendPhotoRequest { Photo = file }), cancel),
        MediaKind.Voice => client.SendVoice(request.Under(new SendVoiceRequest { Voice = file }), cancel),
        MediaKind.Audio => client.SendAudio(request.Under(new SendAudioRequest { Audio = file }), cancel),
        MediaKind.Video => client.SendVideo(request.Under(new SendVideoRequest { Video = file }), cancel),
    };

    // Of a picture the largest size. What Telegram made something else of (a film without sound) has no id that can be sent as what it was.
    private static string? FileIdOf(Message message, MediaKind kind) => kind switch
    {
        MediaKind.Picture => message.Photo is [.., var largest] ? largest.FileId : null,
        MediaKind.Voice => message.Voice?.FileId,
        MediaKind.Audio => message.Audio?.FileId,
        MediaKind.Video => message.Video?.FileId,
    };

    private static ApiResult<long?> MessageIdOf(ApiResult<Message> result) => result switch
    {
        ApiResult<Message>.Ok ok => new ApiResult<long?>.Ok(ok.Value.Id),
        ApiResult<Message>.Refused refused => new ApiResult<long?>.Refused(refused.Kind, refused.Code, refused.RetryAfter),
        ApiResult<Message>.NotReached lost => new ApiResult<long?>.NotReached(lost.Kind),
        _ => throw new System.Diagnostics.UnreachableException(result.GetType().Name),
    };
}
