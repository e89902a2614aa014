using System.Text.Json;
using Detainees.Testing;

namespace Detainees.Telegram.Tests.Wire;

public sealed class BotApiSchemaTests
{
    private static readonly Lazy<BotApiSchema> Schema = new(BotApiSchema.Load);

    [Fact]
    public void Every_published_vector_conforms_to_the_schema()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(ReferenceData.Path("telegram/vectors.json")));
        var faults = new List<string>();
        foreach (var request in vectors.RootElement.GetProperty("requests").EnumerateArray())
            faults.AddRange(Schema.Value.CheckRequest(request.GetProperty("method").GetString()!, request.GetProperty("body")));
        foreach (var value in vectors.RootElement.GetProperty("values").EnumerateArray())
            faults.AddRange(Schema.Value.CheckValue(value.GetProperty("type").GetString()!, value.GetProperty("json")));
        Assert.Equal([], faults);
    }

    [Theory]
    [InlineData("sendMessage", """{"chat_id":1}""", "sendMessage.text: required and missing")]
    [InlineData("sendMessage", """{"chat_id":1,"text":""}""", "sendMessage.text: 0 is outside 1-4096 characters")]
    [InlineData("sendMessage", """{"chat_id":1,"text":null}""", "sendMessage.text: Null instead of String")]
    [InlineData("sendMessage", """{"chat_id":1,"text":"a","txt":1}""", "sendMessage.txt: no such field")]
    [InlineData("sendMessage", """{"chat_id":1,"text":"a","text":"b"}""", "sendMessage.text: twice")]
    [InlineData("setChatMenuButton", """{"menu_button":{"type":"command"}}""", "setChatMenuButton.menu_button.type: must be commands")]
    [InlineData("getFile", """{"file_id":1}""", "getFile.file_id: Number instead of String")]
    [InlineData("fly", "{}", "fly: no such method")]
    public void A_wrong_request_is_named_with_its_place(string method, string body, string fault)
    {
        using var document = JsonDocument.Parse(body);
        Assert.Equal([fault], Schema.Value.CheckRequest(method, document.RootElement));
    }

    [Theory]
    [InlineData("А", 32, true)] // two bytes each
    [InlineData("А", 33, false)]
    [InlineData("a", 64, true)]
    [InlineData("a", 65, false)]
    public void The_length_of_callback_data_counts_bytes(string letter, int count, bool conforms)
    {
        using var document = JsonDocument.Parse(
            $$"""{"text":"Next","callback_data":"{{string.Concat(Enumerable.Repeat(letter, count))}}"}""");
        Assert.Equal(conforms, Schema.Value.CheckValue("InlineKeyboardButton", document.RootElement).Count == 0);
    }

    [Theory]
    [InlineData("4503599627370495", true)]
    [InlineData("4503599627370496", false)]
    [InlineData("1.5", false)]
    public void An_id_is_a_whole_number_of_52_bits(string id, bool conforms)
    {
        using var document = JsonDocument.Parse($$"""{"id":{{id}},"is_bot":false,"first_name":"Ina"}""");
        Assert.Equal(conforms, Schema.Value.CheckValue("User", document.RootElement).Count == 0);
    }
}
