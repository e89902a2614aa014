using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Detainees.Conversations;

namespace Detainees.Telegram;

/// <summary>What the engine says → requests of the Bot API.</summary>
/// <remarks>
/// Formatting goes as ranges, not as markup: nothing a person wrote can be taken for markup, and there is nothing to
/// escape. Link previews are off, because a preview makes Telegram fetch the address; what we say asks to be protected
/// from forwarding.
/// </remarks>
public static class MessageWriter
{
    /// <summary>Bot API, answerCallbackQuery: "0-200 characters".</summary>
    public const int MaxNotice = 200;
    private const int MaxTokenBytes = 64;
    private const int MaxCopyText = 256;

    /// <exception cref="ArgumentException">The message breaks a limit that the engine keeps; nothing of it is in the text.</exception>
    public static OutgoingRequest Send(ChatId chat, OutgoingMessage message) => Made(OutgoingKind.Send, chat, new SendMessageRequest
    {
        ChatId = chat.Value, Text = message.Media is null ? Checked(message.Text) : UnderFile(message.Text), Entities = Entities(message),
        ReplyMarkup = Markup(message), LinkPreviewOptions = LinkPreviewOptions.Disabled, ProtectContent = true,
    }, TelegramJson.Wire.SendMessageRequest) with { Media = message.Media };

    /// <summary>Without a keyboard in the message its buttons go.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Send"/>.</exception>
    public static OutgoingRequest EditText(ChatId chat, MessageId target, OutgoingMessage message) =>
        Made(OutgoingKind.EditText, chat, new EditMessageTextRequest
        {
            ChatId = chat.Value, MessageId = target.Value, Text = Checked(message.Text), Entities = Entities(message),
            ReplyMarkup = Markup(message.Keyboard), LinkPreviewOptions = LinkPreviewOptions.Disabled,
        }, TelegramJson.Wire.EditMessageTextRequest);

    /// <summary>Changes the buttons only; null takes them away.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Send"/>.</exception>
    public static OutgoingRequest EditMarkup(ChatId chat, MessageId target, Keyboard? keyboard) =>
        Made(OutgoingKind.EditMarkup, chat, new EditMessageReplyMarkupRequest
        {
            ChatId = chat.Value, MessageId = target.Value, ReplyMarkup = Markup(keyboard),
        }, TelegramJson.Wire.EditMessageReplyMarkupRequest);

    /// <param name="text">Cut to <see cref="MaxNotice"/>: it is a hint, and the waiting sign must end.</param>
    public static OutgoingRequest AnswerPress(ChatId chat, string pressId, string? text) =>
        Made(OutgoingKind.AnswerCallback, chat, new AnswerCallbackQueryRequest
        {
            CallbackQueryId = pressId, Text = string.IsNullOrEmpty(text) ? null : Cut(text, MaxNotice),
        }, TelegramJson.Wire.AnswerCallbackQueryRequest);

    /// <summary>As many requests as it takes, each with at most 100 messages.</summary>
    public static ImmutableArray<OutgoingRequest> Delete(ChatId chat, IEnumerable<MessageId> messages) =>
    [
        .. messages.Select(message => message.Value).Distinct().Chunk(DeleteMessagesRequest.MaxMessages).Select(ids =>
            Made(OutgoingKind.Delete, chat, new DeleteMessagesRequest { ChatId = chat.Value, MessageIds = ids },
                TelegramJson.Wire.DeleteMessagesRequest)),
    ];

    /// <summary>
    /// The request of an effect that is one; null for those that the shell carries out itself (files, sealing, the receipt,
    /// and deleting, for which it knows the message ids).
    /// </summary>
    /// <exception cref="ArgumentException">As for <see cref="Send"/>.</exception>
    public static OutgoingRequest? Write(ChatId chat, Effect effect) => effect switch
    {
        Effect.Say say => Send(chat, say.Message),
        Effect.Edit edit => EditText(chat, edit.Target, edit.Message),
        Effect.AnswerPress answer => AnswerPress(chat, answer.PressId, answer.Text),
        Effect.DeleteMessage delete => Delete(chat, [delete.Target])[0],
        _ => null,
    };

