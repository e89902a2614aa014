using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Detainees.Journal;
using Detainees.Sealing;
using Detainees.Signing;

namespace Detainees.Desk.Tests;

/// <summary>What a server holds: a real journal with sealed reports of invented people. Tests bend it to their needs.</summary>
internal sealed class Intake : IBundleSource, IDisposable
{
    public const string Origin = "detainees-intake";
    public static readonly DateTimeOffset Now = new(2026, 1, 15, 9, 41, 7, TimeSpan.Zero);

    public SigningKey Key { get; private set; } = SigningKey.Create();
    public List<Recipient> Team { get; } = [];
    public List<VerifyingKey> Devices { get; } = [];
    public List<JournalEntry> Entries { get; } = [];

    /// <summary>By the names that bundles use: "sealed/….age", "attachments/….age".</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    public JournalHead Head { get; private set; } = JournalHead.Empty;

    /// <summary>Served instead of the true one.</summary>
    public string? Note { get; set; }

    public string CheckpointNote() => Note ?? Checkpoint.Of(Head, Origin, Now).Sign(Key);

    /// <summary>Another server with the same key and other reports: what a fork looks like.</summary>
    public Intake Fork()
    {
        var fork = new Intake { Key = Key };
        fork.Team.AddRange(Team);
        fork.Devices.AddRange(Devices);
        return fork;
    }

    public JournalEntry Add(TestReport report, ThreadKey? thread = null, bool forOthers = false)
    {
        var id = Guid.NewGuid();
        var attachments = report.Files.Select(file => Store(file)).ToImmutableArray();
        var json = report.ToJson(id.ToString("N"), attachments);
        return AddSealed(id, EntryKind.Report, Age.Seal(Padding.PadJson(json), forOthers ? [Opening.Identity.Create().Recipient] : Team), attachments, thread);
    }

    public JournalEntry AddSealed(
        Guid id, EntryKind kind, byte[] body, ImmutableArray<AttachmentItem> attachments = default, ThreadKey? thread = null)
    {
        var item = new SealedItem(body.Length, Sha256Hash.Of(body));
        Files[new BundleItem(BundleItemKind.Body, id, item).FileName] = body;
        return Append(Head.Next(
            kind, new EntryId(id), thread ?? new ThreadKey(Guid.NewGuid()), Now, "missing 3", item, attachments.IsDefault ? [] : attachments));
    }

    /// <summary>The family of an earlier report takes it back; the server destroys its files.</summary>
    public void TakeBack(JournalEntry entry)
    {
        foreach (var name in NamesOf(entry)) Files.Remove(name);
        Append(Head.Next(EntryKind.Erasure, new EntryId(Guid.NewGuid()), entry.Thread, Now, "", SealedItem.None, []));
    }

    /// <summary>Two devices order something for an earlier report.</summary>
    public void Order(EntryKind kind, JournalEntry entry)
    {
        if (kind == EntryKind.Removal) foreach (var name in NamesOf(entry)) Files.Remove(name);
        Append(Head.Next(kind, new EntryId(Guid.NewGuid()), entry.Thread, Now, "", SealedItem.None, []));
    }

    /// <summary>The server lets go of everything up to an entry.</summary>
    public void Retire(long through, params JournalEntry[] except)
    {
        foreach (var entry in Entries.Where(e => e.Number <= through && !except.Contains(e)))
            foreach (var name in NamesOf(entry)) Files.Remove(name);
        Append(Head.Next(EntryKind.Retention, new EntryId(Guid.NewGuid()), new ThreadKey(Guid.Empty), Now, JournalEntry.RetentionForm(through), SealedItem.None, []));
    }

    public static IEnumerable<string> NamesOf(JournalEntry entry) =>
        [BodyOf(entry), .. entry.Attachments.Select(a => new BundleItem(BundleItemKind.Attachment, a.Id, a.Sealed).FileName)];

    public static string BodyOf(JournalEntry entry) => new BundleItem(BundleItemKind.Body, entry.Id.Value, entry.Body).FileName;

