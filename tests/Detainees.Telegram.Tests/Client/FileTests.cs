using System.Text;
using Detainees.Telegram.Tests.Server;
using Detainees.Testing;

namespace Detainees.Telegram.Tests.Client;

public sealed class FileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 10)]
    [InlineData(200_000, 200_000)]
    public async Task A_file_arrives_byte_for_byte(int size, int cap)
    {
        var content = Enumerable.Range(0, size).Select(i => (byte)(i * 31)).ToArray();
        var handler = new ScriptedHandler(_ => new ScriptedAnswer(200, content));
        using var client = new TelegramBotClient(Some.Options(), handler);
        using var destination = new MemoryStream();
        var ok = Assert.IsType<ApiResult<long>.Ok>(await client.DownloadFile(File("a b/лист?.jpg", size), destination, cap, Cancel));
        Assert.Equal(size, ok.Value);
        Assert.Equal(content, destination.ToArray());
        Assert.Equal($"/file/bot{Some.Token}/a%20b/%D0%BB%D0%B8%D1%81%D1%82%3F.jpg", Assert.Single(handler.Calls).Path);
    }

    [Theory]
    [InlineData(11, 11L)] // announced in getFile
    [InlineData(11, null)] // found while reading
    public async Task A_file_over_the_cap_is_refused(int size, long? announced)
    {
        using var client = new TelegramBotClient(Some.Options(), new ScriptedHandler(_ => new ScriptedAnswer(200, new byte[size])));
        using var destination = new MemoryStream();
        var refused = Assert.IsType<ApiResult<long>.Refused>(await client.DownloadFile(File("a", announced), destination, 10, Cancel));
        Assert.Equal(RefusalKind.FileTooBig, refused.Kind);
        Assert.Equal(0, destination.Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/var/lib/telegram-bot-api/file.jpg")]
    [InlineData("../../sendMessage")]
    [InlineData("a//b")]
    [InlineData("a\\..\\b")]
    public async Task A_path_that_leaves_the_files_is_never_asked_for(string? path)
    {
        var handler = new ScriptedHandler(_ => new ScriptedAnswer(200, []));
        using var client = new TelegramBotClient(Some.Options(), handler);
        var refused = Assert.IsType<ApiResult<long>.Refused>(await client.DownloadFile(File(path, null), Stream.Null, 10, Cancel));
        Assert.Equal(RefusalKind.BadFile, refused.Kind);
        Assert.Empty(handler.Calls);
    }

    [Fact]
    public async Task A_file_that_ends_too_early_is_not_taken_for_whole()
    {
        await using var server = await ScriptedServer.StartAsync(async (call, context) =>
        {
            if (call.Method == "cut") await ScriptedServer.CutInTheMiddleAsync(context, "half");
            else await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes("short"), Cancel); // chunked, and ended in good order
        }, Cancel);
        using var client = new TelegramBotClient(Some.Options(server.Root));
        Assert.Equal(
            new ApiResult<long>.NotReached(NotReachedKind.Cut), await client.DownloadFile(File("x/cut", null), Stream.Null, 1000, Cancel));
        Assert.Equal(
            new ApiResult<long>.NotReached(NotReachedKind.Cut), await client.DownloadFile(File("x/short", 6), Stream.Null, 1000, Cancel));
        Assert.Equal(new ApiResult<long>.Ok(5), await client.DownloadFile(File("x/short", 5), Stream.Null, 1000, Cancel));
    }

    [Fact]
    public async Task A_hanging_server_costs_no_more_than_the_deadline()
    {
        var arrived = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async (_, context) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }, Cancel);
        var clock = new FakeClock();
        using var client = new TelegramBotClient(Some.Options(server.Root), clock: clock);
        var call = client.GetUpdates(null, 50, 100, Cancel);
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(64));
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1)); // 50 s of polling and 15 s of patience
        Assert.Equal(new ApiResult<UpdateBatch>.NotReached(NotReachedKind.TimedOut), await call);
    }

    [Fact]
    public async Task A_full_disk_is_not_taken_for_a_broken_connection()
    {
        using var client = new TelegramBotClient(Some.Options(), new ScriptedHandler(_ => new ScriptedAnswer(200, new byte[10])));
        await Assert.ThrowsAsync<NotSupportedException>(() => client.DownloadFile(File("a", 10), new MemoryStream([], writable: false), 10, Cancel));
    }

    private static TGFile File(string? path, long? size) => new() { FileId = "f", FileUniqueId = "u", FilePath = path, FileSize = size };
}
