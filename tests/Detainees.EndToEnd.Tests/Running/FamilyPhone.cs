using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Detainees.EndToEnd.Tests.Running;

/// <summary>A message as the phone shows it.</summary>
/// <param name="Buttons">Inline buttons by label, with their place.</param>
internal sealed record ShownMessage(long Id, bool Own, string Text, IReadOnlyList<(string Label, int Row, int Column)> Buttons)
{
    /// <summary>The file above the text: its kind as the Bot API names it, and its id; empty where there is none.</summary>
    public (string Kind, string Id) File { get; init; } = ("", "");
}

/// <summary>One person's chat on the local phone, driven over HTTP as the page drives it. Waits by the phone's own event stream.</summary>
internal sealed class FamilyPhone : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient http;
    private readonly string chat;
    private readonly SemaphoreSlim changed = new(0);
    private readonly CancellationTokenSource closing = new();
    private Task listening = Task.CompletedTask;

    private FamilyPhone(HttpClient http, long chat)
    {
        this.http = http;
        Chat = chat;
        this.chat = $"phone/chats/{chat}";
    }

    public long Chat { get; }

    public static async Task<FamilyPhone> OpenAsync(Uri phone, string name, string language, CancellationToken cancel)
    {
        var http = new HttpClient { BaseAddress = phone, Timeout = Timeout.InfiniteTimeSpan };
        var created = await http.PostAsJsonAsync("phone/chats", new { name, language_code = language }, cancel);
        using var answer = JsonDocument.Parse(await created.Content.ReadAsStringAsync(cancel));
        var family = new FamilyPhone(http, answer.RootElement.GetProperty("id").GetInt64());
        family.listening = family.ListenAsync();
        return family;
    }

    /// <summary>Says something and returns the id of the message.</summary>
    public Task<long> SayAsync(string text, CancellationToken cancel) => PostAsync("messages", new { text }, cancel);

    public async Task EditAsync(long message, string text, CancellationToken cancel)
    {
        using var answer = await http.PostAsJsonAsync($"{chat}/edit", new { message_id = message, text }, cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancel));
    }

    public async Task SendFilesAsync(string kind, IReadOnlyList<byte[]> files, string extension, string mime, CancellationToken cancel, string caption = "")
    {
        using var form = new MultipartFormDataContent { { new StringContent(kind), "kind" }, { new StringContent(caption), "caption" } };
        for (var i = 0; i < files.Count; i++)
        {
            var content = new ByteArrayContent(files[i]);
            content.Headers.ContentType = new MediaTypeHeaderValue(mime);
            form.Add(content, "files", $"file-{i + 1}.{extension}");
        }

        using var answer = await http.PostAsync($"{chat}/files", form, cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancel));
    }

    /// <summary>Presses the newest button whose label contains <paramref name="label"/>, as soon as it is there.</summary>
    public async Task PressAsync(string label, CancellationToken cancel)
    {
        var message = await AwaitAsync(m => !m.Own && m.Buttons.Any(b => b.Label.Contains(label, StringComparison.Ordinal)), cancel, $"a button '{label}'");
        var button = message.Buttons.First(b => b.Label.Contains(label, StringComparison.Ordinal));
        await PressAsync(message.Id, button.Row, button.Column, cancel);
    }

    public async Task PressAsync(long message, int row, int column, CancellationToken cancel)
    {
        using var answer = await http.PostAsJsonAsync($"{chat}/press", new { message_id = message, row, column }, cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancel));
    }

    /// <summary>The newest message that fits, waiting until there is one.</summary>
    public async Task<ShownMessage> AwaitAsync(Func<ShownMessage, bool> fits, CancellationToken cancel, string what = "a message")
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        IReadOnlyList<ShownMessage> messages = [];
        try
        {
            while (true)
            {
                messages = await MessagesAsync(patience.Token);
                if (messages.LastOrDefault(fits) is { } found) return found;
                await changed.WaitAsync(patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Assert.Fail($"Waited for {what}. The chat's end:\n{string.Join('\n', messages.TakeLast(6).Select(m => $"{(m.Own ? ">" : "<")} {m.Text} [{string.Join(" | ", m.Buttons.Select(b => b.Label))}]"))}");
            throw;
        }
    }

    /// <summary>Waits until the whole chat is so.</summary>
    public async Task AwaitAllAsync(Func<IReadOnlyList<ShownMessage>, bool> fits, string what, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            while (!fits(await MessagesAsync(patience.Token))) await changed.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Assert.Fail($"Waited for {what}.");
        }
    }

    /// <summary>What the bot said after message <paramref name="after"/>, as soon as it says something with this text in it.</summary>
    public Task<ShownMessage> AwaitTextAsync(string text, CancellationToken cancel, long after = 0) =>
        AwaitAsync(m => !m.Own && m.Id > after && m.Text.Contains(text, StringComparison.Ordinal), cancel, $"the text '{text}'");

    public async Task<IReadOnlyList<ShownMessage>> MessagesAsync(CancellationToken cancel)
    {
        using var transcript = JsonDocument.Parse(await http.GetStringAsync(chat, cancel));
        return [.. transcript.RootElement.GetProperty("messages").EnumerateArray().Select(Shown)];
    }

    /// <summary>The bytes of a file in a message.</summary>
    public Task<byte[]> FileAsync(ShownMessage message, CancellationToken cancel) => http.GetByteArrayAsync($"phone/media/{message.File.Id}", cancel);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await listening;
        http.Dispose();
        closing.Dispose();
        changed.Dispose();
    }

    private static ShownMessage Shown(JsonElement item)
    {
        var message = item.GetProperty("message");
        var text = message.TryGetProperty("text", out var t) ? t.GetString() : message.TryGetProperty("caption", out var c) ? c.GetString() : "";
        var buttons = new List<(string, int, int)>();
        if (message.TryGetProperty("reply_markup", out var markup) && markup.TryGetProperty("inline_keyboard", out var rows))
        {
            var row = 0;
            foreach (var cells in rows.EnumerateArray())
            {
                var column = 0;
                foreach (var cell in cells.EnumerateArray()) buttons.Add((cell.GetProperty("text").GetString() ?? "", row, column++));
                row++;
            }
        }

        return new ShownMessage(message.GetProperty("message_id").GetInt64(), item.GetProperty("own").GetBoolean(), text ?? "", buttons) { File = FileOf(message) };
    }

    private static (string Kind, string Id) FileOf(JsonElement message)
    {
        if (message.TryGetProperty("photo", out var sizes)) return ("photo", sizes[sizes.GetArrayLength() - 1].GetProperty("file_id").GetString() ?? "");
        foreach (var kind in (ReadOnlySpan<string>)["voice", "audio", "video"])
            if (message.TryGetProperty(kind, out var file)) return (kind, file.GetProperty("file_id").GetString() ?? "");
        return ("", "");
    }

    private async Task<long> PostAsync(string action, object body, CancellationToken cancel)
    {
        using var answer = await http.PostAsJsonAsync($"{chat}/{action}", body, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        Assert.True(answer.IsSuccessStatusCode, text);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("message_ids")[0].GetInt64();
    }

    private async Task ListenAsync()
    {
        try
        {
            using var reader = new StreamReader(await http.GetStreamAsync($"{chat}/events?after=0", closing.Token));
            while (await reader.ReadLineAsync(closing.Token) is { } line)
                if (line.StartsWith("data:", StringComparison.Ordinal)) changed.Release();
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or HttpRequestException)
        {
            // The phone was closed: the test is over.
        }
    }
}
