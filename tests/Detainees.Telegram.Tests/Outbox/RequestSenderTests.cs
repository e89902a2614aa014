using System.Text.Json;
using Detainees.Conversations;
using Detainees.Forms;
using Detainees.Telegram.Tests.Server;
using Detainees.Testing;
using Microsoft.Extensions.Logging;

namespace Detainees.Telegram.Tests.Outbox;

/// <summary>Messages with a file of a form, and the other shapes in which a request may pass.</summary>
public sealed class RequestSenderTests
{
    private const string Photo = """{"message_id":8,"date":1767225600,"chat":{"id":5,"type":"private"},"photo":[{"file_id":"small","file_unique_id":"s"},{"file_id":"large","file_unique_id":"l"}]}""";

    private static readonly OutgoingMedia Coat = new(MediaKind.Picture, "clothes", "3", "coat.jpg");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static OutgoingRequest Asking(string text, OutgoingMedia? media = null) => MessageWriter.Send(new ChatId(5), new OutgoingMessage(
        text, text.Length == 0 ? [] : [new TextSpan(0, 1, SpanKind.Bold, null)], text.Length == 0 ? null : new Keyboard([[new Button.Press("Yes", "token", ButtonStyle.Plain)]]))
    { Media = media ?? Coat });

    private sealed class Rig(Func<ScriptedCall, ScriptedAnswer> answer, bool hasFile = true) : IDisposable
    {
        private readonly TelegramBotClient client = new(Some.Options(), new ScriptedHandler(answer));
        private RequestSender? sender;

        public int Opened { get; private set; }
        public LogCollector Logs { get; } = new();

        public Task<ApiResult<long?>> SendAsync(OutgoingRequest request)
        {
            sender ??= new RequestSender(client, Open, Logs.CreateLogger<RequestSender>());
            // As the outbox does: what is stored is what is sent.
            return sender.SendAsync(OutgoingRequest.TryDecode(request.Encode()) ?? throw new InvalidOperationException(), Cancel);
        }

        public void Dispose() => client.Dispose();

        private MemoryStream? Open(OutgoingMedia media)
        {
            Opened++;
            return hasFile ? new MemoryStream("the picture"u8.ToArray()) : null;
        }
    }

