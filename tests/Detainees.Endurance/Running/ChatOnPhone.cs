using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Detainees.Endurance.Running;

/// <summary>One person's chat on the local phone, driven over HTTP as the page drives it; it waits by the phone's event stream.</summary>
internal sealed class ChatOnPhone : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly string chat;
    private readonly TimeSpan patience;
    private readonly SemaphoreSlim changed = new(0);
    private readonly CancellationTokenSource closing = new();
    private Task listening = Task.CompletedTask;

    private ChatOnPhone(HttpClient http, long chat, TimeSpan patience)
    {
        (this.http, Chat, this.patience) = (http, chat, patience);
        this.chat = $"phone/chats/{chat}";
    }

    public long Chat { get; }

    /// <param name="patience">How long something may be waited for; by default long enough for a bot that is killed again and again.</param>
    public static async Task<ChatOnPhone> OpenAsync(Uri phone, string name, string language, CancellationToken cancel, TimeSpan? patience = null)
    {
        var http = new HttpClient { BaseAddress = phone, Timeout = Timeout.InfiniteTimeSpan };
        using var created = await http.PostAsJsonAsync("phone/chats", new { name, language_code = language }, cancel);
        using var answer = JsonDocument.Parse(await created.Content.ReadAsStringAsync(cancel));
        var opened = new ChatOnPhone(http, answer.RootElement.GetProperty("id").GetInt64(), patience ?? TimeSpan.FromMinutes(5));
        opened.listening = opened.ListenAsync();
        return opened;
    }

    /// <returns>The id of the message.</returns>
    public async Task<long> SayAsync(string text, CancellationToken cancel)
    {
        using var json = await PostAsync("messages", JsonContent.Create(new { text }), cancel);
        return json.RootElement.GetProperty("message_ids")[0].GetInt64();
    }

    public async Task EditAsync(long message, string text, CancellationToken cancel) =>
        (await PostAsync("edit", JsonContent.Create(new { message_id = message, text }), cancel)).Dispose();

    public Task SendFileAsync(string kind, byte[] content, string name, string mime, CancellationToken cancel, string caption = "") =>
        SendFilesAsync(kind, [content], Path.GetExtension(name)[1..], mime, cancel, caption, Path.GetFileNameWithoutExtension(name));

    /// <summary>Several files go as one album, named NAME-1, NAME-2, …</summary>
    public async Task SendFilesAsync(
        string kind, IReadOnlyList<byte[]> files, string extension, string mime, CancellationToken cancel, string caption = "", string name = "file")
    {
        using var form = new MultipartFormDataContent { { new StringContent(kind), "kind" }, { new StringContent(caption), "caption" } };
        for (var i = 0; i < files.Count; i++)
        {
            var part = new ByteArrayContent(files[i]);
            part.Headers.ContentType = new MediaTypeHeaderValue(mime);
            form.Add(part, "files", files.Count == 1 ? $"{name}.{extension}" : $"{name}-{i + 1}.{extension}");
        }

        (await PostAsync("files", form, cancel)).Dispose();
    }

    /// <summary>Presses the first button of the newest message after <paramref name="after"/> that has one with this label.</summary>
    /// <returns>The message that was pressed.</returns>
    public async Task<long> PressAsync(string label, CancellationToken cancel, long after = 0)
    {
        while (true)
        {
            var message = await AwaitAsync(
                m => !m.Own && m.Id > after && m.Buttons.Any(b => b.Label.Contains(label, StringComparison.Ordinal)), cancel, $"a button '{label}'");
            var (_, row, column) = message.Buttons.First(b => b.Label.Contains(label, StringComparison.Ordinal));
            if (await TryPressAsync(message.Id, row, column, cancel)) return message.Id;
            // The message went, or its buttons changed, between the look and the press.
        }
    }

    public async Task PressAsync(long message, int row, int column, CancellationToken cancel) =>
        RoundFailedException.Unless(await TryPressAsync(message, row, column, cancel), $"The phone refused a press on message {message}.");

    public async Task<bool> TryPressAsync(long message, int row, int column, CancellationToken cancel)
    {
        using var answer = await http.PostAsJsonAsync($"{chat}/press", new { message_id = message, row, column }, cancel);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>The newest message that fits, as soon as there is one.</summary>
    public async Task<Shown> AwaitAsync(Func<Shown, bool> fits, CancellationToken cancel, string what = "a message")
    {
        Shown? found = null;
        await AwaitAllAsync(messages => (found = messages.LastOrDefault(fits)) is not null, what, cancel);
        return found!; // waited for
    }

    /// <summary>Waits until the whole chat is so.</summary>
    public async Task AwaitAllAsync(Func<IReadOnlyList<Shown>, bool> fits, string what, CancellationToken cancel)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        waiting.CancelAfter(patience);
        IReadOnlyList<Shown> messages = [];
        try
        {
            while (!fits(messages = await MessagesAsync(waiting.Token))) await changed.WaitAsync(waiting.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new RoundFailedException($"Chat {Chat} waited for {what} in vain. Its end:\n{string.Join('\n', messages.TakeLast(8))}");
        }
    }

    /// <summary>What the bot said after message <paramref name="after"/>, as soon as it says something with this text in it.</summary>
    public Task<Shown> AwaitTextAsync(string text, CancellationToken cancel, long after = 0) =>
        AwaitAsync(m => !m.Own && m.Id > after && m.Text.Contains(text, StringComparison.Ordinal), cancel, $"the text '{text}'");

    /// <summary>The bytes of a file in a message.</summary>
    public Task<byte[]> FileAsync(Shown message, CancellationToken cancel) => http.GetByteArrayAsync($"phone/media/{message.File.Id}", cancel);

    public async Task<IReadOnlyList<Shown>> MessagesAsync(CancellationToken cancel)
    {
        using var transcript = JsonDocument.Parse(await http.GetStringAsync(chat, cancel));
        return [.. transcript.RootElement.GetProperty("messages").EnumerateArray().Select(Shown.Read)];
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await listening;
        http.Dispose();
        closing.Dispose();
        changed.Dispose();
    }

    private async Task<JsonDocument> PostAsync(string action, HttpContent body, CancellationToken cancel)
    {
        using var answer = await http.PostAsync($"{chat}/{action}", body, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        RoundFailedException.Unless(answer.IsSuccessStatusCode, $"The phone refused '{action}': {text}");
        return JsonDocument.Parse(text);
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
            // The phone was closed: the round is over.
        }
    }
}
