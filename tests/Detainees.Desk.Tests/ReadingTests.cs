using Detainees.Journal;
using Detainees.Sealing;
using Detainees.Testing;

namespace Detainees.Desk.Tests;

/// <summary>list, show and verify.</summary>
public class ReadingTests
{
    private static readonly TestReport Full = new(
        "RA123456785AM", "hy",
        new TestAnswer("/data/name", "Ի՞նչ է նրա անունը", "Արամ Փորձյան", Field: "name.typed"),
        new TestAnswer("/data/seen", "Где его видели?", "near", "возле школы\nвторой подъезд"),
        new TestAnswer("/data/born", "متى ولد؟", "", State: "unknown"),
        new TestAnswer("/data/unit", "Which unit?", "", State: "refused"),
        new TestAnswer("/data/photo", "A photo", "photo", "photo", File: 1),
        new TestAnswer("/data/age", "Age", "34", How: "calculated"))
    {
        Files = [new TestFile("photo", "not really a photo"u8.ToArray(), "image/jpeg", "IMG_0001.jpg")],
    };

    [Fact]
    public async Task Show_shows_the_latest_report_as_the_family_saw_it_in_every_script()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        desk.Intake.Add(Full);
        await desk.PulledAsync();
        var shown = await desk.RunAsync("show");
        Assert.Equal(0, shown.Code);
        Assert.Equal(
            """
            Report RA123456785AM
              Sent         2026-01-15 09:41 UTC
              Form         Missing person (missing 3)
              Language     hy
              Journal      entry 2

            Ի՞նչ է նրա անունը
                Արամ Փորձյան
            Где его видели?
                возле школы
                второй подъезд
            متى ولد؟
                (does not know)
            Which unit?
                (does not want to say)
            A photo
                photo
                [file 1]
            Age (worked out by the form)
                34

            Files (export writes them)
              1. photo "IMG_0001.jpg", image/jpeg, 18 bytes

            """.ReplaceLineEndings("\n"), shown.Output);
    }

    [Theory]
    [InlineData("RA123456785AM")]
    [InlineData("ra 1234 56785 am")]
    [InlineData("2")]
    [InlineData("#2")]
    [InlineData("latest")]
    public async Task A_report_is_found_by_reference_number_or_as_the_latest(string name)
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        desk.Intake.Add(Full);
        await desk.PulledAsync();
        Assert.StartsWith("Report RA123456785AM", (await desk.RunAsync("show", name)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_json_is_exactly_what_was_sealed()
    {
        await using var desk = await DeskFixture.StartAsync();
        var entry = desk.Intake.Add(Full);
        await desk.PulledAsync();
        Assert.Equal(
            System.Text.Encoding.UTF8.GetString(Full.ToJson(entry.Id.ToString(), entry.Attachments)) + "\n",
            (await desk.RunAsync("show", "--json")).Output);
    }

    [Fact]
    public async Task Show_all_shows_every_report_that_opens_in_the_journals_order_and_names_the_others()
    {
        await using var desk = await DeskFixture.StartAsync();
        var first = desk.Intake.Add(Full);
        desk.Intake.Add(TestReport.Number(2), forOthers: true);
        var third = desk.Intake.Add(TestReport.Number(3));
        await desk.PulledAsync();
        var shown = await desk.RunAsync("show", "all", "--json");
        Assert.Equal(
            [.. new[] { (Full, first), (TestReport.Number(3), third) }
                .Select(pair => System.Text.Encoding.UTF8.GetString(pair.Item1.ToJson(pair.Item2.Id.ToString(), pair.Item2.Attachments)))],
            shown.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("Report 2 cannot be opened: sealed to other keys than yours.\n", shown.Error);
        Assert.Equal((int)ExitCode.Incomplete, shown.Code);
    }

    [Fact]
    public async Task A_report_that_nobody_has_is_one_sentence()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        await desk.PulledAsync();
        var shown = await desk.RunAsync("show", "RA000000000XX");
        Assert.Equal(1, shown.Code);
        Assert.Equal("", shown.Output);
        Assert.Equal("No report of that reference opens here. 'list' shows what there is.\n", shown.Error);
    }

    [Fact]
    public async Task List_tells_of_each_report_whether_it_opens_and_why_not()
    {
        await using var desk = await DeskFixture.StartAsync();
        desk.Intake.Add(Full);
        desk.Intake.Add(TestReport.Number(2), forOthers: true);
        desk.Intake.TakeBack(desk.Intake.Add(TestReport.Number(3)));
        var stolen = desk.Intake.Add(TestReport.Number(4));
        desk.Intake.AddSealed(Guid.NewGuid(), EntryKind.Report, desk.Intake.Files[Intake.BodyOf(stolen)]);
        desk.Intake.Add(TestReport.Number(5) with { Schema = "detainees/report/2" });
        desk.Intake.AddSealed(Guid.NewGuid(), EntryKind.Report, "no age file"u8.ToArray());
        desk.Intake.AddSealed(Guid.NewGuid(), EntryKind.Report, Age.Seal("no report"u8, desk.Intake.Team));
        var changed = desk.Intake.Add(TestReport.Number(9));
        var gone = desk.Intake.Add(TestReport.Number(10));
        await desk.PulledAsync();
        File.WriteAllText(Path.Combine(desk.DeskFolder, Intake.BodyOf(changed)), "x");
        File.Delete(Path.Combine(desk.DeskFolder, Intake.BodyOf(gone)));

        var listed = await desk.RunAsync("list");
        Assert.Equal(0, listed.Code);
        var rows = listed.Output.Split('\n').Where(line => line.TrimStart() is [>= '0' and <= '9', ..]).ToList();
        Assert.Equal(10, rows.Count);
        Assert.Matches("RA123456785AM +hy +1 +opens", rows[0]);
        Assert.EndsWith("sealed to other keys than yours", rows[1].TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith("taken back by the family on 2026-01-15", rows[2].TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith("opens", rows[3].TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith("holds another entry's report", rows[4].TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("does not know", rows[5], StringComparison.Ordinal);
        Assert.EndsWith("damaged", rows[6].TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("does not know", rows[7], StringComparison.Ordinal);
        Assert.EndsWith("the file was changed", rows[8].TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("Reports: 10 = 2 open + 8 closed", listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Փորձյան", listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_family_took_back_is_removed_only_when_a_person_says_so()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        var entry = desk.Intake.Add(Full);
        await desk.PulledAsync();
        desk.Intake.TakeBack(entry);
        await desk.PulledAsync();
        var files = Intake.NamesOf(entry).Select(name => Path.Combine(desk.DeskFolder, name)).ToList();
        Assert.Contains("entry 2, 2 sealed files", (await desk.RunAsync("forget")).Output, StringComparison.Ordinal);
        Assert.All(files, file => Assert.True(File.Exists(file)));
        Assert.Equal(1, (await desk.RunAsync("show", "2")).Code);
        var forgot = await desk.RunAsync("forget", "--yes");
        Assert.Contains("Removed: 2 sealed files of 1 report taken back.", forgot.Output, StringComparison.Ordinal);
        Assert.All(files, file => Assert.False(File.Exists(file)));
        Assert.Contains("Files: 3 in the journal = 1 good + 2 taken back + 0 not", (await desk.RunAsync("verify")).Output, StringComparison.Ordinal);
        Assert.Equal("Nothing of what families took back is on this desk.\n", (await desk.RunAsync("forget", "--yes")).Output);
    }

    [Fact]
    public async Task What_steers_a_terminal_does_not_reach_it()
    {
        await using var desk = await DeskFixture.StartAsync();
        desk.Intake.Add(new TestReport("RA1\u001b[2J", "en", new TestAnswer("/data/x", "Q\u0007", "a\u001b]0;title\u0007b\u202Ec\u009b31m")));
        await desk.PulledAsync();
        foreach (var shown in new[] { await desk.RunAsync("show"), await desk.RunAsync("list") })
            Assert.DoesNotContain(shown.Output, c => (char.IsControl(c) && c != '\n') || c == '\u202E');
    }

    [Fact]
    public async Task Before_the_first_pull_every_command_says_what_to_do()
    {
        await using var desk = await DeskFixture.StartAsync();
        foreach (var args in (string[][])[["list"], ["show"], ["verify"], ["export", "--out", desk.Folder["out"]]])
        {
            var ran = await desk.RunAsync(args);
            Assert.Equal(1, ran.Code);
            Assert.Contains("Run 'pull' first.", ran.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Verify_finds_one_flipped_byte_in_any_file_and_the_next_pull_mends_it()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 2);
        desk.Intake.Add(Full);
        await desk.PulledAsync();
        Assert.Contains("Files: 4 in the journal = 4 good + 0 not", (await desk.RunAsync("verify")).Output, StringComparison.Ordinal);
        foreach (var name in Intake.NamesOf(desk.Intake.Entries[2]))
        {
            await FlipAsync(Path.Combine(desk.DeskFolder, name), 333);
            var verified = await desk.RunAsync("verify");
            Assert.Equal(3, verified.Code);
            Assert.Contains("Files: 4 in the journal = 3 good + 1 not", verified.Output, StringComparison.Ordinal);
            Assert.Contains($"entry 3, {name}: changed or damaged", verified.Output, StringComparison.Ordinal);
            await desk.PulledAsync();
            Assert.Equal(0, (await desk.RunAsync("verify")).Code);
        }
    }

    [Fact]
    public async Task Verify_list_and_export_find_one_flipped_byte_anywhere_in_the_journal()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 3);
        await desk.PulledAsync();
        var journal = Path.Combine(desk.DeskFolder, "journal.txt");
        var good = await File.ReadAllBytesAsync(journal, DeskFixture.Cancel);
        for (var at = 0; at < good.Length; at += 37)
        {
            await FlipAsync(journal, at);
            Assert.Equal(4, (await desk.RunAsync("verify")).Code);
            await File.WriteAllBytesAsync(journal, good, DeskFixture.Cancel);
        }

        await FlipAsync(journal, 100);
        Assert.Equal(4, (await desk.RunAsync("list")).Code);
        Assert.Equal(4, (await desk.RunAsync("export", "--out", desk.Folder["out"])).Code);
        await File.WriteAllBytesAsync(journal, good[..^1], DeskFixture.Cancel);
        Assert.Equal(4, (await desk.RunAsync("verify")).Code);
        File.Delete(journal);
        Assert.Equal(4, (await desk.RunAsync("verify")).Code);
    }

    [Fact]
    public async Task Verify_finds_a_changed_memory_and_a_lost_one_is_not_taken_for_a_new_desk()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 3);
        await desk.PulledAsync();
        var file = Path.Combine(desk.DeskFolder, "desk.json");
        var good = await File.ReadAllTextAsync(file, DeskFixture.Cancel);
        await File.WriteAllTextAsync(file, good.Replace("hour 2026", "hour 2027", StringComparison.Ordinal), DeskFixture.Cancel);
        Assert.Contains("somebody changed it", (await desk.RunAsync("verify")).Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, good[..^5], DeskFixture.Cancel);
        Assert.Equal(4, (await desk.RunAsync("verify")).Code);
        File.Delete(file);
        Assert.Equal(4, (await desk.PullAsync()).Code);
    }

    [Fact]
    public async Task An_append_that_was_cut_short_is_forgotten_and_made_again()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 2);
        await desk.PulledAsync();
        await File.AppendAllTextAsync(Path.Combine(desk.DeskFolder, "journal.txt"), "detainees-entry/1\nnumber 3\n", DeskFixture.Cancel);
        Assert.Equal(0, (await desk.RunAsync("verify")).Code);
        desk.Intake.Add(TestReport.Number(3));
        await desk.PulledAsync();
        Assert.Contains("Journal: 3 entries", (await desk.RunAsync("verify")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Try_out_needs_no_keys_pulls_first_and_shows_the_latest_report()
    {
        await using var desk = await DeskFixture.StartAsync();
        foreach (var file in (string[])["anna", "boris"])
        {
            var text = await File.ReadAllLinesAsync(Checkout.Path("config", "demo", $"{file}.identity.txt"), DeskFixture.Cancel);
            using var identity = Opening.Identity.TryParse(text.Last(line => line.Length > 0))!;
            desk.Intake.Team.Add(identity.Recipient);
        }

        using var device = Signing.SigningKey.TryReadPem(await File.ReadAllTextAsync(Checkout.Path("config", "demo", "device.pem"), DeskFixture.Cancel))!;
        desk.Intake.Devices.Add(device.Public);
        desk.Intake.Add(Full);
        var shown = await desk.RunAsync("show", "--try-out", "--server", desk.Server.Address);
        Assert.Equal(0, shown.Code);
        Assert.StartsWith("Report RA123456785AM", shown.Output, StringComparison.Ordinal);
        Assert.Contains("Pulled: 1 new entry, 2 files.", shown.Error, StringComparison.Ordinal);
        Assert.True(Directory.Exists(desk.Folder[".detainees", "desk", "sealed"]));

        // Without the server, what is here can still be read.
        var offline = await desk.RunAsync("show", "--try-out", "--server", "http://127.0.0.1:1");
        Assert.Equal(0, offline.Code);
        Assert.Equal(shown.Output, offline.Output);
        Assert.Contains("What follows is from the last pull.", offline.Error, StringComparison.Ordinal);
    }

    private static async Task FlipAsync(string path, int at)
    {
        var content = await File.ReadAllBytesAsync(path, DeskFixture.Cancel);
        content[at] ^= 1;
        await File.WriteAllBytesAsync(path, content, DeskFixture.Cancel);
    }
}
