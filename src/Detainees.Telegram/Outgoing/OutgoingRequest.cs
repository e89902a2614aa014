using System.Buffers;
using System.Text.Json;
using Detainees.Conversations;

namespace Detainees.Telegram;

/// <summary>A request as the outbox keeps it: written once, sent as it is, perhaps several times.</summary>
/// <param name="Kind">Which method.</param>
/// <param name="ChatId">The chat in whose order it stands; also for answers to presses, which do not name it.</param>
/// <param name="Body">The JSON body, compact. It holds what is said to the person: store it as carefully as a draft.</param>
public sealed partial record OutgoingRequest(OutgoingKind Kind, long ChatId, ReadOnlyMemory<byte> Body)
{
    /// <summary>Of the stored form.</summary>
    private const int Version = 1;

    /// <summary>The Bot API method.</summary>
    public string MethodName => Kind switch
    {
        OutgoingKind.Send => "sendMessage",
        OutgoingKind.EditText => "editMessageText",
        OutgoingKind.EditCaption => "editMessageCaption",
        OutgoingKind.EditMarkup => "editMessageReplyMarkup",
        OutgoingKind.AnswerCallback => "answerCallbackQuery",
        OutgoingKind.Delete => "deleteMessages",
    };

    /// <summary>The stored form: <c>{"v":1,"kind":"send","chat":123,"body":{…}}</c>, members in this order; a file stands as "media" before the body.</summary>
    public byte[] Encode()
    {
        var buffer = new ArrayBufferWriter<byte>(Body.Length + 64);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("v"u8, Version);
        writer.WriteString("kind"u8, Word(Kind));
        writer.WriteNumber("chat"u8, ChatId);
        if (Media is { } media) Write(writer, media);
        writer.WritePropertyName("body"u8);
        writer.WriteRawValue(Body.Span, skipInputValidation: true);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads the stored form, strictly; null for anything else. The body stays a part of <paramref name="stored"/>.</summary>
    public static OutgoingRequest? TryDecode(ReadOnlyMemory<byte> stored)
    {
        try
        {
            var reader = new Utf8JsonReader(stored.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            if (!Member(ref reader, "v"u8, JsonTokenType.Number) || !reader.TryGetInt32(out var version) || version != Version) return null;
            if (!Member(ref reader, "kind"u8, JsonTokenType.String) || KindOf(reader.GetString()) is not { } kind) return null;
            if (!Member(ref reader, "chat"u8, JsonTokenType.Number) || !reader.TryGetInt64(out var chat)) return null;
            OutgoingMedia? media = null;
            if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return null;
            if (reader.ValueTextEquals("media"u8))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || ReadMedia(ref reader) is not { } file) return null;
                media = file;
                if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return null;
            }

            if (!reader.ValueTextEquals("body"u8) || !reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var body = stored[start..(int)reader.BytesConsumed];
            return reader.Read() && reader.TokenType == JsonTokenType.EndObject && !reader.Read()
                ? new OutgoingRequest(kind, chat, body) { Media = media }
                : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The same without formatting, for when the server cannot make sense of the ranges; null when there are none.</summary>
    public OutgoingRequest? Plain()
    {
        if (Kind is not (OutgoingKind.Send or OutgoingKind.EditText)) return null;
        using var document = JsonDocument.Parse(Body);
        if (!document.RootElement.TryGetProperty("entities", out _)) return null;
        var buffer = new ArrayBufferWriter<byte>(Body.Length);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = TelegramJson.Wire.Options.Encoder }))
        {
            writer.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject())
                if (!member.NameEquals("entities"u8))
                    member.WriteTo(writer);
            writer.WriteEndObject();
        }

        return this with { Body = buffer.WrittenMemory };
    }

    /// <summary>Never the body: it holds what is said to the person; nor the chat.</summary>
    public override string ToString() => $"{Kind}, {Body.Length} bytes";

    private static bool Member(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, JsonTokenType type) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name)
        && reader.Read() && reader.TokenType == type;

    private static string Word(OutgoingKind kind) => kind switch
    {
        OutgoingKind.Send => "send",
        OutgoingKind.EditText => "edit_text",
        OutgoingKind.EditCaption => "edit_caption",
        OutgoingKind.EditMarkup => "edit_markup",
        OutgoingKind.AnswerCallback => "answer_callback",
        OutgoingKind.Delete => "delete",
    };

    private static OutgoingKind? KindOf(string? word) => word switch
    {
        "send" => OutgoingKind.Send,
        "edit_text" => OutgoingKind.EditText,
        "edit_caption" => OutgoingKind.EditCaption,
        "edit_markup" => OutgoingKind.EditMarkup,
        "answer_callback" => OutgoingKind.AnswerCallback,
        "delete" => OutgoingKind.Delete,
        _ => null,
    };
}
