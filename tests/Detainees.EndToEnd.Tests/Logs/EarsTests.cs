using System.Diagnostics;
using System.Globalization;
using System.Text;
using Detainees.Endurance.Logs;
using Detainees.Endurance.Running;
using Detainees.Endurance.Unreadable;
using Detainees.Phone;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Logs;

/// <summary>P7 with every ear open: loggers at Trace, activities, metrics, diagnostic events, event sources, the text of every exception.</summary>
public class EarsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_can_be_heard_in_the_process_tells_of_a_person_or_the_token()
    {
        var random = new Random(77);
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["forms"]);
        await File.WriteAllTextAsync(folder["forms", "form.yaml"], OpenForm.Yaml, Cancel);
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        using var bench = new PhoneBench(phone.Address);
        var desk = $"http://127.0.0.1:{Starting.BotRun.FreePort()}";
        var start = new ProcessStartInfo("dotnet", [typeof(Ears).Assembly.Location, EarsProgram.Command, folder.Path, phone.Address.ToString(), desk])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Checkout.Root,
        };
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var process = Process.Start(start)!; // a new process
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => { lock (output) output.AppendLine(line.Data); };
        process.ErrorDataReceived += (_, line) => { lock (output) output.AppendLine(line.Data); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        // So that the ways on which things fail are heard as well.
        await bench.SeedAsync(3, Cancel);
        foreach (var kind in (string[])["html_error", "cut_before", "cut_after", "too_many_requests", "server_error"]) await bench.BreakAsync(kind, 0.03, Cancel);
        await bench.BreakAsync("truncated_download", 0.4, Cancel);
        var secrets = new Secrets(random);
        var stranger = new Secrets(random);
        var others = new List<string> { PhoneServer.DummyToken, PhoneServer.DummyToken.Split(':')[1] };
        try
        {
            foreach (var way in (Way[])[Way.Send, Way.Erase, Way.LeaveOpen])
            {
                await using var chat = await ChatOnPhone.OpenAsync(phone.Address, secrets.Text()[..30], "en", Cancel);
                others.Add(chat.Chat.ToString(CultureInfo.InvariantCulture));
                var teller = new Teller(chat, secrets, random);
                await teller.TellAsync(way, Cancel);
                if (teller.Reference is { } reference) others.Add(reference);
                await chat.SayAsync($"/{secrets.Text()[..20]}", Cancel);
            }

            await KnockAsync(desk, stranger);
            await bench.MendAsync(Cancel);
            await bench.QuietAsync(Cancel);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        using (var journal = await bench.JournalAsync(Cancel)) others.AddRange(FileReferences(journal.RootElement.GetRawText()));
        string said;
        lock (output) said = output.ToString();
        var heard = await File.ReadAllTextAsync(folder[EarsProgram.File], Cancel) + said;
        foreach (var kind in (string[])["log Information Detainees", "log Debug Microsoft", "activity ", "metric ", "event ", "exception "])
            Assert.Contains("\n" + kind, heard, StringComparison.Ordinal);
        var needles = Needles.Of(secrets.Texts, secrets.Files, OpenForm.Yaml);
        var told = heard.Split('\n').Select(line => (line, Secret: Holds(needles, line) ? "something said" : others.Find(secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase))))
            .Where(one => one.Secret is not null).Take(3).Select(one => $"{one.Secret} in: {one.line}").ToList();
        Assert.True(told.Count == 0, string.Join('\n', told));
        // What a stranger writes into a request the framework repeats to its own loggers; the program's floor for those is Warning,
        // no setting lowers it, and so nothing of it comes out of the process.
        var strange = Needles.Of(stranger.Texts, [], "");
        Assert.DoesNotContain(said.Split('\n'), line => Holds(strange, line));
        TestContext.Current.TestOutputHelper?.WriteLine($"{heard.Split('\n').Length} lines heard, {needles.Count} runs and {others.Count} ids searched for");
    }

    [Fact]
    public void The_bot_is_built_without_event_sources() =>
        Assert.Contains(
            "\"System.Diagnostics.Tracing.EventSource.IsSupported\": false",
            File.ReadAllText(Path.ChangeExtension(typeof(Bot.Settings.BotOptions).Assembly.Location, ".runtimeconfig.json")), StringComparison.Ordinal);

    /// <summary>A stranger at the desk's door, with words in every place that a request has.</summary>
    private static async Task KnockAsync(string desk, Secrets secrets)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{desk}/{Uri.EscapeDataString(secrets.Text())}?word={Uri.EscapeDataString(secrets.Text())}")
        {
            Content = new StringContent(secrets.Text()),
        };
        request.Headers.TryAddWithoutValidation("Signature", Convert.ToBase64String(Encoding.UTF8.GetBytes(secrets.Text())));
        using var answer = await http.SendAsync(request, Cancel);
        Assert.False(answer.IsSuccessStatusCode);
    }

    private static bool Holds(Needles needles, string line)
    {
        var hits = new Dictionary<Form, int>();
        needles.CountIn(Encoding.UTF8.GetBytes(line), hits);
        return hits.Count > 0;
    }

    private static IEnumerable<string> FileReferences(string journal) =>
        from name in (string[])["file_id", "callback_query_id"]
        from part in journal.Split($"\"{name}\":\"").Skip(1)
        select part[..part.IndexOf('"', StringComparison.Ordinal)];
}
