using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Detainees.Testing;

namespace Detainees.Telegram.Tests.Wire;

/// <summary>The published vectors go through our types and come out equal, as far as our types reach.</summary>
public sealed class VectorTests(ITestOutputHelper output)
{
    private static readonly TelegramJson Wire = TelegramJson.Wire;

    private static readonly Dictionary<string, JsonTypeInfo> Requests = new()
    {
        ["getMe"] = Wire.GetMeRequest, ["getUpdates"] = Wire.GetUpdatesRequest, ["setWebhook"] = Wire.SetWebhookRequest,
        ["deleteWebhook"] = Wire.DeleteWebhookRequest, ["getWebhookInfo"] = Wire.GetWebhookInfoRequest,
        ["sendMessage"] = Wire.SendMessageRequest, ["editMessageText"] = Wire.EditMessageTextRequest,
        ["editMessageReplyMarkup"] = Wire.EditMessageReplyMarkupRequest, ["deleteMessage"] = Wire.DeleteMessageRequest,
        ["deleteMessages"] = Wire.DeleteMessagesRequest, ["answerCallbackQuery"] = Wire.AnswerCallbackQueryRequest,
        ["sendChatAction"] = Wire.SendChatActionRequest, ["getFile"] = Wire.GetFileRequest,
        ["setMyCommands"] = Wire.SetMyCommandsRequest, ["setMyDescription"] = Wire.SetMyDescriptionRequest,
        ["setMyShortDescription"] = Wire.SetMyShortDescriptionRequest, ["sendDocument"] = Wire.SendDocumentRequest,
        ["sendPhoto"] = Wire.SendPhotoRequest, ["setChatMenuButton"] = Wire.SetChatMenuButtonRequest,
    };

    [Fact]
    public void Every_request_vector_of_our_methods_reads_and_writes_back_equal()
    {
        var outside = new List<string>();
        var covered = 0;
        foreach (var vector in Vectors("requests"))
        {
            var (method, body) = ((string)vector["method"]!, vector["body"]!);
            if (!Requests.TryGetValue(method, out var contract))
            {
                outside.Add(method);
                continue;
            }

            // Edits by inline_message_id are of messages that a bot sends into other people's chats: never ours.
            if (body["inline_message_id"] is not null || (method == "editMessageText" && body["text"] is null))
            {
                outside.Add($"{method} ({string.Join(", ", body.AsObject().Select(member => member.Key))})");
                continue;
            }

            covered++;
            AssertRoundTrip(body, contract, method, outside);
        }

        Report("requests", covered, outside);
        Assert.Equal(27, covered);
    }

    [Fact]
    public void Every_value_vector_of_our_types_reads_and_writes_back_equal()
    {
        var outside = new List<string>();
        var covered = 0;
        foreach (var vector in Vectors("values"))
        {
            var type = (string)vector["type"]! switch
            {
                "File" => "TGFile", "ForceReply" => "ForceReplyMarkup",
                "MessageOriginUser" or "MessageOriginHiddenUser" => "MessageOrigin", var name => name,
            };
            if (typeof(Update).Assembly.GetType($"Detainees.Telegram.{type}") is not { } ours || Wire.GetTypeInfo(ours) is not { } contract)
            {
                outside.Add(type);
                continue;
            }

            covered++;
            AssertRoundTrip(vector["json"]!, contract, type, outside);
        }

        Report("values", covered, outside);
        Assert.Equal(161, covered);
    }

    private static void AssertRoundTrip(JsonNode vector, JsonTypeInfo contract, string name, List<string> outside)
    {
        var value = JsonSerializer.Deserialize(vector.ToJsonString(), contract);
        var written = JsonNode.Parse(JsonSerializer.Serialize(value, contract));
        var expected = Covered(vector.DeepClone(), contract, name, outside);
        Assert.True(JsonNode.DeepEquals(expected, Covered(written!, contract, name, [])), $"{name}: {expected} became {written}");
    }

    /// <summary>Takes away what our types do not have, and notes it.</summary>
    private static JsonNode Covered(JsonNode node, JsonTypeInfo contract, string path, List<string> outside)
    {
        if (contract.Type == typeof(ReplyMarkup))
            contract = node["inline_keyboard"] is not null ? Wire.InlineKeyboardMarkup
                : node["keyboard"] is not null ? Wire.ReplyKeyboardMarkup
                : node["remove_keyboard"] is not null ? Wire.ReplyKeyboardRemove : Wire.ForceReplyMarkup;
        if (node is JsonArray array && contract.ElementType is { } element && Wire.GetTypeInfo(element) is { } each)
            foreach (var item in array)
                Covered(item!, each, path, outside);
        if (node is not JsonObject fields || contract.Kind != JsonTypeInfoKind.Object) return node;
        foreach (var (name, field) in fields.ToArray())
        {
            var property = contract.Properties.FirstOrDefault(p => p.Name == name);
            if (property is null || property.PropertyType == typeof(Presence))
            {
                fields.Remove(name);
                outside.Add($"{path}.{name}");
            }
            else if (field is not null && Wire.GetTypeInfo(property.PropertyType) is { } inner)
            {
                Covered(field, inner, $"{contract.Type.Name}.{name}", outside);
            }
        }

        return fields;
    }

    private static JsonNode[] Vectors(string part) =>
        [.. JsonNode.Parse(File.ReadAllBytes(ReferenceData.Path("telegram/vectors.json")))![part]!.AsArray().Select(item => item!)];

    private void Report(string part, int covered, List<string> outside) => output.WriteLine(
        $"{part}: {covered} covered; outside: {string.Join("; ", outside.CountBy(item => item).OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key} {item.Value}"))}");
}
