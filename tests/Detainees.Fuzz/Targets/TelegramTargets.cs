using System.Text;
using System.Text.Json;
using Detainees.Fuzz.Running;
using Detainees.Telegram;
using static Detainees.Fuzz.Running.OracleException;

namespace Detainees.Fuzz.Targets;

/// <summary>Updates as a stranger's phone, and answers as a broken proxy, could send them.</summary>
internal static class TelegramTargets
{
    private static readonly byte[][] Words = Kept.Words(
        "\"update_id\":", "\"message\":", "\"callback_query\":", "\"text\":", "\"photo\":", "\"chat\":", "null", "true", "{}", "[]", "[null]", "\"\\ud800\"", "\"\\ud800", "\\u0000",
        "\"u\\ud800pdate_id\":1,", "\"o\\udc00k\":1,", "\"\\u0075pdate_id\"", "1e999", "-0", "\"private\"", "/*x*/", ",", "\uFEFF", "\"\\uDBFF\\uDFFF\"",
        string.Concat(Enumerable.Repeat("[", 70)), string.Concat(Enumerable.Repeat("{\"a\":", 70)), string.Concat(Enumerable.Repeat("[", 2000)));

    private static readonly string First = """{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"text":"a"}}""";
    private static readonly string Last = """{"update_id":9,"message":{"message_id":2,"date":1,"chat":{"id":5,"type":"private"},"text":"b"}}""";

    public static IEnumerable<FuzzTarget> All()
    {
        byte[][] updates = [.. Kept.All("update")];
        yield return new("update", 60_000, 60, updates, Words, ReadUpdate) { Short = 3000 };
        yield return new("update-among-others", 120_000, 120, updates, Words, ReadBatch) { Short = 2000 };
        yield return new("bot-api-answer", 80_000, 120, [.. Kept.All("answer")], Words, ReadAnswer) { Short = 2000 };
    }

    private static Verdict ReadUpdate(byte[] input)
    {
        if (UpdateReader.Decode(input) is not { } update) return Verdict.Refused;
        var reading = UpdateReader.Read(update);
        Require(reading.UpdateId == update.Id, "another id");
        return reading is UpdateReading.ForChat ? Verdict.Accepted : Verdict.Refused;
    }

    /// <summary>One update that is not understood must not take the others of its batch with it.</summary>
    private static Verdict ReadBatch(byte[] input)
    {
        byte[] body = [.. Encoding.UTF8.GetBytes($"{{\"ok\":true,\"result\":[{First},"), .. input, .. Encoding.UTF8.GetBytes($",{Last}]}}")];
        var result = AnswerReader.Read(body, 200, null, AnswerReader.Updates);
        if (!IsOneValue(input)) return Verdict.Refused;
        Require(result is ApiResult<UpdateBatch>.Ok, "an update of right JSON made the whole batch unreadable");
        var batch = ((ApiResult<UpdateBatch>.Ok)result).Value;
        Require(batch.Updates.Length + batch.WithoutId == 3 && batch.Updates[0].Id == 1 && batch.Updates[^1].Id == 9, "an update took others with it");
        foreach (var update in batch.Updates) UpdateReader.Read(update);
        return Verdict.Accepted;
    }

    /// <summary>Right JSON, one value, no deeper than the whole answer may be.</summary>
    private static bool IsOneValue(byte[] input)
    {
        try
        {
            using var document = JsonDocument.Parse(input, new JsonDocumentOptions { MaxDepth = 60 });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Verdict ReadAnswer(byte[] input)
    {
        var status = input.Length % 3 == 0 ? 200 : input.Length % 3 == 1 ? 429 : 502;
        AnswerReader.Read(input, 200, null, AnswerReader.Updates);
        AnswerReader.Read(input, 200, null, AnswerReader.SentMessageId);
        AnswerReader.Read(input, status, TimeSpan.FromSeconds(3), AnswerReader.True);
        AnswerReader.Read(input, 200, null, AnswerReader.Typed(TelegramJson.Wire.TGFile));
        var user = AnswerReader.Read(input, 200, null, AnswerReader.Typed(TelegramJson.Wire.User));
        if (user is ApiResult<User>.Refused { RetryAfter: { } wait }) Require(wait >= TimeSpan.Zero && wait <= TimeSpan.FromDays(1), "a wait without measure");
        return AnswerReader.Read(input, 200, null, AnswerReader.Typed(TelegramJson.Wire.Message)) is ApiResult<Message>.Ok ? Verdict.Accepted : Verdict.Refused;
    }
}
