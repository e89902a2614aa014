using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>Tells the four kinds by the field that only they have.</summary>
internal sealed class ReplyMarkupConverter : JsonConverter<ReplyMarkup>
{
    // Only the base type: the kinds themselves are written by their own contracts.
    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(ReplyMarkup);

    public override ReplyMarkup Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        ReplyMarkup? markup =
            root.TryGetProperty("inline_keyboard", out _) ? root.Deserialize(TelegramJson.Wire.InlineKeyboardMarkup)
            : root.TryGetProperty("keyboard", out _) ? root.Deserialize(TelegramJson.Wire.ReplyKeyboardMarkup)
            : root.TryGetProperty("remove_keyboard", out _) ? root.Deserialize(TelegramJson.Wire.ReplyKeyboardRemove)
            : root.Deserialize(TelegramJson.Wire.ForceReplyMarkup);
        return markup ?? throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, ReplyMarkup value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case InlineKeyboardMarkup inline: JsonSerializer.Serialize(writer, inline, TelegramJson.Wire.InlineKeyboardMarkup); break;
            case ReplyKeyboardMarkup reply: JsonSerializer.Serialize(writer, reply, TelegramJson.Wire.ReplyKeyboardMarkup); break;
            case ReplyKeyboardRemove remove: JsonSerializer.Serialize(writer, remove, TelegramJson.Wire.ReplyKeyboardRemove); break;
            case ForceReplyMarkup force: JsonSerializer.Serialize(writer, force, TelegramJson.Wire.ForceReplyMarkup); break;
            default: throw new UnreachableException(value.GetType().Name);
        }
    }
}
