using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Detainees.Telegram;

/// <summary>Reads the envelope <c>{"ok":…,"result":…}</c> of an answer. Anything that is none is a result too.</summary>
internal static class AnswerReader
{
    /// <summary>One update nested deeper than the decoder bears must be that update's trouble, not the answer's.</summary>
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 4096 };

    /// <param name="status">The HTTP status, for answers that are not of the Bot API.</param>
    /// <param name="retryAfterHeader">The <c>Retry-After</c> header, when there is one.</param>
    public static ApiResult<T> Read<T>(ReadOnlySpan<byte> body, int status, TimeSpan? retryAfterHeader, ResultReader<T> result)
    {
        try
        {
            var envelope = ReadEnvelope(body);
            if (envelope.Ok is true && status is >= 200 and < 300) return new ApiResult<T>.Ok(result(envelope.Result(body)));
            if (envelope.Ok is false) return Refused<T>(envelope, status, retryAfterHeader);
        }
        catch (JsonException) // also what a reader throws at the end of cut JSON
        {
        }
        catch (InvalidOperationException) // a string with half a surrogate pair
        {
        }

        // A proxy's page: its status still says whether to wait or to come again.
        return status switch
        {
            429 => new ApiResult<T>.Refused(RefusalKind.TooManyRequests, status, retryAfterHeader),
            >= 500 => new ApiResult<T>.Refused(RefusalKind.ServerFault, status, retryAfterHeader),
            _ => new ApiResult<T>.Refused(RefusalKind.Malformed, status, retryAfterHeader),
        };
    }

    /// <summary>A reader that decodes by a source-generated contract; a null is malformed.</summary>
    public static ResultReader<T> Typed<T>(JsonTypeInfo<T> contract) where T : class =>
        json => JsonSerializer.Deserialize(json, contract) ?? throw new JsonException();

    /// <summary>For the methods that answer true: that the answer is "ok" is all there is to know.</summary>
    public static readonly ResultReader<bool> True = _ => true;

    /// <summary>Only the id of the message that was sent or edited; null where the answer is no message.</summary>
    public static readonly ResultReader<long?> SentMessageId = json =>
    {
        if (json.IsEmpty) return null; // done, and no more is known
        var reader = new Utf8JsonReader(json, Deep);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = IsNamed(ref reader, "message_id"u8);
            reader.Read();
            if (isId && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var id)) return id;
            reader.Skip();
        }

        return null;
    };

    /// <summary>Each update alone: one that this code does not understand must not take the others with it.</summary>
    /// <remarks>That is how TelegramBots/Telegram.Bot#724, bot4s/telegram#143 and others stopped polling for ever.</remarks>
    public static readonly ResultReader<UpdateBatch> Updates = json =>
    {
        var updates = ImmutableArray.CreateBuilder<ReceivedUpdate>();
        var withoutId = 0;
        var reader = new Utf8JsonReader(json, Deep);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) throw new JsonException();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var update = ReadUpdate(json[start..(int)reader.BytesConsumed]);
            if (update is null) withoutId++;
            else updates.Add(update);
        }

        return new UpdateBatch(updates.DrainToImmutable(), withoutId);
    };

    /// <summary>One update, e.g. the body of a webhook call; null when not even its id can be read.</summary>
    public static ReceivedUpdate? ReadUpdate(ReadOnlySpan<byte> json)
    {
        if (UpdateIdOf(json) is not { } id) return null;
        try
        {
            if (JsonSerializer.Deserialize(json, TelegramJson.Wire.Update) is { } update) return new ReceivedUpdate.Decoded(update);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            // Whatever is wrong inside it is wrong with this one alone.
        }

        return new ReceivedUpdate.Undecodable(id);
    }

    /// <summary>Whether the property read last has this name. A name that holds half a surrogate pair has none, and the reader throws over it.</summary>
    private static bool IsNamed(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static long? UpdateIdOf(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, Deep);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = IsNamed(ref reader, "update_id"u8);
                reader.Read();
                if (isId) return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var id) ? id : null;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
        }

        return null;
    }

    private static ApiResult<T> Refused<T>(in Envelope envelope, int status, TimeSpan? header)
    {
        var code = envelope.Code is >= 400 and < 600 and var told ? told : status;
        var wait = envelope.RetryAfter is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400)) : header;
        if (header > wait) wait = header;
        return new ApiResult<T>.Refused(Refusals.Classify(code, envelope.Description ?? "", envelope.Migrated), code, wait);
    }

    private static Envelope ReadEnvelope(ReadOnlySpan<byte> body)
    {
        var envelope = new Envelope();
        var reader = new Utf8JsonReader(body, Deep);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (IsNamed(ref reader, "ok"u8))
            {
                reader.Read();
                envelope.Ok = reader.TokenType switch { JsonTokenType.True => true, JsonTokenType.False => false, _ => null };
            }
            else if (IsNamed(ref reader, "result"u8))
            {
                reader.Read();
                envelope.Start = (int)reader.TokenStartIndex;
                reader.Skip();
                envelope.End = (int)reader.BytesConsumed;
                continue;
            }
            else if (IsNamed(ref reader, "error_code"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var code)) envelope.Code = code;
            }
            else if (IsNamed(ref reader, "description"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String) envelope.Description = reader.GetString();
            }
            else if (IsNamed(ref reader, "parameters"u8))
            {
                reader.Read();
                ReadParameters(ref reader, ref envelope);
                continue;
            }
            else
            {
                reader.Read();
            }

            reader.Skip();
        }

        while (reader.Read()) { } // whatever follows the object makes it malformed
        return envelope;
    }

    private static void ReadParameters(ref Utf8JsonReader reader, ref Envelope envelope)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wait = IsNamed(ref reader, "retry_after"u8);
            var migrated = IsNamed(ref reader, "migrate_to_chat_id"u8);
            reader.Read();
            if (wait && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var seconds)) envelope.RetryAfter = seconds;
            if (migrated && reader.TokenType == JsonTokenType.Number) envelope.Migrated = true;
            reader.Skip();
        }
    }

    private struct Envelope
    {
        public bool? Ok;
        public int Code;
        public string? Description;
        public double? RetryAfter;
        public bool Migrated;
        public int Start;
        public int End;

        public readonly ReadOnlySpan<byte> Result(ReadOnlySpan<byte> body) => body[Start..End];
    }
}

/// <summary>Makes a value of the JSON in <c>result</c> (empty when there is none); throws <see cref="JsonException"/> when it cannot.</summary>
internal delegate T ResultReader<out T>(ReadOnlySpan<byte> json);
