using System.Text.Json;
using Detainees.Conversations;
using Detainees.Forms;

namespace Detainees.Telegram;

public sealed partial record OutgoingRequest
{
    /// <summary>The file that goes above the text of a message; the body stays that of sendMessage.</summary>
    public OutgoingMedia? Media { get; init; }

    /// <summary>The message without its file; null where it has none, or nothing else.</summary>
    public OutgoingRequest? TextAlone() => Media is null || Message().Text.Length == 0 ? null : this with { Media = null };

    /// <summary>An edit of a text as one of the text under a file; null for everything else.</summary>
    public OutgoingRequest? AsCaption()
    {
        if (Kind != OutgoingKind.EditText || JsonSerializer.Deserialize(Body.Span, TelegramJson.Wire.EditMessageTextRequest) is not { } edit) return null;
        var (text, entities) = edit.Text.Length <= OutgoingMessage.MaxCaption ? (edit.Text, edit.Entities) : (Cut(edit.Text), null);
        var caption = new EditMessageCaptionRequest
        {
            ChatId = edit.ChatId, MessageId = edit.MessageId, Caption = text, CaptionEntities = entities, ReplyMarkup = edit.ReplyMarkup,
        };
        return new OutgoingRequest(OutgoingKind.EditCaption, ChatId, JsonSerializer.SerializeToUtf8Bytes(caption, TelegramJson.Wire.EditMessageCaptionRequest));
    }

    /// <summary>The message as what stands under a file.</summary>
    internal T Under<T>(T file) where T : SendFileRequest
    {
        var message = Message();
        (file.ChatId, file.ReplyMarkup, file.ProtectContent) = (message.ChatId, message.ReplyMarkup, message.ProtectContent);
        (file.Caption, file.CaptionEntities) = message.Text.Length == 0 ? (null, null) : (message.Text, message.Entities);
        return file;
    }

    private SendMessageRequest Message() =>
        JsonSerializer.Deserialize(Body.Span, TelegramJson.Wire.SendMessageRequest) ?? throw new InvalidOperationException("The body is no message.");

    // The end tells what was answered; the beginning is the question, which the person has read.
    private static string Cut(string text)
    {
        var from = text.Length - OutgoingMessage.MaxCaption + 1;
        return "…" + text[(char.IsLowSurrogate(text[from]) ? from + 1 : from)..];
    }

    private static void Write(Utf8JsonWriter writer, OutgoingMedia media)
    {
        writer.WriteStartObject("media"u8);
        writer.WriteString("kind"u8, Word(media.Kind));
        writer.WriteString("form"u8, media.FormId);
        writer.WriteString("version"u8, media.FormVersion);
        writer.WriteString("name"u8, media.Name);
        writer.WriteEndObject();
    }

    private static OutgoingMedia? ReadMedia(ref Utf8JsonReader reader)
    {
        if (!Member(ref reader, "kind"u8, JsonTokenType.String) || MediaKindOf(reader.GetString()) is not { } kind) return null;
        if (!Member(ref reader, "form"u8, JsonTokenType.String) || reader.GetString() is not { } form) return null;
        if (!Member(ref reader, "version"u8, JsonTokenType.String) || reader.GetString() is not { } version) return null;
        if (!Member(ref reader, "name"u8, JsonTokenType.String) || reader.GetString() is not { } name) return null;
        return reader.Read() && reader.TokenType == JsonTokenType.EndObject ? new OutgoingMedia(kind, form, version, name) : null;
    }

    private static string Word(MediaKind kind) => kind switch
    {
        MediaKind.Picture => "picture",
        MediaKind.Voice => "voice",
        MediaKind.Audio => "audio",
        MediaKind.Video => "video",
    };

    private static MediaKind? MediaKindOf(string? word) => word switch
    {
        "picture" => MediaKind.Picture,
        "voice" => MediaKind.Voice,
        "audio" => MediaKind.Audio,
        "video" => MediaKind.Video,
        _ => null,
    };
}
