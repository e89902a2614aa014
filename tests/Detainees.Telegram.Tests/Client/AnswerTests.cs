using System.Net;
using Detainees.Telegram.Tests.Server;

namespace Detainees.Telegram.Tests.Client;

public sealed class AnswerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "Bad Request: message is not modified: specified new message content is the same", RefusalKind.NotModified)]
    [InlineData(400, "Bad Request: query is too old and response timeout expired or query ID is invalid", RefusalKind.QueryTooOld)]
    [InlineData(400, "Bad Request: message to edit not found", RefusalKind.MessageNotFound)]
    [InlineData(400, "Bad Request: message to delete not found", RefusalKind.MessageNotFound)]
    [InlineData(400, "Bad Request: message can't be deleted", RefusalKind.MessageNotDeletable)]
    [InlineData(400, "Bad Request: message can't be edited", RefusalKind.MessageNotEditable)]
    [InlineData(400, "Bad Request: message is too long", RefusalKind.TooLong)]
    [InlineData(400, "Bad Request: message text is empty", RefusalKind.Empty)]
    [InlineData(400, "Bad Request: can't parse entities: Unexpected end tag", RefusalKind.UnreadableEntities)]
    [InlineData(400, "Bad Request: BUTTON_DATA_INVALID", RefusalKind.BadButton)]
    [InlineData(400, "Bad Request: Text buttons are unallowed in the inline keyboard", RefusalKind.BadButton)]
    [InlineData(400, "Bad Request: invalid file_id", RefusalKind.BadFile)]
    [InlineData(400, "Bad Request: wrong file_id or the file is temporarily unavailable", RefusalKind.FileUnavailable)]
    [InlineData(400, "Bad Request: file is too big", RefusalKind.FileTooBig)]
    [InlineData(400, "Bad Request: chat not found", RefusalKind.ChatNotFound)]
    [InlineData(400, "Bad Request: something new", RefusalKind.BadRequest)]
    [InlineData(401, "Unauthorized", RefusalKind.Unauthorized)]
    [InlineData(403, "Forbidden: bot was blocked by the user", RefusalKind.Blocked)]
    [InlineData(403, "Forbidden: user is deactivated", RefusalKind.Deactivated)]
    [InlineData(403, "Forbidden: bot can't initiate conversation with a user", RefusalKind.Forbidden)]
    [InlineData(404, "Not Found", RefusalKind.NotFound)]
    [InlineData(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", RefusalKind.OtherPoller)]
    [InlineData(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first", RefusalKind.WebhookActive)]
    [InlineData(429, "Too Many Requests: retry after 5", RefusalKind.TooManyRequests)]
    [InlineData(500, "Internal Server Error", RefusalKind.ServerFault)]
    [InlineData(502, "Bad Gateway", RefusalKind.ServerFault)]
    public async Task A_refusal_has_a_kind(int code, string description, RefusalKind kind)
    {
        var refused = await Send(ScriptedAnswer.Refused(code, description));
        Assert.Equal((kind, code), (refused.Kind, refused.Code));
        // Some emulators answer every error with status 200: the envelope's own code counts.
        refused = await Send(ScriptedAnswer.Refused(code, description) with { Status = 200 });
        Assert.Equal((kind, code), (refused.Kind, refused.Code));
    }

    [Theory]
    [InlineData(200, "<html>captive portal</html>", RefusalKind.Malformed)]
    [InlineData(200, "", RefusalKind.Malformed)]
    [InlineData(200, """{"ok":true,"result":{"message_id":7,"da""", RefusalKind.Malformed)]
    [InlineData(200, """{"ok":true,"result":7}""", RefusalKind.Malformed)]
    [InlineData(200, """{"ok":true,"result":null}""", RefusalKind.Malformed)]
    [InlineData(200, """{"ok":true}""", RefusalKind.Malformed)]
    [InlineData(200, """{"ok":"yes"}""", RefusalKind.Malformed)]
    [InlineData(200, "[]", RefusalKind.Malformed)]
    [InlineData(200, """{"ok":false,"error_code":429}{}""", RefusalKind.Malformed)]
    [InlineData(200, "{\"ok\":true,\"result\":{\"message_id\":7,\"chat\":{\"id\":1},\"text\":\"\\ud800\"}}", RefusalKind.Malformed)]
    [InlineData(302, "", RefusalKind.Malformed)]
    [InlineData(404, "<html>", RefusalKind.Malformed)]
    [InlineData(502, "<html><body>502 Bad Gateway</body></html>", RefusalKind.ServerFault)]
    [InlineData(503, "", RefusalKind.ServerFault)]
    [InlineData(429, "slow down", RefusalKind.TooManyRequests)]
    public async Task An_answer_that_is_none_is_a_result_too(int status, string body, RefusalKind kind) =>
        Assert.Equal(kind, (await Send(ScriptedAnswer.Json(status, body))).Kind);

    [Theory]
    [InlineData("""{"ok":false,"error_code":429,"description":"","parameters":{"retry_after":7}}""", null, 7)]
    [InlineData("""{"ok":false,"error_code":429,"description":"","parameters":{"retry_after":7}}""", "9", 9)]
    [InlineData("""{"ok":false,"error_code":429,"description":"","parameters":{"retry_after":7}}""", "3", 7)]
    [InlineData("""{"ok":false,"error_code":429,"description":"","parameters":null}""", "3", 3)]
    [InlineData("""{"ok":false,"error_code":429,"description":"","parameters":{"retry_after":null,"migrate_to_chat_id":4503599627370495}}""", "3", 3)]
    [InlineData("""{"ok":false,"error_code":429,"description":"","parameters":{"retry_after":1e300}}""", null, 86_400)]
    [InlineData("<html>", "11", 11)]
    public async Task The_wait_is_the_longer_of_body_and_header(string body, string? header, int seconds)
    {
        var refused = await Send(ScriptedAnswer.Json(429, body, header));
        Assert.Equal((RefusalKind.TooManyRequests, TimeSpan.FromSeconds(seconds)), (refused.Kind, refused.RetryAfter));
    }

    [Fact]
    public async Task A_method_that_answers_true_has_worked_whatever_stands_for_true()
    {
        foreach (var result in (string[])["true", "null", "{}"])
        {
            using var client = new TelegramBotClient(Some.Options(), new ScriptedHandler(_ => ScriptedAnswer.Ok(result)));
            Assert.IsType<ApiResult<bool>.Ok>(await client.DeleteMessage(new() { ChatId = 1, MessageId = 2 }, Cancel));
        }
    }

    [Theory]
    [InlineData("""{"chat":{"message_id":1},"message_id":4503599627370495,"odd":[1,{"message_id":2}]}""", 4503599627370495)]
    [InlineData("true", null)]
    [InlineData("null", null)]
    [InlineData("""{"message_id":"7"}""", null)]
    public async Task A_stored_request_needs_only_the_message_id_of_its_answer(string result, long? id)
    {
        using var client = new TelegramBotClient(Some.Options(), new ScriptedHandler(_ => ScriptedAnswer.Ok(result)));
        var ok = Assert.IsType<ApiResult<long?>.Ok>(await client.SendAsync(new OutgoingRequest(OutgoingKind.Send, 1, "{}"u8.ToArray()), Cancel));
        Assert.Equal(id, ok.Value);
    }

    [Fact]
    public async Task An_undecodable_update_in_the_middle_does_not_stop_the_others()
    {
        const string Batch = """
            [{"update_id":10,"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"text":"a"}},
             {"update_id":11,"message":{"message_id":{"new":"shape"},"chat":7}},
             {"message":{"no":"id"}}, 12, null,
             {"message":{"message_id":1,"chat":[]},"update_id":13},
             {"update_id":14,"message":{"message_id":2,"date":1,"chat":{"id":5,"type":"private"},"text":"\ud800"}},
             {"update_id":15,"something_new":{"a":1}},
             {"update_id":16,"callback_query":{"id":"q","from":{"id":5},"data":"x"}}]
            """;
        using var client = new TelegramBotClient(Some.Options(), new ScriptedHandler(_ => ScriptedAnswer.Ok(Batch)));
        var batch = Assert.IsType<ApiResult<UpdateBatch>.Ok>(await client.GetUpdates(null, 0, 100, Cancel)).Value;
        Assert.Equal(
            ["Decoded 10", "Undecodable 11", "Undecodable 13", "Undecodable 14", "Decoded 15", "Decoded 16"],
            batch.Updates.Select(update => $"{update.GetType().Name} {update.Id}"));
        Assert.Equal(3, batch.WithoutId);
    }

    [Fact]
    public async Task What_breaks_on_the_way_is_told_apart_by_whether_it_may_have_been_done()
    {
        Assert.Equal(NotReachedKind.NoConnection, await Fail(new HttpRequestException(HttpRequestError.ConnectionError)));
        Assert.Equal(NotReachedKind.NoConnection, await Fail(new HttpRequestException(HttpRequestError.NameResolutionError)));
        Assert.Equal(NotReachedKind.NoConnection, await Fail(new HttpRequestException(HttpRequestError.SecureConnectionError)));
        Assert.Equal(NotReachedKind.Cut, await Fail(new HttpRequestException(HttpRequestError.ResponseEnded)));
        Assert.Equal(NotReachedKind.Cut, await Fail(new HttpRequestException("?")));
        Assert.Equal(NotReachedKind.Cut, await Fail(new IOException()));
        Assert.Equal(NotReachedKind.TimedOut, await Fail(new OperationCanceledException()));

        static async Task<NotReachedKind> Fail(Exception failure)
        {
            using var client = new TelegramBotClient(Some.Options(), new ScriptedHandler(_ => ScriptedAnswer.Fails(failure)));
            return Assert.IsType<ApiResult<User>.NotReached>(await client.GetMe(Cancel)).Kind;
        }
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_the_only_exception()
    {
        using var client = new TelegramBotClient(Some.Options(), new ScriptedHandler(_ => ScriptedAnswer.Ok("[]") with { Wait = Task.Delay(-1, Cancel) }));
        using var stop = new CancellationTokenSource();
        var call = client.GetMe(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    private static async Task<ApiResult<Message>.Refused> Send(ScriptedAnswer answer)
    {
        using var client = new TelegramBotClient(Some.Options(), new ScriptedHandler(_ => answer));
        return Assert.IsType<ApiResult<Message>.Refused>(await client.SendMessage(new() { ChatId = 1, Text = "t" }, Cancel));
    }
}
