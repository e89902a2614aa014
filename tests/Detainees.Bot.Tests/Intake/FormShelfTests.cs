using Detainees.Bot.Intake;
using Detainees.Bot.Publishing;
using Detainees.Bot.Settings;
using Detainees.Forms;
using Detainees.Testing;

namespace Detainees.Bot.Tests.Intake;

public sealed class FormShelfTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public FormShelfTests() => Directory.CreateDirectory(folder["forms"]);

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Ours => [.. Directory.GetFiles(Checkout.Path("config", "forms"))
        .Where(path => FormFiles.IsForm(path) && Path.GetFileName(path) != "bench.yaml") // asked of simulated people only, in English
        .Select(path => Path.GetFileName(path)!)];

    [Theory, MemberData(nameof(Ours))]
    public void Every_form_that_comes_with_the_program_compiles_without_a_fault_in_all_its_languages(string file)
    {
        var report = FormFiles.Read(Checkout.Path("config", "forms", file));
        Assert.True(report.Form is not null, string.Join('\n', report.Diagnostics));
        Assert.DoesNotContain(report.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.DoesNotContain(report.Diagnostics, d => d.Code == DiagnosticCodes.TranslationMissing);
        Assert.True(report.Form.Languages.Length >= 3);
    }

    [Fact]
    public void A_bad_file_is_reported_and_passed_over_and_the_others_are_offered()
    {
        Put("good.yaml", TestForms.Short("good", "1"));
        Put("bad.yaml", "survey: [unclosed");
        Put("wrong.yaml", TestForms.Short("wrong", "1").Replace("type: text", "type: txet", StringComparison.Ordinal));
        Put("~$good.xlsx", "a lock file of a spreadsheet program");
        Put("notes.txt", "no form");
        File.WriteAllBytes(folder["forms", "broken.xlsx"], [1, 2, 3]);
        var shelf = Load();
        Assert.Equal(["good"], shelf.Offered.Select(f => f.Id));
        Assert.Equal(["bad.yaml", "broken.xlsx", "good.yaml", "wrong.yaml"], shelf.Reports.Select(r => r.File));
        foreach (var report in shelf.Reports.Where(r => r.File != "good.yaml"))
        {
            Assert.Null(report.Form);
            Assert.True(report.Problem is not null || report.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error), report.File);
        }
    }

    [Fact]
    public void The_same_id_and_version_with_other_content_is_refused_and_the_first_stays_findable()
    {
        Put("form.yaml", TestForms.Short("report", "1"));
        var first = Assert.Single(Load().Offered);
        Put("form.yaml", TestForms.Short("report", "1", "Another question"));
        var second = Load();
        Assert.Equal(first.Fingerprint, Assert.Single(second.Offered).Fingerprint);
        Assert.Contains("raise the version", Assert.Single(second.Reports).Problem, StringComparison.Ordinal);
        Assert.Equal(first.Fingerprint, second.Find("report", "1")?.Fingerprint);
    }

    [Fact]
    public void A_list_beside_a_form_is_found_in_either_place_and_kept_with_the_version()
    {
        const string Survey = "survey:\n- type: select_one_from_file places.csv\n  name: place\n  label: Where?\nsettings:\n- form_id: places\n  version: '1'\n";
        Put("form.yaml", Survey);
        Assert.Contains(Assert.Single(Load().Reports).Diagnostics, d => d.Code == DiagnosticCodes.AttachmentMissing);
        Put("places.csv", "name,label\nhere,Here\n");
        Assert.Single(Load().Offered);
        Directory.CreateDirectory(folder["forms", "form-media"]);
        File.Move(folder["forms", "places.csv"], folder["forms", "form-media", "places.csv"]);
        Assert.Single(Load().Offered);
        Directory.Delete(folder["forms"], recursive: true);
        Directory.CreateDirectory(folder["forms"]);
        var kept = Assert.IsType<FormQuestion>(Load().Find("places", "1")?.Find("/data/place"));
        Assert.Equal("Here", Assert.Single(kept.Choices!.Choices).Label.In("default")); // a list was just read
    }

    [Fact]
    public void A_list_of_too_many_bytes_is_not_read()
    {
        Put("form.yaml", "survey:\n- type: select_one_from_file places.csv\n  name: place\n  label: Where?\nsettings:\n- form_id: places\n  version: '1'\n");
        using (var file = File.Create(folder["forms", "places.csv"])) file.SetLength(AttachmentNames.MaxBytes + 1);
        Assert.Contains(Assert.Single(Load().Reports).Diagnostics, d => d.Code == DiagnosticCodes.AttachmentInvalid);
    }

    [Fact]
    public void Old_versions_stay_findable_when_the_file_is_replaced_and_when_it_is_gone()
    {
        Put("form.yaml", TestForms.Short("report", "1"));
        Load();
        Put("form.yaml", TestForms.Short("report", "2", "Another question"));
        var second = Load();
        Assert.Equal("2", Assert.Single(second.Offered).Version);
        Assert.NotNull(second.Find("report", "1"));
        File.Delete(folder["forms", "form.yaml"]);
        var third = Load();
        Assert.Empty(third.Offered);
        Assert.NotNull(third.Find("report", "1"));
        Assert.NotNull(third.Find("report", "2"));
        Assert.Null(third.Find("report", "3"));
    }

    [Fact]
    public void Starting_again_keeps_one_copy_of_each_version()
    {
        Put("form.yaml", TestForms.Short("report", "1"));
        for (var i = 0; i < 3; i++) Load();
        Assert.Single(Directory.GetFiles(folder["archive"], "*.yaml"));
    }

    [Fact]
    public void Of_two_files_that_hold_the_same_form_only_one_is_offered()
    {
        Put("a.yaml", TestForms.Short("report", "1"));
        Put("b.yaml", TestForms.Short("report", "1"));
        Put("c.yaml", TestForms.Short("report", "2", "Another question"));
        var shelf = Load();
        Assert.Equal("report", Assert.Single(shelf.Offered).Id);
        Assert.Equal(2, shelf.Reports.Count(r => r.Problem is not null));
    }

    [Fact]
    public void A_damaged_copy_in_the_archive_costs_only_itself()
    {
        Put("form.yaml", TestForms.Short("report", "1"));
        Load();
        File.WriteAllText(Directory.GetFiles(folder["archive"], "*.yaml")[0], "damaged: [");
        Assert.Equal("report", Assert.Single(Load().Offered).Id);
    }

    [Fact]
    public void A_form_that_is_excepted_is_offered_only_when_it_is_named()
    {
        Put("first.yaml", TestForms.Short("first", "1"));
        Put("second.yaml", TestForms.Short("second", "1"));
        Put("third.yaml", TestForms.Short("third", "1"));
        Assert.Equal(["first", "third"], Load(new FormsOptions { Except = "second, other" }).Offered.Select(form => form.Id));
        Assert.Equal(["second", "third"], Load(new FormsOptions { Only = "second,third", Except = "second" }).Offered.Select(form => form.Id));
    }

    [Fact]
    public void The_form_of_load_runs_is_not_offered_to_families()
    {
        var shelf = FormShelf.Load(new FormFolder(Checkout.Path("config", "forms")), folder["archive"], new FormMenu(new FormsOptions()));
        Assert.DoesNotContain("bench", shelf.Offered.Select(form => form.Id));
        Assert.True(File.Exists(Checkout.Path("config", "forms", "bench.yaml")));
    }

    private void Put(string name, string content) => File.WriteAllText(folder["forms", name], content);

    private FormShelf Load(FormsOptions? options = null) =>
        FormShelf.Load(new FormFolder(folder["forms"]), folder["archive"], new FormMenu(options ?? new FormsOptions()));
}