    [Theory]
    [InlineData(MediaKind.Picture, "sendPhoto", "photo")]
    [InlineData(MediaKind.Voice, "sendVoice", "voice")]
    [InlineData(MediaKind.Audio, "sendAudio", "audio")]
    [InlineData(MediaKind.Video, "sendVideo", "video")]
    public async Task A_file_goes_up_with_its_text_ranges_and_buttons(MediaKind kind, string method, string field)
    {
        ScriptedCall? seen = null;
        using var rig = new Rig(call => { seen = call; return ScriptedAnswer.Ok(Photo); });
        var sent = Assert.IsType<ApiResult<long?>.Ok>(await rig.SendAsync(Asking("Which coat?", Coat with { Kind = kind })));
        Assert.Equal(8, sent.Value);
        Assert.Equal(method, seen?.Method);
        Assert.StartsWith("multipart/form-data", seen?.ContentType, StringComparison.Ordinal);
        foreach (var part in (string[])["Which coat?", "caption_entities", "inline_keyboard", "protect_content", $"name=\"{field}\"; filename=\"coat.jpg\"", "the picture"])
            Assert.Contains(part, seen?.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("link_preview_options", seen?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_uploaded_once_and_then_named_by_telegrams_id_of_its_largest_size()
    {
        var calls = new List<ScriptedCall>();
        using var rig = new Rig(call => { calls.Add(call); return ScriptedAnswer.Ok(Photo); });
        await rig.SendAsync(Asking("One"));
        await rig.SendAsync(Asking("Two"));
        await rig.SendAsync(Asking("Three", Coat with { FormVersion = "4" }));
        Assert.Equal(2, rig.Opened);
        using var second = JsonDocument.Parse(calls[1].Body);
        Assert.Equal(("large", "Two"), (second.RootElement.GetProperty("photo").GetString(), second.RootElement.GetProperty("caption").GetString()));
    }

    [Fact]
    public async Task An_id_that_has_ended_its_life_is_replaced_by_an_upload()
    {
        var refuses = false;
        using var rig = new Rig(call => refuses && call.ContentType == "application/json" ? ScriptedAnswer.Refused(400, "Bad Request: wrong file identifier/HTTP URL specified") : ScriptedAnswer.Ok(Photo));
        await rig.SendAsync(Asking("One"));
        refuses = true;
        Assert.IsType<ApiResult<long?>.Ok>(await rig.SendAsync(Asking("Two")));
        Assert.Equal(2, rig.Opened);
    }

    [Theory]
    [InlineData(400, "Bad Request: IMAGE_PROCESS_FAILED")]
    [InlineData(400, "Bad Request: user doesn't want to receive voice messages")]
    [InlineData(404, "Not Found: method not found")]
    [InlineData(413, "Request Entity Too Large")]
    [InlineData(500, "Internal Server Error")]
    public async Task A_file_that_is_refused_leaves_the_question_alone_with_its_buttons(int code, string description)
    {
        var calls = new List<ScriptedCall>();
        using var rig = new Rig(call =>
        {
            calls.Add(call);
            return call.Method == "sendMessage" ? ScriptedAnswer.Ok(Some.Message) : ScriptedAnswer.Refused(code, description);
        });
        Assert.Equal(7, Assert.IsType<ApiResult<long?>.Ok>(await rig.SendAsync(Asking("Which coat?"))).Value);
        Assert.Equal(["sendPhoto", "sendMessage"], calls.Select(call => call.Method));
        Assert.Contains("inline_keyboard", calls[1].Text, StringComparison.Ordinal);
        Assert.Contains(rig.Logs.Lines, line => line.Contains("without the file", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_goes_alone_and_is_refused_holds_nothing_up()
    {
        var methods = new List<string>();
        using var without = new Rig(call => { methods.Add(call.Method); return ScriptedAnswer.Ok(Some.Message); }, hasFile: false);
        Assert.IsType<ApiResult<long?>.Ok>(await without.SendAsync(Asking("Which coat?")));
        Assert.Equal(["sendMessage"], methods);
        using var alone = new Rig(_ => ScriptedAnswer.Refused(400, "Bad Request: IMAGE_PROCESS_FAILED"));
        Assert.Null(Assert.IsType<ApiResult<long?>.Ok>(await alone.SendAsync(Asking(""))).Value);
    }

    [Theory]
    [InlineData(429, "Too Many Requests: retry after 3", RefusalKind.TooManyRequests)]
    [InlineData(403, "Forbidden: bot was blocked by the user", RefusalKind.Blocked)]
    [InlineData(400, "Bad Request: chat not found", RefusalKind.ChatNotFound)]
    [InlineData(401, "Unauthorized", RefusalKind.Unauthorized)]
    public async Task What_is_no_fault_of_the_file_is_told_as_of_any_message(int code, string description, RefusalKind kind)
    {
        var calls = 0;
        using var rig = new Rig(_ => { calls++; return ScriptedAnswer.Refused(code, description); });
        Assert.Equal(kind, Assert.IsType<ApiResult<long?>.Refused>(await rig.SendAsync(Asking("Which coat?"))).Kind);
        Assert.Equal(1, calls);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(1025)]
    public async Task The_text_under_a_file_is_edited_as_its_caption_and_keeps_its_end(int length)
    {
        var calls = new List<ScriptedCall>();
        using var rig = new Rig(call =>
        {
            calls.Add(call);
            return call.Method == "editMessageCaption" ? ScriptedAnswer.Ok(Photo) : ScriptedAnswer.Refused(400, "Bad Request: there is no text in the message to edit");
        });
        var text = new string('x', length - 5) + "✓ Yes";
        Assert.IsType<ApiResult<long?>.Ok>(await rig.SendAsync(MessageWriter.EditText(new ChatId(5), new MessageId(8), new OutgoingMessage(text, [], null))));
        Assert.Equal(["editMessageText", "editMessageCaption"], calls.Select(call => call.Method));
        using var body = JsonDocument.Parse(calls[1].Body);
        var caption = body.RootElement.GetProperty("caption").GetString() ?? "";
        Assert.Equal(OutgoingMessage.MaxCaption, caption.Length);
        Assert.EndsWith("✓ Yes", caption, StringComparison.Ordinal);
        Assert.Equal(length == 1024, caption == text);
    }

    [Fact]
    public void A_text_that_does_not_fit_under_its_file_is_refused_before_it_is_stored() =>
        Assert.Throws<ArgumentException>(() => Asking(new string('x', OutgoingMessage.MaxCaption + 1)));
}
