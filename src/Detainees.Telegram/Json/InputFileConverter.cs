using System.Text.Json;
using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>Writes a file that Telegram already has. An upload goes as multipart and has no JSON.</summary>
internal sealed class InputFileConverter : JsonConverter<InputFile>
{
    public override InputFile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new InputFile.Existing(reader.GetString() ?? throw new JsonException());

    public override void Write(Utf8JsonWriter writer, InputFile value, JsonSerializerOptions options) =>
        writer.WriteStringValue(
            value is InputFile.Existing existing ? existing.Value : throw new InvalidOperationException("An upload is not JSON."));
}
