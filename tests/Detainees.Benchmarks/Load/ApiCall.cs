using System.Buffers;
using System.Text.Json;

namespace Detainees.Benchmarks.Load;

/// <summary>What the simulated people and the server need of a call's JSON body; the rest is passed over.</summary>
internal sealed class ApiCall
{
    public long Chat { get; private set; }
    public string Text { get; private set; } = "";

    /// <summary>Of answerCallbackQuery: "CHAT-UPDATE", as the server made it.</summary>
    public string Press { get; private set; } = "";
    public List<(string Label, string Token)> Buttons { get; } = [];
    public List<long> Messages { get; } = [];
    public long Offset { get; private set; }
    public int Limit { get; private set; } = 100;
    public int Timeout { get; private set; }

    public static ApiCall Parse(ReadOnlySequence<byte> body)
    {
        var call = new ApiCall();
        var reader = new Utf8JsonReader(body);
        var label = "";
        while (!body.IsEmpty && reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            // Only at the top is "text" the message's own; further down it is a button's.
            var top = reader.CurrentDepth == 1;
            if (reader.ValueTextEquals("chat_id"u8)) call.Chat = Number(ref reader);
            else if (top && reader.ValueTextEquals("text"u8)) call.Text = String(ref reader);
            else if (reader.ValueTextEquals("text"u8)) label = String(ref reader);
            else if (reader.ValueTextEquals("callback_query_id"u8)) call.Press = String(ref reader);
            else if (reader.ValueTextEquals("callback_data"u8)) call.Buttons.Add((label, String(ref reader)));
            else if (reader.ValueTextEquals("offset"u8) && top) call.Offset = Number(ref reader);
            else if (reader.ValueTextEquals("limit"u8)) call.Limit = (int)Number(ref reader);
            else if (reader.ValueTextEquals("timeout"u8)) call.Timeout = (int)Number(ref reader);
            else if (reader.ValueTextEquals("message_ids"u8)) Numbers(ref reader, call.Messages);
        }

        return call;
    }

    public string? Token(string label)
    {
        foreach (var button in Buttons)
            if (button.Label == label) return button.Token;
        return null;
    }

    private static long Number(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.Number ? reader.GetInt64() : 0;

    private static string String(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";

    private static void Numbers(ref Utf8JsonReader reader, List<long> numbers)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number) numbers.Add(reader.GetInt64());
    }
}
