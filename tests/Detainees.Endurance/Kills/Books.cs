using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Detainees.Bot.Settings;
using Detainees.Conversations;
using Detainees.Endurance.Running;
using Detainees.Journal;
using Detainees.Opening;
using Detainees.Storage;
using Detainees.Testing;

namespace Detainees.Endurance.Kills;

/// <summary>Compares what people were told with what the team can open and what is still open on the server.</summary>
internal sealed class Books : IAsyncDisposable
{
    private readonly ServerSecrets secrets;
    private readonly IIntakeStore store;
    private readonly ImmutableArray<Identity> identities;
    private readonly Dictionary<string, JsonDocument> reports = [];

    private Books(ServerSecrets secrets, IIntakeStore store, ImmutableArray<Identity> identities) =>
        (this.secrets, this.store, this.identities) = (secrets, store, identities);

    /// <summary>What the journal holds, opened with the practice team's key.</summary>
    public int Reports => reports.Count;

    /// <summary>Opens the store of a bot that does not run, and every report in it.</summary>
    public static async Task<Books> OpenAsync(BotUnderTest bot, CancellationToken cancel)
    {
        var secrets = ServerSecrets.OpenOrCreate(bot.Secrets) ?? throw new RoundFailedException("The secrets cannot be read.");
        var opened = SqliteStore.Open(OptionsOf(bot, secrets));
        if (opened is not Storage.OpenResult.Opened(var store)) throw new RoundFailedException($"The store does not open: {opened}");
        var identity = await File.ReadAllBytesAsync(Checkout.Path("config", "demo", "anna.identity.txt"), cancel);
        var read = IdentityFile.Read(identity, null) as IdentityReading.Read ?? throw new RoundFailedException("The practice key cannot be read.");
        var books = new Books(secrets, store, read.Identities);
        await books.ReadJournalAsync(cancel);
        return books;
    }

    public static StoreOptions OptionsOf(BotUnderTest bot, ServerSecrets secrets) => new()
    {
        DataDirectory = bot.Data, EpochKeyDirectory = bot.EpochKeys, Origin = "detainees-intake", SigningKey = secrets.Signing,
    };

    /// <exception cref="RoundFailedException">Something acknowledged is not there once, or there is something that nobody said.</exception>
    public async Task CheckAsync(IReadOnlyList<Told> told, CancellationToken cancel)
    {
        RoundFailedException.Unless(await store.IsSoundAsync(cancel), "The database is damaged, or the chain does not give its head.");
        var counts = await store.CountsAsync(cancel);
        RoundFailedException.Unless(counts.Outgoing == 0, $"{counts.Outgoing} messages were never sent.");
        RoundFailedException.Unless(counts.Fetches == 0, $"{counts.Fetches} files were never fetched.");
        var sent = told.Where(one => one.Ending == Ending.Sent).ToList();
        RoundFailedException.Unless(sent.Count == reports.Count, $"{sent.Count} conversations were sent, {reports.Count} reports are in the journal.");
        foreach (var one in sent) await CheckSentAsync(one, cancel);
        foreach (var one in told.Where(one => one.Ending == Ending.Open)) await CheckOpenAsync(one, cancel);
        foreach (var one in told.Where(one => one.Ending == Ending.Erased)) CheckErased(one);
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        foreach (var identity in identities) identity.Dispose();
        foreach (var report in reports.Values) report.Dispose();
        secrets.Dispose();
    }