    private static OutgoingRequest Made<T>(
        OutgoingKind kind, ChatId chat, T request, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> contract) =>
        new(kind, chat.Value, JsonSerializer.SerializeToUtf8Bytes(request, contract));

    private static string Checked(string text) =>
        text.Length is > 0 and <= OutgoingMessage.MaxLength
            ? text
            : throw new ArgumentException($"A message of {text.Length} UTF-16 units.", nameof(text));

    private static string UnderFile(string text) =>
        text.Length <= OutgoingMessage.MaxCaption ? text : throw new ArgumentException($"{text.Length} UTF-16 units under a file.", nameof(text));

    // A range that does not lie in the text, or cuts a surrogate pair, would cost the whole message: it goes instead.
    private static MessageEntity[]? Entities(OutgoingMessage message)
    {
        if (message.Spans.IsDefaultOrEmpty) return null;
        var entities = message.Spans.Where(span => Fits(message.Text, span)).Select(span => new MessageEntity
        {
            Type = span.Kind switch
            {
                SpanKind.Bold => MessageEntityType.Bold,
                SpanKind.Italic => MessageEntityType.Italic,
                SpanKind.Code => MessageEntityType.Code,
                SpanKind.Link => MessageEntityType.TextLink,
            },
            Offset = span.Offset, Length = span.Length, Url = span.Kind == SpanKind.Link ? span.Url : null,
        }).ToArray();
        return entities.Length == 0 ? null : entities;
    }

    private static bool Fits(string text, TextSpan span) =>
        span.Offset >= 0 && span.Length > 0 && span.Offset <= text.Length - span.Length
        && !CutsPair(text, span.Offset) && !CutsPair(text, span.Offset + span.Length)
        && (span.Kind != SpanKind.Link || Uri.TryCreate(span.Url, UriKind.Absolute, out _));

    private static bool CutsPair(string text, int at) => at > 0 && at < text.Length && char.IsSurrogatePair(text[at - 1], text[at]);

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(CutsPair(text, length) ? length - 1 : length)];

    private static ReplyMarkup? Markup(OutgoingMessage message) => message.Input switch
    {
        null => Markup(message.Keyboard),
        InputButtons.SharePlace share => new ReplyKeyboardMarkup
        {
            Keyboard = [[new KeyboardButton { Text = share.Label, RequestLocation = true }]], ResizeKeyboard = true, OneTimeKeyboard = true,
        },
        InputButtons.Removed => new ReplyKeyboardRemove(),
        _ => throw new ArgumentException($"Input buttons of the kind {message.Input.GetType().Name}.", nameof(message)),
    };

    private static InlineKeyboardMarkup? Markup(Keyboard? keyboard)
    {
        if (keyboard is null || keyboard.Rows.IsDefaultOrEmpty) return null;
        var rows = keyboard.Rows.Where(row => !row.IsDefaultOrEmpty).Select(row => row.Select(Made).ToArray()).ToArray();
        return rows.Length == 0 ? null : new InlineKeyboardMarkup { InlineKeyboard = rows };
    }

    private static InlineKeyboardButton Made(Button button) => button switch
    {
        Button.Press press => new InlineKeyboardButton
        {
            Text = press.Label, CallbackData = CheckedToken(press.Token),
            Style = press.Style switch
            {
                ButtonStyle.Plain => null,
                ButtonStyle.Primary => KeyboardButtonStyle.Primary,
                ButtonStyle.Danger => KeyboardButtonStyle.Danger,
            },
        },
        Button.Copy copy => new InlineKeyboardButton
        {
            Text = copy.Label,
            CopyText = new CopyTextButton
            {
                Text = copy.Text.Length is > 0 and <= MaxCopyText
                    ? copy.Text
                    : throw new ArgumentException($"A text to copy of {copy.Text.Length} UTF-16 units.", nameof(button)),
            },
        },
        _ => throw new ArgumentException($"A button of the kind {button.GetType().Name}.", nameof(button)),
    };

    private static string CheckedToken(string token) =>
        Encoding.UTF8.GetByteCount(token) is > 0 and <= MaxTokenBytes
            ? token
            : throw new ArgumentException($"A button token of {Encoding.UTF8.GetByteCount(token)} bytes.", nameof(token));
}
