using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Detainees.Conversations;

/// <summary>
/// The stored form of a state: strict JSON with a version in front. A state that was ever written must stay readable:
/// a change of shape is a new version with the old one read beside it.
/// </summary>
public static class ConversationStateJson
{
    /// <summary>Names in Armenian or Russian as they are: escaped they would be three times as long.</summary>
    private static readonly StateJson Json = new(new JsonSerializerOptions(StateJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    public static byte[] Write(ConversationState state) =>
        JsonSerializer.SerializeToUtf8Bytes(new StateFile(Version, state), Json.StateFile);

    /// <exception cref="JsonException">Not a state, or of a version that this program does not know; says nothing of the content.</exception>
    public static ConversationState Read(ReadOnlySpan<byte> json)
    {
        StateFile? file;
        try
        {
            file = JsonSerializer.Deserialize(json, Json.StateFile);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or ArgumentException or FormatException)
        {
            // The inner exception may quote what it could not read, and that may be an answer.
            throw new JsonException("Not a conversation state of this program.");
        }

        if (file is not { Version: Version }) throw new JsonException("A conversation state of an unknown version.");
        return WithItsLists(file.State);
    }

    /// <summary>Members that came later may be missing; a list that was never made would throw at its first use.</summary>
    private static ConversationState WithItsLists(ConversationState state) => state switch
    {
        ConversationState.Drafting { Draft.Prompt: Prompt.Question question } drafting when question.Picked.IsDefault || question.Offered.IsDefault =>
            drafting with { Draft = drafting.Draft with { Prompt = question with { Picked = OrEmpty(question.Picked), Offered = OrEmpty(question.Offered) } } },
        ConversationState.Welcoming { Prompt.Choices.IsDefault: true } welcoming => welcoming with { Prompt = welcoming.Prompt with { Choices = [] } },
        _ => state,
    };

    private static ImmutableArray<string> OrEmpty(ImmutableArray<string> list) => list.IsDefault ? [] : list;
}

internal sealed record StateFile([property: JsonPropertyName("v")] int Version, [property: JsonPropertyName("state")] ConversationState State);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectRequiredConstructorParameters = false,
    Converters = [typeof(ChatIdJson), typeof(MessageIdJson), typeof(AttachmentIdJson), typeof(OrdinalTextsJson), typeof(OrdinalCountsJson), typeof(NotesJson)])]
[JsonSerializable(typeof(StateFile))]
internal sealed partial class StateJson : JsonSerializerContext;

internal sealed class ChatIdJson : JsonConverter<ChatId>
{
    public override ChatId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());
    public override void Write(Utf8JsonWriter writer, ChatId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

internal sealed class MessageIdJson : JsonConverter<MessageId>
{
    public override MessageId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());
    public override void Write(Utf8JsonWriter writer, MessageId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

internal sealed class AttachmentIdJson : JsonConverter<AttachmentId>
{
    public override AttachmentId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        AttachmentId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException();
    public override void Write(Utf8JsonWriter writer, AttachmentId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>Paths in ordinal order, whatever the machine's culture.</summary>
internal sealed class OrdinalTextsJson : JsonConverter<ImmutableSortedDictionary<string, string>>
{
    public override ImmutableSortedDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        OrdinalMap.Read(ref reader, static (ref Utf8JsonReader r) => r.GetString() ?? throw new JsonException());

    public override void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, string> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, text) in value) writer.WriteString(key, text);
        writer.WriteEndObject();
    }
}

/// <inheritdoc cref="OrdinalTextsJson"/>
internal sealed class OrdinalCountsJson : JsonConverter<ImmutableSortedDictionary<string, int>>
{
    public override ImmutableSortedDictionary<string, int> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        OrdinalMap.Read(ref reader, static (ref Utf8JsonReader r) => r.GetInt32());

    public override void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, int> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, number) in value) writer.WriteNumber(key, number);
        writer.WriteEndObject();
    }
}

/// <summary>Each note as an array: state, origin, moment and, when it is so, true for "put off twice".</summary>
internal sealed class NotesJson : JsonConverter<ImmutableSortedDictionary<string, AnswerNote>>
{
    public override ImmutableSortedDictionary<string, AnswerNote> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        OrdinalMap.Read(ref reader, ReadNote);

    public override void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, AnswerNote> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, note) in value)
        {
            writer.WriteStartArray(key);
            writer.WriteStringValue(ReportWords.Of(note.State));
            writer.WriteStringValue(ReportWords.Of(note.How));
            writer.WriteStringValue(note.At);
            if (note.Again) writer.WriteBooleanValue(true);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static AnswerNote ReadNote(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read()) throw new JsonException();
        var state = ReportWords.State(reader.GetString()) ?? throw new JsonException();
        if (!reader.Read()) throw new JsonException();
        var how = ReportWords.Origin(reader.GetString()) ?? throw new JsonException();
        if (!reader.Read()) throw new JsonException();
        var at = reader.GetDateTimeOffset();
        if (!reader.Read()) throw new JsonException();
        var again = reader.TokenType == JsonTokenType.True;
        if (again && !reader.Read()) throw new JsonException();
        return reader.TokenType == JsonTokenType.EndArray ? new AnswerNote(state, at, how, again) : throw new JsonException();
    }
}

internal static class OrdinalMap
{
    internal delegate T ReadValue<T>(ref Utf8JsonReader reader);

    public static ImmutableSortedDictionary<string, T> Read<T>(ref Utf8JsonReader reader, ReadValue<T> read)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        var values = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString() ?? throw new JsonException();
            if (!reader.Read() || !values.TryAdd(key, read(ref reader))) throw new JsonException();
        }

        return reader.TokenType == JsonTokenType.EndObject ? values.ToImmutable() : throw new JsonException();
    }
}
