using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Detainees.EndToEnd.Tests.Running;
using Detainees.Endurance.Running;
using Detainees.Endurance.Unreadable;
using Detainees.Phone;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Journeys;

/// <summary>
/// The whole way over real HTTP: a woman reports in Armenian on the phone, the bot is killed in the middle, a desk pulls and
/// exports; what is exported is what she said, and nothing of it lies on the server.
/// </summary>
public class FirstReportJourney
{
    // An invented man. Each text is unlike anything else, so that a search for it means something.
    private const string Name = "Վահրամ Փորձյան Առաքելի";
    private const string FatherFirst = "Առաքիլ-սխալ";
    private const string Father = "Առաքել Փորձյան";
    private const string Place = "Մուրացանի փորձադաշտ, երրորդ շենք";
    private const string Words = "Նա ձախլիկ է, ձեռքին՝ կապույտ ժապավեն";

    [Fact]
    public async Task What_a_family_reports_is_what_the_desk_exports_and_the_server_keeps_none_of_it()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), cancel);
        await using var bot = new BotUnderTest(folder, phone.Address, "Verbose", Checkout.Path("config", "forms"));
        Directory.CreateDirectory(bot.Data);
        await bot.StartAsync(cancel);
        await using var family = await ChatOnPhone.OpenAsync(phone.Address, "Սոնա", "hy", cancel);
        var form = FormWords.FirstReport("(hy)");
        var photos = new[] { Photo(1), Photo(2) };
        var voice = (byte[])[.. "OggS"u8, .. RandomNumberGenerator.GetBytes(9000)];

        await family.SayAsync("/start", cancel);
        await family.PressAsync("Հայերեն", cancel);
        await family.PressAsync("Սկսել", cancel);
        await ChooseAsync("relation", "mother");
        await ChooseAsync("language", "hy_east");
        await ChooseAsync("contact_way", "wait");
        await TypeAsync("name", Name);
        var fatherMessage = await TypeAsync("father_name", FatherFirst);
        await AskedAsync("sex");

        // No handler runs and nothing is flushed: what was answered must be there all the same.
        await bot.HasNotedAsync(cancel);
        await bot.KillAsync();
        await bot.StartAsync(cancel);

        await ChooseAsync("sex", "male");
        await ChooseAsync("birth_known", "year");
        await TypeAsync("birth_year", "1999");
        await ChooseAsync("category", "civilian");
        await ChooseAsync("last_contact_known", "exact");
        await TypeAsync("last_contact_date", "21.10.2020");
        await ChooseAsync("last_contact_how", "call");
        await TypeAsync("last_place", Place);
        await ChooseAsync("captured", "perhaps");
        await ChooseAsync("how_known", "comrade", "☐");
        await family.PressAsync("Պատրաստ է", cancel);
        await AskedAsync("photos");
        await family.SendFilesAsync("photo", photos, "jpg", "image/jpeg", cancel);
        await family.PressAsync("Պատրաստ է", cancel);
        await AskedAsync("own_words");
        await family.SendFilesAsync("voice", [voice], "ogg", "audio/ogg", cancel, caption: Words);
        await family.PressAsync("Պատրաստ է", cancel);
        await ChooseAsync("consent_case_workers", null);
        await ChooseAsync("consent_icrc", "yes");
        await ChooseAsync("consent_defender", "no");
        await ChooseAsync("consent_court", "later");

        // She corrects an answer by changing the message she sent, as people do.
        await family.EditAsync(fatherMessage, Father, cancel);
        await family.AwaitAsync(m => !m.Own && m.Text.Contains(Father, StringComparison.Ordinal), cancel, "the corrected answer");
        await AnswerWhatIsLeftAsync();
        await family.PressAsync("Ուղարկել", cancel);
        await family.PressAsync("Ուղարկել հիմա", cancel);
        var last = await family.AwaitAsync(m => !m.Own && m.Buttons.Any(b => b.Label.Contains("Պատճենել", StringComparison.Ordinal)), cancel, "the reference");
        var reference = last.Text.Split('՝')[^1].Trim();
        await family.AwaitAsync(_ => true, cancel);

        var export = await DeskAsync(bot, folder, reference, cancel);

        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(export, $"{reference}.json"), cancel));
        var answers = report.RootElement.GetProperty("answers").EnumerateArray().ToDictionary(a => a.GetProperty("path").GetString()!);
        Assert.Equal(reference, report.RootElement.GetProperty("reference").GetString());
        Assert.Equal(family.Chat, report.RootElement.GetProperty("chat").GetProperty("id").GetInt64());
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["relation"] = "mother", ["language"] = "hy_east", ["contact_way"] = "wait", ["name"] = Name, ["father_name"] = Father, ["sex"] = "male",
                ["birth_known"] = "year", ["birth_year"] = "1999", ["category"] = "civilian", ["last_contact_known"] = "exact",
                ["last_contact_date"] = "2020-10-21", ["last_contact_how"] = "call", ["last_place"] = Place, ["captured"] = "perhaps",
                ["how_known"] = "comrade", ["consent_case_workers"] = "OK", ["consent_icrc"] = "yes", ["consent_defender"] = "no", ["consent_court"] = "later",
            }.Select(said => $"{said.Key}={said.Value}"),
            new[]
            {
                "relation", "language", "contact_way", "name", "father_name", "sex", "birth_known", "birth_year", "category", "last_contact_known",
                "last_contact_date", "last_contact_how", "last_place", "captured", "how_known", "consent_case_workers", "consent_icrc",
                "consent_defender", "consent_court",
            }.Select(name => $"{name}={answers[form.Path(name)].GetProperty("value").GetString()}"));
        Assert.Equal((Words, "answered"), (answers[form.Path("own_words")].GetProperty("value").GetString(), answers[form.Path("own_words")].GetProperty("state").GetString()));
        Assert.Contains("(hy)", report.RootElement.GetProperty("language").GetString(), StringComparison.Ordinal);
        Assert.Equal("edited", answers[form.Path("father_name")].GetProperty("how").GetString());

        // The files are the very bytes she sent, and each is named in the report by its hash.
        var exported = Directory.GetFiles(Path.Combine(export, reference)).Select(File.ReadAllBytes).Select(Hash).Order(StringComparer.Ordinal);
        Assert.Equal(photos.Append(voice).Select(Hash).Order(StringComparer.Ordinal), exported);
        Assert.Equal(
            exported, report.RootElement.GetProperty("attachments").EnumerateArray().Select(a => a.GetProperty("sha256").GetString()!).Order(StringComparer.Ordinal));

        // Her chat holds the last message only, and the server nothing of what she said.
        Assert.Single(await family.MessagesAsync(cancel));
        await bot.KillAsync();
        var questions = await File.ReadAllTextAsync(Checkout.Path("config", "forms", "report-a-person.yaml"), cancel);
        Assert.Empty(Search.Files(bot.Everything, Needles.Of([Name, FatherFirst, Father, Place, Words, reference], [.. photos, voice], questions), out _));
        foreach (var said in (string[])[Name, FatherFirst, Father, Place, Words, reference]) Assert.DoesNotContain(said, bot.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(PhoneServer.DummyToken, bot.Output, StringComparison.Ordinal);

        async Task<Shown> AskedAsync(string question) => await family.AwaitTextAsync(form.Label(question), cancel);

        async Task ChooseAsync(string question, string? choice, string mark = "")
        {
            var asked = await AskedAsync(question);
            var label = choice is null ? asked.Buttons[0].Label : (mark.Length > 0 ? mark + " " : "") + form.Choice(question, choice);
            var button = asked.Buttons.First(b => b.Label == label);
            await family.PressAsync(asked.Id, button.Row, button.Column, cancel);
        }

        async Task<long> TypeAsync(string question, string text)
        {
            await AskedAsync(question);
            return await family.SayAsync(text, cancel);
        }

        // "Ask me later" comes once more before the review.
        async Task AnswerWhatIsLeftAsync()
        {
            var next = await family.AwaitAsync(
                m => !m.Own && (m.Text.Contains(form.Label("consent_court"), StringComparison.Ordinal) || m.Buttons.Any(b => b.Label == "Ուղարկել")), cancel);
            _ = next;
        }
    }

    /// <summary>Pulls and exports with the desk's own command, as a case worker would.</summary>
    private static async Task<string> DeskAsync(BotUnderTest bot, TemporaryFolder folder, string reference, CancellationToken cancel)
    {
        var export = folder["export"];
        var desk = Path.Combine(AppContext.BaseDirectory, "Detainees.Desk.dll");
        var shown = await OutsideTools.RunAsync(
            "dotnet", [desk, "show", "latest", "--try-out", "--server", bot.DeskAddress, "--desk", folder["desk"]], cancel, folder: Checkout.Root);
        Assert.True(shown.ExitCode == 0, shown.Text + shown.Error);
        Assert.Contains(reference, shown.Text, StringComparison.Ordinal);
        Assert.Contains(Name, shown.Text, StringComparison.Ordinal);
        var exported = await OutsideTools.RunAsync(
            "dotnet", [desk, "export", "--format", "json", "--out", export, "--try-out", "--server", bot.DeskAddress, "--desk", folder["desk"]], cancel, folder: Checkout.Root);
        Assert.True(exported.ExitCode == 0, exported.Text + exported.Error);
        var verified = await OutsideTools.RunAsync("dotnet", [desk, "verify", "--try-out", "--desk", folder["desk"]], cancel, folder: Checkout.Root);
        Assert.True(verified.ExitCode == 0, verified.Text + verified.Error);
        return export;
    }

    private static byte[] Photo(byte seed) => [0xFF, 0xD8, 0xFF, 0xE0, seed, .. RandomNumberGenerator.GetBytes(20_000)];

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
