using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Detainees.Bot.DeskApi;
using Detainees.Bot.Settings;
using Detainees.Journal;
using Detainees.Signing;
using Detainees.Storage;

namespace Detainees.Bot.Tests.DeskApi;

/// <summary>Who may do what, over real HTTP; and that whatever else is sent changes nothing.</summary>
public class DeskGateTests
{
    private const string Checkpoint = "/desk/v1/checkpoint", Ack = "/desk/v1/ack", Decisions = "/desk/v1/decisions";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_carrier_fetches_and_does_nothing_else()
    {
        await using var rig = await DeskRig.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(rig.AskAsync(Checkpoint, rig.Carrier)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(rig.AskAsync(Ack, rig.Carrier, body: await NoticeAsync(rig, 5))));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(rig.AskAsync(Decisions, rig.Carrier, body: Remove(rig))));
        Assert.Empty(await rig.Store.Desks.AcknowledgementsAsync(Cancel));
    }

    [Fact]
    public async Task A_desk_acknowledges_what_is_in_this_journal_and_orders_nothing()
    {
        await using var rig = await DeskRig.StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(rig.AskAsync(Decisions, body: Remove(rig))));
        var notice = await NoticeAsync(rig, 4);
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(rig.AskAsync(Ack, body: notice)));
        Assert.Equal([new Acknowledgement(rig.Device.Public.Id, 4)], await rig.Store.Desks.AcknowledgementsAsync(Cancel));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(rig.AskAsync(Ack, body: notice.Replace("size 4", "size 5", StringComparison.Ordinal))));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(rig.AskAsync(Ack, body: notice + "x")));
    }

    [Fact]
    public async Task A_removal_takes_two_admins()
    {
        await using var rig = await DeskRig.StartAsync();
        Assert.Equal(HttpStatusCode.Accepted, await StatusAsync(rig.AskAsync(Decisions, rig.Admin, body: Remove(rig))));
        Assert.Equal(HttpStatusCode.Accepted, await StatusAsync(rig.AskAsync(Decisions, rig.Admin, body: Remove(rig))));
        Assert.NotNull(await rig.Store.OpenBodyAsync(rig.Entry, Cancel));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(rig.AskAsync(Decisions, rig.SecondAdmin, body: Remove(rig))));
        Assert.Null(await rig.Store.OpenBodyAsync(rig.Entry, Cancel));
        Assert.Equal(EntryKind.Removal, (await rig.Store.EntriesAsync(1, 100, Cancel))[^1].Kind);
    }

    [Fact]
    public async Task Whoever_is_taken_off_the_list_is_refused_at_once_also_on_a_connection_that_stands()
    {
        await using var rig = await DeskRig.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(rig.AskAsync(Checkpoint)));
        rig.WriteTeam(rig.Carrier, rig.Admin);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(rig.AskAsync(Checkpoint)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(rig.AskAsync(Checkpoint, rig.Carrier)));
    }

    [Fact]
    public async Task Without_a_valid_team_list_no_device_is_known_and_health_says_that_it_is_closed()
    {
        await using var rig = await DeskRig.StartAsync();
        rig.CurrentTeam.Close();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(rig.AskAsync(Checkpoint)));
        using var health = await rig.AskUnsignedAsync("/health");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "closed\n"), (health.StatusCode, await health.Content.ReadAsStringAsync(Cancel)));
        rig.CurrentTeam.Open();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(rig.AskAsync(Checkpoint)));
    }

    [Fact]
    public async Task A_file_on_its_way_breaks_off_when_its_device_is_taken_off_the_list()
    {
        var allowed = true;
        await using var stream = new RevocableStream(new MemoryStream(new byte[100]), () => allowed);
        Assert.Equal(10, await stream.ReadAsync(new byte[10], Cancel));
        allowed = false;
        await Assert.ThrowsAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[10], Cancel));
    }

    [Fact]
    public async Task A_configured_name_must_have_been_signed_whatever_the_proxy_asks_for()
    {
        await using var rig = await DeskRig.StartAsync(new DeskApiOptions { Listen = "http://127.0.0.1:0", Authority = "intake.example.org" });
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(rig.AskAsync(Checkpoint)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(rig.AskAsync(Checkpoint, authority: "intake.example.org")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(rig.AskAsync(Checkpoint, authority: "other.example.org")));
    }

    [Fact]
    public async Task Without_a_configured_name_only_this_machines_own_are_answered()
    {
        await using var rig = await DeskRig.StartAsync();
        var answer = await RawAsync(rig, Signed(rig, "GET", Checkpoint, "", authority: "intake.example.org"));
        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_requests_are_refused_before_their_signature_is_looked_at()
    {
        await using var rig = await DeskRig.StartAsync(new DeskApiOptions { Listen = "http://127.0.0.1:0", RequestsPerSecond = 1 });
        using var stranger = SigningKey.Create();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++) answers.Add(await StatusAsync(rig.AskAsync(Checkpoint, stranger)));
        Assert.Equal(HttpStatusCode.Unauthorized, answers[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    [Theory, InlineData("Content-Length: 5000\r\n", "413"), InlineData("Transfer-Encoding: chunked\r\n", "413"), InlineData("Content-Length: 90000000\r\n", "413")]
    public async Task A_body_that_is_too_long_is_refused_before_it_is_read(string header, string status)
    {
        await using var rig = await DeskRig.StartAsync();
        // Nothing of the body is ever sent: whoever waited for it would wait for ever.
        var request = Signed(rig, "POST", Ack, "x", withBody: false).Replace("Content-Length: 1\r\n", header, StringComparison.Ordinal);
        Assert.StartsWith($"HTTP/1.1 {status}", await RawAsync(rig, request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_refusal_looks_the_same()
    {
        await using var rig = await DeskRig.StartAsync();
        using var stranger = SigningKey.Create();
        var nonce = RequestSignature.NewNonce();
        await StatusAsync(rig.AskAsync(Checkpoint, nonce: nonce));
        var seen = new HashSet<string>();
        foreach (var ask in new[]
        {
            rig.AskAsync(Checkpoint, stranger), rig.AskAsync(Checkpoint, nonce: nonce), rig.AskAsync(Checkpoint, signedTarget: "/desk/v1/key"),
            rig.AskAsync(Checkpoint, clock: TimeSpan.FromHours(1)), rig.AskUnsignedAsync(Checkpoint),
        })
        {
            using var answer = await ask;
            answer.Headers.Date = null;
            seen.Add($"{answer.StatusCode} {answer.Headers} {await answer.Content.ReadAsStringAsync(Cancel)}");
        }

        Assert.Single(seen);
    }

    /// <summary>A good request, changed in one to four places on its way: either it is still the same request, or nothing happens.</summary>
    [Fact]
    [SuppressMessage("Security", "CA5394", Justification = "nothing here is a secret")]
    public async Task A_request_that_was_changed_on_its_way_changes_nothing()
    {
        await using var rig = await DeskRig.StartAsync(new DeskApiOptions { Listen = "http://127.0.0.1:0", RequestsPerSecond = 1_000_000 });
        var random = new Random(20260115);
        var head = await rig.Store.HeadAsync(Cancel);
        var meant = new Acknowledgement(rig.Device.Public.Id, 3);
        var notice = await NoticeAsync(rig, 3);
        var taken = 0;
        var lineEnds = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("\r\n", DeskGate.MaxBodyBytes)));
        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancel }, async (_, _) =>
        {
            byte[] request;
            lock (random)
            {
                request = Encoding.ASCII.GetBytes(random.Next(2) == 0 ? Signed(rig, "POST", Ack, notice) : Signed(rig, "POST", Decisions, Remove(rig), rig.Admin));
                for (var changes = random.Next(1, 5); changes > 0; changes--) Change(ref request, random);
            }

            // Line ends behind it: whatever was made of its lengths, the server never waits for more.
            var answer = await RawAsync(rig, [.. request, .. lineEnds]);
            if (answer.StartsWith("HTTP/1.1 2", StringComparison.Ordinal)) Interlocked.Increment(ref taken);
        });
        // Blanks and capitals in a header are not covered by a signature; what is covered was not changed.
        Assert.All(await rig.Store.Desks.AcknowledgementsAsync(Cancel), word => Assert.Equal(meant, word));
        Assert.Equal(head, await rig.Store.HeadAsync(Cancel));
        Assert.NotNull(await rig.Store.OpenBodyAsync(rig.Entry, Cancel));
        Assert.InRange(taken, 0, 100);
    }

    [Fact]
    public async Task A_request_that_is_played_again_changes_nothing_also_after_a_restart_of_the_intake()
    {
        const string Name = "intake.example.org";
        await using var rig = await DeskRig.StartAsync(new DeskApiOptions { Listen = "http://127.0.0.1:0", Authority = Name });
        var request = Signed(rig, "POST", Decisions, Remove(rig), rig.Admin, Name);
        Assert.StartsWith("HTTP/1.1 202", await RawAsync(rig, request), StringComparison.Ordinal);
        for (var i = 0; i < 5; i++) Assert.StartsWith("HTTP/1.1 401", await RawAsync(rig, request), StringComparison.Ordinal);
        await rig.RestartAsync();
        Assert.StartsWith("HTTP/1.1 401", await RawAsync(rig, request), StringComparison.Ordinal);
        // Not because nothing is answered any more: the same, signed anew, is taken.
        Assert.StartsWith("HTTP/1.1 202", await RawAsync(rig, Signed(rig, "POST", Decisions, Remove(rig), rig.Admin, Name)), StringComparison.Ordinal);
    }

    [SuppressMessage("Security", "CA5394", Justification = "nothing here is a secret")]
    private static void Change(ref byte[] request, Random random)
    {
        var at = random.Next(request.Length);
        switch (random.Next(4))
        {
            case 0: request[at] ^= (byte)(1 << random.Next(7)); break;
            case 1: request[at] = (byte)random.Next(32, 127); break;
            case 2: request = [.. request[..at], .. request[(at + 1)..]]; break;
            default: request = [.. request[..at], request[random.Next(request.Length)], .. request[at..]]; break;
        }
    }

    private static string Remove(DeskRig rig) => new ThreadDecision(ThreadDecisionKind.Remove, rig.Thread).Encode();

    private static async Task<string> NoticeAsync(DeskRig rig, int size) =>
        new HoldingNotice(size, (await rig.Store.EntriesAsync(size, 1, Cancel))[0].Hash).Encode();

    private static string Signed(
        DeskRig rig, string method, string path, string body, SigningKey? key = null, string? authority = null, bool withBody = true)
    {
        var content = Encoding.UTF8.GetBytes(body);
        var host = authority ?? rig.Address.Authority;
        var headers = RequestSignature.Sign(
            key ?? rig.Device, new SignedRequest(method, host, path, "", content), TimeProvider.System.GetUtcNow(), RequestSignature.NewNonce());
        return $"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nSignature-Input: {headers.SignatureInput}\r\nSignature: {headers.Signature}\r\n"
            + (content.Length > 0 ? $"Content-Digest: {headers.ContentDigest}\r\nContent-Length: {content.Length}\r\n" : "") + "\r\n" + (withBody ? body : "");
    }

    private static Task<string> RawAsync(DeskRig rig, string request) => RawAsync(rig, Encoding.ASCII.GetBytes(request));

    /// <summary>Sends bytes as they are and reads the beginning of what is answered; empty when the server only hangs up.</summary>
    private static async Task<string> RawAsync(DeskRig rig, byte[] request)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, rig.Address.Port, Cancel);
        await using var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(request, Cancel);
            var answer = new byte[4096];
            return Encoding.ASCII.GetString(answer, 0, await stream.ReadAsync(answer, Cancel));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        if (!answer.IsSuccessStatusCode) Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancel));
        return answer.StatusCode;
    }
}
