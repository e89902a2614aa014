using System.Text.Json;
using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>That a field is there, whatever it holds. Its content is never read, so no change of its type can hurt.</summary>
[JsonConverter(typeof(PresenceConverter))]
public sealed class Presence
{
    internal static readonly Presence Here = new();
    private Presence() { }
}

internal sealed class PresenceConverter : JsonConverter<Presence>
{
    public override Presence Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Skip();
        return Presence.Here;
    }

    public override void Write(Utf8JsonWriter writer, Presence value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    }
}
