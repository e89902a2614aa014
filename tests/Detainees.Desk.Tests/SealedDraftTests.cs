using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Detainees.Journal;
using Detainees.Opening;
using Detainees.Sealing;

namespace Detainees.Desk.Tests;

/// <summary>Drafts that were sent unread, because the server had lost their keys.</summary>
public class SealedDraftTests
{
    private const string Form = """
        yxf:
          headers:
            survey: [type, name, 'label::Հայերեն (hy)', 'label::English (en)']
            settings: [form_title, form_id, version, default_language]
        survey:
        - {type: text, name: where, 'label::Հայերեն (hy)': 'Որտե՞ղ էր ${name}', 'label::English (en)': 'Where was ${name}?'}
        - {type: text, name: name, 'label::Հայերեն (hy)': 'Ի՞նչ է նրա անունը', 'label::English (en)': 'What is the name?'}
        - {type: audio, name: voice, 'label::Հայերեն (hy)': 'Ձայն', 'label::English (en)': 'Voice'}
        settings:
        - {form_title: 'Որոնում', form_id: missing, version: '3', default_language: 'English (en)'}
        """;

    private const string Told = "EX000000005AM";

    private static readonly byte[] Voice = "a voice message of nobody"u8.ToArray();

    [Fact]
    public async Task A_sealed_draft_is_shown_listed_and_exported_as_a_partial_report()
    {
        await using var desk = await DeskFixture.StartAsync();
        Add(desk);
        await desk.PulledAsync();
        Assert.Contains("opens (partial)", (await desk.RunAsync("list")).Output, StringComparison.Ordinal);
        var shown = (await desk.RunAsync("show")).Output;
        Assert.StartsWith($"Report {Told}\n  Partial ", shown, StringComparison.Ordinal);
        Assert.Contains("/data/name\n    Արամ Փորձյան\n", shown, StringComparison.Ordinal);
        Assert.Contains("/data/where\n    (does not want to say)\n", shown, StringComparison.Ordinal);
        Assert.Contains("/data/voice\n    [file 1]\n", shown, StringComparison.Ordinal);
        Assert.Equal(0, (await desk.RunAsync("export", "--out", desk.Folder["out"])).Code);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(desk.Folder["out", $"{Told}.json"], DeskFixture.Cancel));
        Assert.Equal("detainees/partial-report/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal(4711, json.RootElement.GetProperty("chat").GetProperty("id").GetInt64());
        Assert.Equal(Voice, await File.ReadAllBytesAsync(desk.Folder["out", Told, "1-voice.ogg"], DeskFixture.Cancel));
        Assert.Equal(0, (await desk.RunAsync("export", "--format", "csv", "--out", desk.Folder["csv"])).Code);
    }

