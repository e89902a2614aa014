using System.Text.Json;
using System.Text.Json.Serialization;
using Detainees.Conversations;

namespace Detainees.Bot.Intake;

/// <summary>What is needed to fetch a file, also after a restart. Secret: the reference and the token together open the file.</summary>
internal sealed record FetchOrder(long Chat, string Ref, FileKind Kind)
{
    public static byte[] Write(ChatId chat, Effect.Fetch fetch) =>
        JsonSerializer.SerializeToUtf8Bytes(new FetchOrder(chat.Value, fetch.Ref, fetch.Kind), OrderJson.Default.FetchOrder);

    public static FetchOrder? Read(ReadOnlySpan<byte> payload) => JsonSerializer.Deserialize(payload, OrderJson.Default.FetchOrder);

    public override string ToString() => "FetchOrder";
}

/// <summary>Whose messages are to be deleted; the ids are looked up when the order's turn comes.</summary>
internal sealed record DeleteOrder(long Chat)
{
    /// <summary>Messages of one deleteMessages call (Bot API), and so of one look-up.</summary>
    public const int Most = 100;

    public static byte[] Write(ChatId chat) => JsonSerializer.SerializeToUtf8Bytes(new DeleteOrder(chat.Value), OrderJson.Default.DeleteOrder);

    public static DeleteOrder? Read(ReadOnlySpan<byte> payload) => JsonSerializer.Deserialize(payload, OrderJson.Default.DeleteOrder);

    public override string ToString() => "DeleteOrder";
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict)]
[JsonSerializable(typeof(FetchOrder))]
[JsonSerializable(typeof(DeleteOrder))]
internal sealed partial class OrderJson : JsonSerializerContext;