    public async Task<byte[]> BundleAsync(CancellationToken cancel)
    {
        using var tar = new MemoryStream();
        await BundleWriter.WriteAsync(tar, this, Checkpoint.Of(Head, Origin, Now), Key, cancel);
        return tar.ToArray();
    }

    public async IAsyncEnumerable<JournalEntry> EntriesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var entry in Entries)
        {
            await Task.Yield();
            yield return entry;
        }
    }

    public ValueTask<Stream?> OpenAsync(BundleItem item, CancellationToken cancel) =>
        ValueTask.FromResult<Stream?>(Files.TryGetValue(item.FileName, out var content) ? new MemoryStream(content) : null);

    public void Dispose() => Key.Dispose();

    private AttachmentItem Store(TestFile file)
    {
        var padded = new byte[Padding.PaddedLength(file.Content.Length)];
        file.Content.CopyTo(padded, 0);
        var content = Age.Seal(padded, Team);
        var item = new AttachmentItem(Guid.NewGuid(), new SealedItem(content.Length, Sha256Hash.Of(content)));
        Files[new BundleItem(BundleItemKind.Attachment, item.Id, item.Sealed).FileName] = content;
        return item;
    }

    private JournalEntry Append(JournalEntry entry)
    {
        Entries.Add(entry);
        Head = Head.Append(entry);
        return entry;
    }
}

internal sealed record TestFile(string Kind, byte[] Content, string? Mime = null, string? Name = null);

internal sealed record TestAnswer(
    string Path, string Question, string Value, string? Display = null, string State = "answered", string? Field = null, string How = "typed", int File = 0);

/// <summary>A report as the bot seals it.</summary>
internal sealed record TestReport(string Reference, string Language, params TestAnswer[] Answers)
{
    public TestFile[] Files { get; init; } = [];
    public string Schema { get; init; } = "detainees/report/1";

    public byte[] ToJson(string id, IReadOnlyList<AttachmentItem> attachments)
    {
        const string at = "2026-01-15T09:40:00Z";
        var report = new JsonObject
        {
            ["schema"] = Schema, ["report"] = id, ["reference"] = Reference,
            ["form"] = new JsonObject { ["id"] = "missing", ["version"] = "3", ["title"] = "Missing person", ["fingerprint"] = new string('0', 64) },
            ["language"] = Language, ["started"] = "2026-01-15T09:00:00Z", ["sent"] = "2026-01-15T09:41:07Z", ["time_zone"] = "Asia/Yerevan",
            ["chat"] = new JsonObject { ["channel"] = "telegram", ["id"] = 4711 },
            ["answers"] = new JsonArray([.. Answers.Select(a => (JsonNode)new JsonObject
            {
                ["path"] = a.Path, ["field"] = a.Field, ["type"] = "text", ["question"] = a.Question, ["state"] = a.State, ["value"] = a.Value,
                ["display"] = a.Display ?? a.Value, ["at"] = at, ["how"] = a.How,
                ["attachments"] = a.File > 0 ? new JsonArray(attachments[a.File - 1].Id.ToString("N")) : new JsonArray(),
            })]),
            ["attachments"] = new JsonArray([.. Files.Select((file, i) => (JsonNode)new JsonObject
            {
                ["id"] = attachments[i].Id.ToString("N"), ["path"] = "/data/photo", ["kind"] = file.Kind, ["mime"] = file.Mime, ["name"] = file.Name,
                ["bytes"] = file.Content.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file.Content)),
                ["sealed_bytes"] = attachments[i].Sealed.Bytes, ["sealed_sha256"] = attachments[i].Sealed.Hash.ToString(), ["received"] = at,
                ["unique"] = "u", ["forwarded"] = false,
            })]),
        };
        return Encoding.UTF8.GetBytes(report.ToJsonString(Json));
    }

    /// <summary>An invented report with one answer and a number in its reference.</summary>
    public static TestReport Number(int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"RA{number:00000000}0AM"), "hy",
        new TestAnswer("/data/name", "Ի՞նչ է նրա անունը", string.Create(CultureInfo.InvariantCulture, $"Արամ Փորձյան {number}"), Field: "name.typed"));

    private static readonly System.Text.Json.JsonSerializerOptions Json =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