    [Fact]
    public async Task A_family_that_calls_with_the_code_it_was_told_is_found()
    {
        await using var desk = await DeskFixture.StartAsync();
        Add(desk);
        await desk.PulledAsync();
        Assert.Contains(Told, (await desk.RunAsync("list")).Output, StringComparison.Ordinal);
        Assert.StartsWith($"Report {Told}\n", (await desk.RunAsync("show", Told)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sealed_draft_of_the_first_form_which_held_no_code_goes_by_the_number_of_its_entry()
    {
        await using var desk = await DeskFixture.StartAsync();
        var entry = Add(desk, told: null);
        await desk.PulledAsync();
        Assert.StartsWith($"Report {entry.Id}\n  Partial ", (await desk.RunAsync("show")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_is_sealed_to_others_is_left_out_and_the_draft_is_read()
    {
        await using var desk = await DeskFixture.StartAsync();
        using var stranger = Identity.Create();
        var entry = Add(desk, codeFor: [stranger.Recipient]);
        await desk.PulledAsync();
        Assert.StartsWith($"Report {entry.Id}\n  Partial ", (await desk.RunAsync("show")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("EX000000005AM EX000000005AM EX000000005AM")] // more than any code has
    [InlineData("EX000000005\u00c4M")]
    public async Task What_is_no_code_is_left_out_and_the_draft_is_read(string told)
    {
        await using var desk = await DeskFixture.StartAsync();
        var entry = Add(desk, told: told);
        await desk.PulledAsync();
        Assert.StartsWith($"Report {entry.Id}\n  Partial ", (await desk.RunAsync("show")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\nreference ", "\nreference 1")] // more than there is
    [InlineData("\nkey ", "\nkey -")]
    [InlineData("\nstate ", "\nstate 1")]
    [InlineData("detainees/sealed-draft/2", "detainees/sealed-draft/1")] // a line too many
    [InlineData("detainees/sealed-draft/2", "detainees/sealed-draft/3")]
    public async Task A_head_that_does_not_fit_leaves_it_closed(string before, string after)
    {
        await using var desk = await DeskFixture.StartAsync();
        Add(desk, container => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(container).Replace(before, after, StringComparison.Ordinal)));
        await desk.PulledAsync();
        Assert.Contains("damaged", (await desk.RunAsync("list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_form_at_hand_a_partial_report_has_the_familys_words_in_the_order_of_the_form()
    {
        await using var desk = await DeskFixture.StartAsync();
        Add(desk);
        await desk.PulledAsync();
        Directory.CreateDirectory(desk.Folder["forms"]);
        await File.WriteAllTextAsync(desk.Folder["forms", "missing.yaml"], Form, DeskFixture.Cancel);
        var shown = (await desk.RunAsync("show", "--forms", desk.Folder["forms"])).Output;
        Assert.Contains("Form         Որոնում (missing 3)", shown, StringComparison.Ordinal);
        Assert.Contains("Որտե՞ղ էր Արամ Փորձյան\n    (does not want to say)\nԻ՞նչ է նրա անունը\n    Արամ Փորձյան\n", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "damaged")] // the head
    [InlineData(40, "holds another entry's report")] // the thread
    [InlineData(-1, "damaged")] // the tag
    [InlineData(-40, "damaged")] // the state
    public async Task A_sealed_draft_with_one_byte_changed_stays_closed(int at, string reason)
    {
        await using var desk = await DeskFixture.StartAsync();
        Add(desk, container =>
        {
            ref var changed = ref container[at < 0 ? container.Length + at : at];
            changed = changed == (byte)'0' ? (byte)'1' : (byte)'0'; // a digit, so that the thread stays one
            return container;
        });
        await desk.PulledAsync();
        Assert.Contains(reason, (await desk.RunAsync("list")).Output, StringComparison.Ordinal);
    }

    private static JournalEntry Add(DeskFixture desk, Func<byte[], byte[]>? change = null, string? told = Told, IReadOnlyList<Recipient>? codeFor = null)
    {
        var voice = Age.Seal(Voice, desk.Intake.Team);
        var attachment = new AttachmentItem(Guid.NewGuid(), new SealedItem(voice.Length, Sha256Hash.Of(voice)));
        desk.Intake.Files[new BundleItem(BundleItemKind.Attachment, attachment.Id, attachment.Sealed).FileName] = voice;
        var state = $$$"""
            {"v":1,"state":{"kind":"drafting","language":"Հայերեն (hy)","draft":{"form":"missing","version":"3","session":"abcdefg","seed":1,
            "started":"2026-01-15T09:00:00+04:00","touched":"2026-01-15T09:30:00+04:00","answers":{"values":{"/data/name":"Արամ Փորձյան"},"repeats":{}},
            "notes":{"/data/name":["answered","typed","2026-01-15T09:20:00+04:00"],"/data/where":["refused","pressed","2026-01-15T09:25:00+04:00"]},
            "attachments":[{"id":"{{{attachment.Id:N}}}","path":"/data/voice","kind":"Voice","unique":"u","forwarded":false,"caption":"","message":7,
            "received":"2026-01-15T09:26:00+04:00","stored":{"bytes":{{{Voice.Length}}},"sha256":"{{{Convert.ToHexStringLower(SHA256.HashData(Voice))}}}","sealedBytes":1,"sealedSha256":""}}],
            "here":"","messages":[],"closed":[]},"chat":4711}}
            """;
        var thread = new ThreadKey(Guid.NewGuid());
        var code = told is null ? null : Age.Seal(Encoding.UTF8.GetBytes(told), codeFor ?? desk.Intake.Team);
        var container = Container(thread, 77, code, Encoding.UTF8.GetBytes(state), desk.Intake.Team);
        return desk.Intake.AddSealed(Guid.NewGuid(), EntryKind.SealedDraft, change?.Invoke(container) ?? container, [attachment], thread);
    }

    /// <summary>As docs/storage.md describes it.</summary>
    /// <param name="code">Null for the first form.</param>
    private static byte[] Container(ThreadKey thread, long revision, byte[]? code, byte[] state, IReadOnlyList<Recipient> team)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var padded = new byte[2048];
        BinaryPrimitives.WriteInt32BigEndian(padded, state.Length);
        state.CopyTo(padded, 4);
        byte[] bound = [.. "detainees/draft/1"u8, .. Convert.FromHexString(thread.ToString()), 0, 0, 0, 0, 0, 0, 0, (byte)revision];
        var nonce = RandomNumberGenerator.GetBytes(12);
        var tag = new byte[16];
        using (var gcm = new AesGcm(key, 16)) gcm.Encrypt(nonce, padded, padded, tag, bound);
        var sealedKey = Age.Seal(key, team);
        var (form, line) = code is null ? (1, "") : (2, string.Create(CultureInfo.InvariantCulture, $"reference {code.Length}\n"));
        var head = string.Create(
            CultureInfo.InvariantCulture, $"detainees/sealed-draft/{form}\nthread {thread}\nrevision {revision}\n{line}key {sealedKey.Length}\nstate {12 + padded.Length + 16}\n\n");
        return [.. Encoding.ASCII.GetBytes(head), .. code ?? [], .. sealedKey, .. nonce, .. padded, .. tag];
    }
}
