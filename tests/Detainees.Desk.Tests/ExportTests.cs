using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using Detainees.Testing;

namespace Detainees.Desk.Tests;

public class ExportTests
{
    private static readonly byte[] Photo = RandomNumberGenerator.GetBytes(70_001);

    private static TestReport WithPhoto(string reference) => new(
        reference, "ru", new TestAnswer("/data/name", "Имя", "Նարե Հորինյան", Field: "name.typed"), new TestAnswer("/data/photo", "Фото", "photo", File: 1))
    {
        Files = [new TestFile("photo", Photo, "image/jpeg"), new TestFile("document", "text"u8.ToArray(), "application/x-sh", "../../evil.sh")],
    };

    [Fact]
    public async Task Json_export_writes_what_was_sealed_and_attachments_at_their_true_length()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        var report = WithPhoto("RA123456785AM");
        var entry = desk.Intake.Add(report);
        await desk.PulledAsync();
        var exported = await desk.RunAsync("export", "--format", "json", "--out", desk.Folder["out"]);
        Assert.Equal(0, exported.Code);
        Assert.Equal(
            (byte[])[.. report.ToJson(entry.Id.ToString(), entry.Attachments), (byte)'\n'], await ReadAsync(desk, "RA123456785AM.json"));
        Assert.Equal(Photo, await ReadAsync(desk, "RA123456785AM", "1-photo.jpg"));
        Assert.Equal("text"u8.ToArray(), await ReadAsync(desk, "RA123456785AM", "2-document.bin"));
        Assert.Equal(
            ["RA000000010AM.json", "RA123456785AM.json", "RA123456785AM/1-photo.jpg", "RA123456785AM/2-document.bin", "export.txt"], FilesOf(desk));
        Assert.Contains("Reports: 2 in scope = 2 exported + 0 failed", exported.Output, StringComparison.Ordinal);
        Assert.Contains("Files: 2 in scope = 2 exported + 0 failed", exported.Output, StringComparison.Ordinal);
        Assert.Contains(desk.Intake.Head.Root.ToString(), Encoding.UTF8.GetString(await ReadAsync(desk, "export.txt")), StringComparison.Ordinal);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(desk.Folder["out"]));
        foreach (var file in FilesOf(desk)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(desk.Folder["out", file]));
    }

    [Fact]
    public async Task A_bad_report_and_a_bad_attachment_are_named_and_passed_over_and_the_numbers_add_up()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 2);
        var photo = desk.Intake.Add(WithPhoto("RA123456785AM"));
        desk.Intake.TakeBack(desk.Intake.Add(TestReport.Number(4)));
        await desk.PulledAsync();
        await FlipAsync(desk, Intake.BodyOf(desk.Intake.Entries[0]));
        await FlipAsync(desk, Intake.NamesOf(photo).ElementAt(1));
        var exported = await desk.RunAsync("export", "--out", desk.Folder["out"]);
        Assert.Equal(3, exported.Code);
        var manifest = Encoding.UTF8.GetString(await ReadAsync(desk, "export.txt"));
        foreach (var text in (string[])[exported.Output, manifest])
        {
            Assert.Contains("Reports: 3 in scope = 2 exported + 1 failed", text, StringComparison.Ordinal);
            Assert.Contains("Files: 2 in scope = 1 exported + 1 failed", text, StringComparison.Ordinal);
            Assert.Contains("Not in scope: 1 taken back by its family", text, StringComparison.Ordinal);
            Assert.Contains($"entry 1 (report {desk.Intake.Entries[0].Id}): the file was changed", text, StringComparison.Ordinal);
            Assert.Contains($"entry 3 (report {photo.Id}), file 1: damaged", text, StringComparison.Ordinal);
        }

        Assert.Equal(["RA000000020AM.json", "RA123456785AM.json", "RA123456785AM/2-document.bin", "export.txt"], FilesOf(desk));
    }

    [Fact]
    public async Task A_folder_with_something_in_it_is_refused_unless_that_is_wanted()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        await desk.PulledAsync();
        Directory.CreateDirectory(desk.Folder["out"]);
        await File.WriteAllTextAsync(desk.Folder["out", "mine.txt"], "mine", DeskFixture.Cancel);
        var refused = await desk.RunAsync("export", "--out", desk.Folder["out"]);
        Assert.Equal(1, refused.Code);
        Assert.Contains("is not empty", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await desk.RunAsync("export", "--out", desk.Folder["out"], "--into")).Code);
        Assert.Equal(["RA000000010AM.json", "export.txt", "mine.txt"], FilesOf(desk));
    }

    [Fact]
    public async Task Only_the_reports_that_are_named_are_exported()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 3);
        await desk.PulledAsync();
        Assert.Equal(0, (await desk.RunAsync("export", "--out", desk.Folder["out"], "--ref", "ra 00000002 0 am", "--ref", "3")).Code);
        Assert.Equal(["RA000000020AM.json", "RA000000030AM.json", "export.txt"], FilesOf(desk));
        Assert.Equal(1, (await desk.RunAsync("export", "--out", desk.Folder["out2"], "--ref", "nobody")).Code);
    }

    [Theory]
    [InlineData("../../../etc/cron")]
    [InlineData("C:\\Windows\\x")]
    [InlineData("")]
    [InlineData("CON")]
    [InlineData("RA12345 678")]
    public async Task A_reference_that_is_no_plain_name_is_not_used_in_a_path(string reference)
    {
        await using var desk = await DeskFixture.StartAsync();
        var entry = desk.Intake.Add(new TestReport(reference, "en", new TestAnswer("/data/x", "Q", "a")));
        await desk.PulledAsync();
        Assert.Equal(0, (await desk.RunAsync("export", "--out", desk.Folder["out"])).Code);
        Assert.Equal(["export.txt", $"report-{entry.Id}.json"], FilesOf(desk));
    }

    [Fact]
    public async Task Two_reports_of_one_reference_do_not_overwrite_each_other()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        desk.Intake.Add(TestReport.Number(1));
        await desk.PulledAsync();
        Assert.Equal(0, (await desk.RunAsync("export", "--out", desk.Folder["out"])).Code);
        Assert.Equal(["RA000000010AM-2.json", "RA000000010AM.json", "export.txt"], FilesOf(desk));
    }

    [Fact]
    public async Task Csv_reads_back_equal_and_no_cell_can_be_taken_for_a_formula()
    {
        string[] values = ["=cmd|' /C calc'!A0", "+374 10 000000", "-1", "@SUM(A1)", "\tx", "\rx", "plain", "հայերեն, \"quoted\"", "два\nряда", "عربي", "'own", "＝1"];
        await using var desk = await DeskFixture.StartAsync();
        desk.Intake.Add(new TestReport("RA000000010AM", "en", [.. values.Select((value, i) =>
            new TestAnswer($"/data/q{i}", "=Q", value, Field: $"f.{i}"))]));
        await desk.PulledAsync();
        Assert.Equal(0, (await desk.RunAsync("export", "--format", "csv", "--out", desk.Folder["out"])).Code);
        Assert.Equal([0xEF, 0xBB, 0xBF], (await ReadAsync(desk, "reports.csv"))[..3]);
        var rows = await ReadCsvAsync(desk, "reports.csv");
        Assert.Equal(2, rows.Count);
        Assert.Equal(12 + values.Length, rows[0].Length);
        Assert.Equal(values, rows[1][12..].Select(Unguarded));
        var tall = await ReadCsvAsync(desk, "answers_long.csv");
        Assert.Equal(values, tall.Skip(1).Select(row => Unguarded(row[7])));
        foreach (var cell in rows.Concat(tall).SelectMany(row => row)) Assert.False(cell.Length > 0 && "=+-@\t\r＝".Contains(cell[0], StringComparison.Ordinal), cell);
    }

    [Fact]
    public async Task Csv_columns_follow_the_form_and_repeats_keep_their_places()
    {
        await using var desk = await DeskFixture.StartAsync();
        desk.Intake.Add(new TestReport("RA000000010AM", "en", A("/data/a", "f.a"), A("/data/c", null), A("/data/r[1]/n", "r.n"), A("/data/r[2]/n", "r.n"), A("/data/z", "f.z")));
        desk.Intake.Add(new TestReport("RA000000020AM", "en", A("/data/a", "f.a"), A("/data/b", "f.b", "unknown"), A("/data/c", null, "skipped"), A("/data/r[2]/n", "r.n"), A("/data/y", "f.a")));
        await desk.PulledAsync();
        Assert.Equal(0, (await desk.RunAsync("export", "--format", "csv", "--out", desk.Folder["out"])).Code);
        var rows = await ReadCsvAsync(desk, "reports.csv");
        Assert.Equal(["f.a", "f.b", "/data/c", "r.n[1]", "r.n[2]", "f.a#2", "f.z"], rows[0][12..]);
        Assert.Equal(["/data/a", "", "/data/c", "/data/r[1]/n", "/data/r[2]/n", "", "/data/z"], rows[1][12..]);
        Assert.Equal(["/data/a", "[unknown]", "", "", "/data/r[2]/n", "/data/y", ""], rows[2][12..]);

        static TestAnswer A(string path, string? field, string state = "answered") => new(path, "Q", state == "answered" ? path : "", Field: field, State: state);
    }

    [Fact]
    public async Task Stock_age_opens_every_file_of_a_sealed_export()
    {
        var age = OutsideTools.Require("age");
        await using var desk = await DeskFixture.StartAsync();
        var report = WithPhoto("RA123456785AM");
        var entry = desk.Intake.Add(report);
        await desk.PulledAsync();
        File.Move(desk.Folder["home", "identity.age"], desk.Folder["key.txt"]);
        var exported = await desk.RunAsync("export", "--sealed", "--out", desk.Folder["out"]);
        Assert.Equal(0, exported.Code); // without a key of the desk's own
        var files = FilesOf(desk).Where(file => file.EndsWith(".age", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, files.Count);
        var body = await OutsideTools.RunAsync(age, ["-d", "-i", desk.Folder["key.txt"], desk.Folder["out", $"000001-{entry.Id}.age"]], DeskFixture.Cancel);
        Assert.Equal(Encoding.UTF8.GetString(report.ToJson(entry.Id.ToString(), entry.Attachments)), body.Text.TrimEnd());
        foreach (var file in files)
            Assert.Equal(0, (await OutsideTools.RunAsync(age, ["-d", "-i", desk.Folder["key.txt"], desk.Folder["out", file]], DeskFixture.Cancel)).ExitCode);
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_ends_in_one_sentence()
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        await desk.PulledAsync();
        // File modes do not bind a privileged user; no user can make a folder there.
        var closed = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() ? "/sys" : desk.Folder["closed"];
        Directory.CreateDirectory(closed);
        if (OperatingSystem.IsWindows()) Assert.Skip("needs file modes");
        else if (closed != "/sys") File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var exported = await desk.RunAsync("export", "--out", Path.Combine(closed, "detainees-export"));
        Assert.Equal(1, exported.Code);
        Assert.Contains("may not be written", exported.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_ends_in_one_sentence_that_says_so()
    {
        if (!File.Exists("/dev/full")) Assert.Skip("needs /dev/full");
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        await desk.PulledAsync();
        Directory.CreateDirectory(desk.Folder["out"]);
        File.CreateSymbolicLink(desk.Folder["out", "RA000000010AM.json.part"], "/dev/full");
        var exported = await desk.RunAsync("export", "--out", desk.Folder["out"], "--into");
        Assert.Equal(1, exported.Code);
        Assert.StartsWith("The disk is full.", exported.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", exported.Error, StringComparison.Ordinal);
    }

    private static string Unguarded(string cell) => cell.StartsWith('\'') ? cell[1..] : cell;

    private static Task<byte[]> ReadAsync(DeskFixture desk, params string[] name) => File.ReadAllBytesAsync(desk.Folder[["out", .. name]], DeskFixture.Cancel);

    private static async Task<List<string[]>> ReadCsvAsync(DeskFixture desk, string name)
    {
        await using var csv = CsvReader.Create(await ReadAsync(desk, name), new CsvReaderOptions { HasHeader = false });
        var rows = new List<string[]>();
        while (await csv.ReadAsync(DeskFixture.Cancel)) rows.Add([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]);
        return rows;
    }

    private static string[] FilesOf(DeskFixture desk) =>
    [
        .. Directory.EnumerateFiles(desk.Folder["out"], "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(desk.Folder["out"], path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    private static async Task FlipAsync(DeskFixture desk, string name)
    {
        var path = Path.Combine(desk.DeskFolder, name);
        var content = await File.ReadAllBytesAsync(path, DeskFixture.Cancel);
        content[^20] ^= 1;
        await File.WriteAllBytesAsync(path, content, DeskFixture.Cancel);
    }
}