    private async Task ReadJournalAsync(CancellationToken cancel)
    {
        var verifier = new JournalVerifier(JournalHead.Empty);
        for (var from = 1L; await store.EntriesAsync(from, 1000, cancel) is { Length: > 0 } page; from += page.Length)
        {
            foreach (var entry in page)
            {
                RoundFailedException.Unless(verifier.Feed(entry) is null, $"Entry {entry.Number} does not fit the chain.");
                RoundFailedException.Unless(entry.Kind == EntryKind.Report, $"Entry {entry.Number} is a {entry.Kind}: no key was lost here.");
                await using var body = await store.OpenBodyAsync(entry.Id, cancel) ?? throw new RoundFailedException($"Entry {entry.Number} has no body.");
                var report = JsonDocument.Parse(Open(await BytesAsync(body, cancel), $"report {entry.Number}"));
                var reference = report.RootElement.GetProperty("reference").GetString() ?? "";
                RoundFailedException.Unless(reports.TryAdd(reference, report), $"Two reports have the reference {reference}.");
            }
        }

        var end = verifier.Finish(await store.CheckpointAsync(cancel), secrets.Signing.Public, "detainees-intake");
        RoundFailedException.Unless(end is JournalCheck.Sound, $"The journal is not sound: {end}");
    }

    private async Task CheckSentAsync(Told one, CancellationToken cancel)
    {
        RoundFailedException.Unless(reports.ContainsKey(one.Reference ?? ""), $"Report {one.Reference} of chat {one.Chat} was told as sent and is not there.");
        var report = reports[one.Reference ?? ""].RootElement;
        RoundFailedException.Unless(report.GetProperty("chat").GetProperty("id").GetInt64() == one.Chat, $"Report {one.Reference} names another chat.");
        var found = report.GetProperty("answers").EnumerateArray().ToLookup(a => a.GetProperty("path").GetString()!.Split('/')[^1], a => a.GetProperty("value").GetString());
        foreach (var (question, value) in one.Answers)
            RoundFailedException.Unless(found[question].SequenceEqual([value]), $"Report {one.Reference}: '{question}' is '{string.Join("', '", found[question])}', not '{value}'.");
        var files = report.GetProperty("attachments").EnumerateArray().ToList();
        RoundFailedException.Unless(files.Count == (one.Photo is null ? 0 : 1), $"Report {one.Reference} has {files.Count} files.");
        if (one.Photo is null) return;
        var id = Guid.ParseExact(files[0].GetProperty("id").GetString()!, "N");
        await using var content = store.OpenAttachment(id) ?? throw new RoundFailedException($"The file of report {one.Reference} is not there.");
        var opened = Open(await BytesAsync(content, cancel), $"the file of report {one.Reference}");
        RoundFailedException.Unless(opened.AsSpan().StartsWith(one.Photo), $"The file of report {one.Reference} holds other bytes.");
        RoundFailedException.Unless(
            files[0].GetProperty("sha256").GetString() == Convert.ToHexStringLower(SHA256.HashData(one.Photo)), $"The hash in report {one.Reference} is wrong.");
    }

    private async Task CheckOpenAsync(Told one, CancellationToken cancel)
    {
        var loaded = await store.LoadAsync(secrets.ThreadOf(new ChatId(one.Chat)), cancel);
        if (loaded is not LoadResult.Open(var state, _)) throw new RoundFailedException($"The draft of chat {one.Chat} is {loaded}.");
        var text = Encoding.UTF8.GetString(state);
        // Of the short values (an age, a choice) other things could hold the same text: they are compared in the reports.
        foreach (var (question, value) in one.Answers.Where(answer => answer.Value.Length > 8))
        {
            var times = text.Split(value).Length - 1;
            RoundFailedException.Unless(times == 1, $"The draft of chat {one.Chat} holds '{question}' {times} times.");
        }
    }

    private void CheckErased(Told one)
    {
        foreach (var value in one.Answers.Values.Where(value => value.Length > 8))
            RoundFailedException.Unless(!reports.Values.Any(r => r.RootElement.GetRawText().Contains(value, StringComparison.Ordinal)), $"An erased answer of chat {one.Chat} was sent.");
    }

    private byte[] Open(byte[] file, string what) =>
        AgeOpening.Open(file, identities) is Opening.OpenResult.Opened opened ? opened.Plaintext : throw new RoundFailedException($"{what} does not open.");

    private static async Task<byte[]> BytesAsync(Stream stream, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }
}
