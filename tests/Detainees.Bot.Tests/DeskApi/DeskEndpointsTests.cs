using System.Net;
using System.Text;
using Detainees.Journal;
using Detainees.Signing;

namespace Detainees.Bot.Tests.DeskApi;

/// <summary>What a desk can pull, and that nobody else gets a byte, over real HTTP from the host as it runs.</summary>
public class DeskEndpointsTests
{
    private const string Entries = "/desk/v1/entries?from=1&max=100";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_is_not_an_enrolled_desk_gets_no_byte()
    {
        await using var rig = await DeskRig.StartAsync();
        using var stranger = SigningKey.Create();
        foreach (var target in new[]
        {
            "/desk/v1/checkpoint", Entries, "/desk/v1/entries", $"/desk/v1/sealed/{rig.Entry}", $"/desk/v1/attachments/{rig.Attachment?.Id:N}", "/desk/v1/sealed/none",
        })
        {
            await RefusedAsync(await rig.AskUnsignedAsync(target), target);
            await RefusedAsync(await rig.AskAsync(target, key: stranger), target);
            await RefusedAsync(await rig.AskAsync(target, key: rig.Secrets.Signing), target);
        }
    }

    [Theory, InlineData(-62), InlineData(62), InlineData(-86_400)]
    public async Task A_request_of_another_time_is_refused(int seconds)
    {
        await using var rig = await DeskRig.StartAsync();
        await RefusedAsync(await rig.AskAsync(Entries, clock: TimeSpan.FromSeconds(seconds)), "the clock");
    }

    [Theory, InlineData(-50), InlineData(50)]
    public async Task A_clock_that_is_a_little_wrong_is_borne(int seconds)
    {
        await using var rig = await DeskRig.StartAsync();
        using var answer = await rig.AskAsync(Entries, clock: TimeSpan.FromSeconds(seconds));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_request_counts_once()
    {
        await using var rig = await DeskRig.StartAsync();
        var nonce = RequestSignature.NewNonce();
        using (var first = await rig.AskAsync(Entries, nonce: nonce)) Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await RefusedAsync(await rig.AskAsync(Entries, nonce: nonce), "the replay");
        await RefusedAsync(await rig.AskAsync("/desk/v1/checkpoint", nonce: nonce), "the nonce on another path");
    }

    [Theory]
    [InlineData("/desk/v1/entries?from=1&max=100", "/desk/v1/entries?from=1&max=1")]
    [InlineData("/desk/v1/entries?from=1&max=100", "/desk/v1/entries")]
    [InlineData("/desk/v1/entries?from=1&max=100", "/desk/v1/entries?max=100&from=1")]
    [InlineData("/desk/v1/entries", "/desk/v1/checkpoint")]
    public async Task What_was_changed_on_the_way_is_refused(string sent, string signed)
    {
        await using var rig = await DeskRig.StartAsync();
        await RefusedAsync(await rig.AskAsync(sent, signedTarget: signed), sent);
    }

    [Fact]
    public async Task A_request_signed_for_another_server_is_refused()
    {
        await using var rig = await DeskRig.StartAsync();
        await RefusedAsync(await rig.AskAsync(Entries, authority: "desk.example.org"), "the authority");
    }

    [Fact]
    public async Task Another_method_than_the_signed_one_gets_nothing()
    {
        await using var rig = await DeskRig.StartAsync();
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Delete, HttpMethod.Put })
        {
            using var answer = await rig.AskAsync(Entries, method: method);
            Assert.False(answer.IsSuccessStatusCode);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancel));
        }
    }

    [Fact]
    public async Task An_enrolled_desk_gets_the_journal_that_verifies_under_the_servers_key()
    {
        await using var rig = await DeskRig.StartAsync();
        var key = VerifyingKey.TryParseOpenSsh((await TextAsync(await rig.AskUnsignedAsync("/desk/v1/key"))).Trim());
        Assert.NotNull(key);
        Assert.Equal(rig.Secrets.Signing.Public, key);
        var text = await TextAsync(await rig.AskAsync(Entries));
        Assert.Equal(string.Concat((await rig.Store.EntriesAsync(1, 100, Cancel)).Select(e => Encoding.UTF8.GetString(e.Encode()))), text);
        var note = await TextAsync(await rig.AskAsync("/desk/v1/checkpoint"));
        var checkpoint = Assert.IsType<CheckpointCheck.Valid>(Checkpoint.Verify(note, key, Launch.Origin)).Checkpoint;
        Assert.Equal(5, checkpoint.Size);
        var head = JournalHead.Empty;
        foreach (var entry in await rig.Store.EntriesAsync(1, 100, Cancel)) head = head.Append(entry);
        Assert.Equal(head.Root, checkpoint.Root);
    }

    [Fact]
    public async Task Pages_of_the_journal_join_to_the_whole()
    {
        await using var rig = await DeskRig.StartAsync();
        var whole = await TextAsync(await rig.AskAsync("/desk/v1/entries"));
        var pages = "";
        for (var from = 1; from <= 5; from += 2) pages += await TextAsync(await rig.AskAsync($"/desk/v1/entries?from={from}&max=2"));
        Assert.Equal(whole, pages);
        Assert.Equal("", await TextAsync(await rig.AskAsync("/desk/v1/entries?from=6&max=2")));
    }

    [Theory, InlineData("from=0"), InlineData("from=-1"), InlineData("from=x"), InlineData("max=0"), InlineData("max=501"), InlineData("from=99999999999999999999"), InlineData("max=1.5")]
    public async Task A_page_that_cannot_be_is_refused(string query)
    {
        await using var rig = await DeskRig.StartAsync();
        using var answer = await rig.AskAsync($"/desk/v1/entries?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Sealed_bodies_and_attachments_come_byte_for_byte()
    {
        await using var rig = await DeskRig.StartAsync();
        using var body = await rig.AskAsync($"/desk/v1/sealed/{rig.Entry}");
        Assert.Equal(rig.Body, await body.Content.ReadAsByteArrayAsync(Cancel));
        using var attachment = await rig.AskAsync($"/desk/v1/attachments/{rig.Attachment?.Id:N}");
        var bytes = await attachment.Content.ReadAsByteArrayAsync(Cancel);
        Assert.Equal(rig.AttachmentContent, bytes);
        Assert.Equal(rig.Attachment?.Sealed.Hash, Sha256Hash.Of(bytes));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await using var rig = await DeskRig.StartAsync();
        foreach (var target in new[]
        {
            $"/desk/v1/sealed/{Guid.NewGuid():N}", "/desk/v1/sealed/none", $"/desk/v1/sealed/{rig.Attachment?.Id:N}", "/desk/v1/sealed/..%2F..%2Fintake.db",
            $"/desk/v1/attachments/{Guid.NewGuid():N}", "/desk/v1/attachments/none", $"/desk/v1/attachments/{rig.Entry}", "/desk/v1/attachments/..%2F..%2Fintake.db",
        })
        {
            using var answer = await rig.AskAsync(target);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{target}: {answer.StatusCode}");
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancel));
        }
    }

    [Fact]
    public async Task Health_tells_that_it_is_there_and_how_many_forms_and_nothing_else()
    {
        await using var rig = await DeskRig.StartAsync();
        using var answer = await rig.AskUnsignedAsync("/health");
        Assert.Equal("ok\nforms offered: 1\nform files that cannot be used: 0\n", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Empty(answer.Headers.Server);
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, string what)
    {
        using (answer)
        {
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{what}: {answer.StatusCode}");
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancel));
        }
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.Content.ReadAsStringAsync(Cancel);
        }
    }
}
