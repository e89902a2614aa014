using System.Collections.Concurrent;
using Detainees.Conversations;
using Detainees.Forms;

namespace Detainees.Telegram;

/// <summary>
/// Sends messages with a file of a form. Telegram gives a file that it has once taken an id; it is remembered while the process
/// lives, so that the next family's picture needs no upload.
/// </summary>
/// <param name="open">The content of a file, which is closed after the call; null where it is not there.</param>
public sealed class FormMediaSender(TelegramBotClient client, Func<OutgoingMedia, Stream?> open)
{
    private readonly ConcurrentDictionary<OutgoingMedia, string> known = new();

    /// <param name="request">A message with <see cref="OutgoingRequest.Media"/>.</param>
    internal async Task<ApiResult<long?>> SendAsync(OutgoingRequest request, OutgoingMedia media, CancellationToken cancel)
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
        MediaKind.Picture => message.Photo?.LastOrDefault()?.FileId,
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
