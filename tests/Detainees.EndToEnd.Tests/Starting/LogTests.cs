using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Detainees.EndToEnd.Tests.Running;
using Detainees.Endurance.Running;
using Detainees.Phone;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Starting;

/// <summary>Promise P7: what the process prints at its most talkative level holds nothing of a person and no secret.</summary>
public class LogTests
{
    private const string Marker = "Zyxwmarker";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_whole_conversation_with_faults_leaves_no_trace_of_the_person_in_the_logs()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["data"]);
        Directory.CreateDirectory(folder["forms"]);
        await File.WriteAllTextAsync(folder["forms", "form.yaml"], Form, Cancel);
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        using var http = new HttpClient { BaseAddress = phone.Address };
        await using var bot = new BotUnderTest(folder, phone.Address, "Verbose");
        await bot.StartAsync(Cancel);
        await using var family = await ChatOnPhone.OpenAsync(phone.Address, $"{Marker} Name", "en", Cancel);

        foreach (var (kind, method) in new[]
        {
            ("server_error", "sendMessage"), ("html_error", "sendMessage"), ("cut_after", "sendMessage"), ("server_error", "getUpdates"), ("cut_before", "getUpdates"),
            ("server_error", "getFile"), ("truncated_download", "(file)"), ("html_error", "answerCallbackQuery"), ("server_error", "deleteMessages"),
        })
        {
            using var ordered = await http.PostAsJsonAsync("phone/faults", new { kind, method, next = 1 }, Cancel);
            Assert.True(ordered.IsSuccessStatusCode);
        }

        await family.SayAsync($"/start {Marker}1", Cancel);
        await family.PressAsync("Begin", Cancel);
        await family.AwaitTextAsync("What is the name?", Cancel);
        await family.SayAsync($"{Marker}2 Testyan", Cancel);
        await family.AwaitTextAsync("How old?", Cancel);
        await family.SayAsync($"{Marker}3 is no number", Cancel);
        await family.SayAsync("37", Cancel);
        await family.AwaitTextAsync("A photo?", Cancel);
        await family.SendFilesAsync("document", [[1, 2, 3, 4]], $"{Marker}4", "image/png", Cancel, $"{Marker}5 below it");
        await family.PressAsync("Done", Cancel);
        await family.AwaitTextAsync("Anything else?", Cancel);
        var word = await family.SayAsync($"{Marker}6", Cancel);
        await family.AwaitTextAsync("Your answers", Cancel, word);
        await family.EditAsync(word, $"{Marker}7", Cancel);
        await family.AwaitTextAsync("Changed.", Cancel);
        await family.AwaitTextAsync("I do not know this command", Cancel, await family.SayAsync($"/{Marker}8", Cancel));
        await family.AwaitTextAsync("Your answers", Cancel, await family.SayAsync("/review", Cancel));
        await family.PressAsync("Send", Cancel);
        await family.PressAsync("Send now", Cancel);
        await family.AwaitTextAsync("sent and sealed", Cancel);
        await family.SayAsync("/receipt", Cancel);
        await family.AwaitTextAsync("server key", Cancel);
        await bot.KillAsync();

        var output = bot.Output;
        Assert.Contains("Polling began", output, StringComparison.Ordinal);
        Assert.Contains("Attachment ", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Marker, output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Testyan", output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("TRYOUT-the-local-phone", output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(family.Chat.ToString(CultureInfo.InvariantCulture), output, StringComparison.Ordinal);
        using var journal = JsonDocument.Parse(await http.GetStringAsync("phone/journal?after=0", Cancel));
        var references = References(journal.RootElement.GetRawText()).ToList();
        Assert.NotEmpty(references);
        foreach (var reference in references) Assert.DoesNotContain(reference, output, StringComparison.Ordinal);
        // Nor by the address of a file, nor by a query that was repeated.
        Assert.DoesNotContain("/file/", output, StringComparison.Ordinal);
        Assert.DoesNotContain("documents/", output, StringComparison.Ordinal);
        Assert.DoesNotContain("bot1:", output, StringComparison.Ordinal);
        // The log's own folder is the process's output alone: nothing else was written beside the data.
        Assert.Equal(["data", "forms", "home", "run", "secrets", "temporary"], Names(folder.Path));
        Assert.Equal(["epochs"], Names(folder["run"]));
        Assert.Empty(Names(folder["home"]));
        Assert.Empty(Names(folder["temporary"]));
    }

    private static IEnumerable<string?> Names(string folder) => Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private const string Form = """
        survey:
        - type: text
          name: name
          label::English (en): What is the name?
          required: 'yes'
        - type: integer
          name: age
          label::English (en): How old?
        - type: image
          name: photo
          label::English (en): A photo?
        - type: text
          name: word
          label::English (en): Anything else?
        settings:
        - form_title: Short
          form_id: short
          version: '1'
          default_language: English (en)
        """;

    /// <summary>What opens files at the channel, as the bot asked for them, and the ids of presses.</summary>
    private static IEnumerable<string> References(string journal)
    {
        foreach (var name in new[] { "file_id", "callback_query_id" })
        {
            var mark = $"\"{name}\":\"";
            for (var at = journal.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = journal.IndexOf(mark, at + 1, StringComparison.Ordinal))
            {
                var start = at + mark.Length;
                yield return journal[start..journal.IndexOf('"', start)];
            }
        }
    }
}
