using Detainees.Bot.Intake;
using Detainees.Bot.Publishing;
using Detainees.Bot.Settings;
using Detainees.Bot.Tools;
using Detainees.Signing;
using Detainees.Testing;

namespace Detainees.Bot.Tests.Publishing;

public sealed class PublishingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SigningKey anna = SigningKey.Create(), boris = SigningKey.Create(), stranger = SigningKey.Create();
    private readonly StringWriter said = new();

    public PublishingTests()
    {
        Directory.CreateDirectory(folder["drafts"]);
        File.WriteAllText(folder["approvers"], $"# who may approve\n{anna.Public.ToOpenSsh("Anna")}\n{boris.Public.ToOpenSsh("Boris")}\n");
    }

    public void Dispose()
    {
        foreach (var key in (SigningKey[])[anna, boris, stranger]) key.Dispose();
        said.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_published_form_is_offered_and_its_files_are_what_the_release_names()
    {
        Draft("1");
        Assert.Equal(0, Publish());
        Assert.Equal("report 1", Offered());
        var release = FormRelease.TryRead(File.ReadAllBytes(folder["published", "report", "1", PublishedForms.ReleaseFile]));
        Assert.NotNull(release);
        Assert.Equal(FormRelease.Hash(File.ReadAllBytes(folder["published", "report", "1", FormRelease.FormFile])), Assert.Single(release.Files).Sha256);
    }

    [Fact]
    public void The_same_version_with_other_content_is_refused_and_the_published_one_stays()
    {
        Draft("1");
        Publish();
        var before = File.ReadAllBytes(folder["published", "report", "1", FormRelease.FormFile]);
        Draft("1", "Another question");
        Assert.Equal(2, Publish());
        Assert.Equal(before, File.ReadAllBytes(folder["published", "report", "1", FormRelease.FormFile]));
        Draft("1");
        Assert.Equal(0, Publish());
    }

    [Fact]
    public void A_form_with_errors_is_not_published()
    {
        File.WriteAllText(folder["drafts", "form.yaml"], Text("report", "1").Replace("type: text", "type: txet", StringComparison.Ordinal));
        Assert.Equal(2, Publish());
        Assert.False(Directory.Exists(folder["published"]));
    }

    [Fact]
    public void A_form_that_breaks_the_rules_of_publishing_is_not_published_though_it_can_be_tried()
    {
        File.WriteAllText(folder["drafts", "form.yaml"], Text("report", "1").Replace("  bind::case:field: name.typed\n", "", StringComparison.Ordinal));
        Assert.NotNull(FormFiles.Read(folder["drafts", "form.yaml"]).Form);
        Assert.Equal(2, Publish());
        Assert.Contains("purpose", said.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["published"]));
    }

    [Theory, InlineData("../outside", "1"), InlineData("report", ".."), InlineData("report", ""), InlineData("a b", "1")]
    public void An_id_or_version_that_cannot_name_a_folder_is_not_published(string id, string version)
    {
        File.WriteAllText(folder["drafts", "form.yaml"], Text(id, version));
        Assert.Equal(2, Publish());
        Assert.False(Directory.Exists(folder["published"]));
    }

    [Fact]
    public void Withdrawing_brings_the_version_before_back_and_undoing_it_the_newer()
    {
        Draft("1");
        Publish();
        Draft("2", "Another question");
        Publish();
        Assert.Equal("report 2", Offered());
        Assert.Equal(0, FormWithdraw.Run("report", "2", undo: false, Settings(), said));
        Assert.Equal("report 1", Offered());
        Assert.NotNull(Shelf().Find("report", "2"));
        Assert.Equal(0, FormWithdraw.Run("report", "2", undo: true, Settings(), said));
        Assert.Equal("report 2", Offered());
        Assert.Equal(2, FormWithdraw.Run("report", "3", undo: false, Settings(), said));
        Assert.Equal(2, FormWithdraw.Run("..", "report", undo: false, Settings(), said));
    }

    [Fact]
    public void A_list_beside_the_form_is_signed_published_and_kept_with_it()
    {
        const string Cities = "name,label\ngyumri,Gyumri\nvanadzor,Vanadzor\n";
        File.WriteAllText(folder["drafts", "form.yaml"], Text("report", "1").Replace("type: text", "type: select_one_from_file cities.csv", StringComparison.Ordinal));
        File.WriteAllText(folder["drafts", "cities.csv"], Cities);
        Assert.Equal(0, Publish());
        Assert.Equal("report 1", Offered());
        var published = folder["published", "report", "1", "form-media", "cities.csv"];
        Assert.Equal(Cities, File.ReadAllText(published));
        // The archive has its own copy: what is done to the published one does not reach a conversation under way.
        File.WriteAllText(published, Cities + "yerevan,Yerevan\n");
        var shelf = Shelf();
        Assert.Contains("cities.csv", Assert.Single(shelf.Reports).Problem, StringComparison.Ordinal);
        Assert.Equal("report", Assert.Single(shelf.Offered).Id);
        // The form's own file is the same, and still it is another form.
        File.WriteAllText(folder["drafts", "cities.csv"], Cities + "yerevan,Yerevan\n");
        Assert.Equal(2, Publish());
    }

    [Fact]
    public void What_was_changed_after_publishing_is_not_offered()
    {
        Draft("1");
        Publish();
        File.AppendAllText(folder["published", "report", "1", FormRelease.FormFile], "\n");
        var shelf = Shelf();
        Assert.Empty(shelf.Offered);
        Assert.Contains("changed after publishing", Assert.Single(shelf.Reports).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_approval_is_demanded_one_signature_is_not_enough_and_two_of_one_person_are_one()
    {
        Draft("1");
        Assert.Equal(1, Approve());
        Assert.Equal(2, Publish(approvals: true));
        Sign(anna, "1");
        Sign(anna, "2");
        Assert.Equal(1, Approve());
        Assert.Equal(2, Publish(approvals: true));
        Sign(stranger, "3");
        Assert.Equal(2, Publish(approvals: true));
        Assert.False(Directory.Exists(folder["published"]));
        Sign(boris, "4");
        Assert.Equal(0, Approve());
        Assert.Equal(0, Publish(approvals: true));
        Assert.Equal("report 1", Offered(approvals: true));
        Assert.Contains("signed by Anna", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("signed by Boris", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_over_the_form_as_it_was_before_counts_for_nothing()
    {
        Draft("1");
        Approve();
        Sign(anna, "1");
        Sign(boris, "2");
        Draft("1", "Another question");
        Assert.Equal(2, Publish(approvals: true));
        Assert.Equal(1, Approve());
        Assert.Contains("no longer count", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_for_another_purpose_counts_for_nothing()
    {
        Draft("1");
        Approve();
        Sign(anna, "1");
        Sign(boris, "2", "detainees-team");
        Assert.Equal(2, Publish(approvals: true));
    }

    [Fact]
    public void A_bot_that_demands_approval_offers_nothing_that_was_put_into_the_folder_without_it()
    {
        Draft("1");
        Assert.Equal(0, Publish());
        var shelf = Shelf(approvals: true);
        Assert.Empty(shelf.Offered);
        Assert.Contains("signature", Assert.Single(shelf.Reports).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_whose_approver_is_not_one_any_more_is_named_and_stays_offered_only_where_it_was_taken_over_before()
    {
        Draft("1");
        Approve();
        Sign(anna, "1");
        Sign(boris, "2");
        Publish(approvals: true);
        Assert.Equal("report 1", Offered(approvals: true));
        File.WriteAllText(folder["approvers"], $"{anna.Public.ToOpenSsh("Anna")}\n{stranger.Public.ToOpenSsh("Stranger")}\n");
        var known = Shelf(approvals: true);
        Assert.Equal("report", Assert.Single(known.Offered).Id);
        Assert.Equal(1, known.Faulty);
        FormWithdraw.Run("report", "1", undo: false, Settings(), said);
        Assert.Empty(Shelf(approvals: true).Offered);
        FormWithdraw.Run("report", "1", undo: true, Settings(), said);
        Directory.Delete(folder["archive"], recursive: true);
        Assert.Empty(Shelf(approvals: true).Offered);
    }

    [Fact]
    public void Signing_with_a_key_file_is_the_same_as_signing_with_ssh_keygen()
    {
        Draft("1");
        File.WriteAllText(folder["anna.pem"], anna.ToPem());
        File.WriteAllText(folder["boris.pem"], boris.ToPem());
        Assert.Equal(1, Approve(folder["anna.pem"]));
        Assert.Equal(0, Approve(folder["boris.pem"]));
        Assert.Equal(0, Publish(approvals: true));
        Assert.Equal(2, Approve(folder["approvers"]));
    }

    [Fact]
    public async Task Stock_ssh_keygen_signs_and_verifies_an_approval()
    {
        var program = OutsideTools.Require("ssh-keygen");
        var cancel = TestContext.Current.CancellationToken;
        Draft("1");
        Approve();
        var release = folder["drafts", "form.yaml.release"];
        await RunAsync("-q", "-t", "ecdsa", "-b", "256", "-N", "", "-C", "Clara", "-f", folder["clara"]);
        await RunAsync("-q", "-Y", "sign", "-n", FormRelease.Namespace, "-f", folder["clara"], release);
        Sign(anna, "2");
        var clara = await File.ReadAllTextAsync(folder["clara.pub"], cancel);
        await File.AppendAllTextAsync(folder["approvers"], clara, cancel);
        Assert.Equal(0, Publish(approvals: true));
        await File.WriteAllTextAsync(folder["allowed"], $"anna {anna.Public.ToOpenSsh("")}\nclara {clara}", cancel);
        var published = folder["published", "report", "1"];
        foreach (var (who, signature) in new[] { ("anna", "approval-1.sig"), ("clara", "approval-2.sig") })
        {
            var checkedByStock = await OutsideTools.RunAsync(
                program, ["-Y", "verify", "-n", FormRelease.Namespace, "-I", who, "-f", folder["allowed"], "-s", Path.Combine(published, signature)], cancel,
                await File.ReadAllBytesAsync(Path.Combine(published, PublishedForms.ReleaseFile), cancel));
            Assert.True(checkedByStock.ExitCode == 0, checkedByStock.Text + checkedByStock.Error);
        }

        async Task RunAsync(params string[] arguments)
        {
            var run = await OutsideTools.RunAsync(program, arguments, cancel);
            Assert.True(run.ExitCode == 0, run.Error);
        }
    }

    [Fact]
    public void A_release_reads_back_to_the_same_bytes_and_any_changed_byte_makes_it_none_or_another()
    {
        Draft("1");
        var bytes = FormDraft.Read(folder["drafts", "form.yaml"]).Release?.ToBytes();
        Assert.NotNull(bytes);
        Assert.Equal(bytes, FormRelease.TryRead(bytes)?.ToBytes());
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[i] ^= 1;
            var read = FormRelease.TryRead(changed)?.ToBytes();
            Assert.True(read is null || read.AsSpan().SequenceEqual(changed));
        }
    }

    [Fact]
    public void The_list_names_versions_states_and_a_file_that_cannot_be_used()
    {
        Draft("1");
        Publish();
        Draft("2", "Another question");
        Publish();
        Draft("3", "A third question");
        Publish();
        FormWithdraw.Run("report", "3", undo: false, Settings(), said);
        Directory.CreateDirectory(folder["published", "broken", "1"]);
        Draft("4", "A fourth question");
        var list = new StringWriter();
        Assert.Equal(1, FormList.Run([folder["drafts", "form.yaml"]], Settings(), tryOut: false, list));
        var lines = list.ToString().Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Contains(lines, line => line.StartsWith("report 1 earlier ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("report 2 offered ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("report 3 withdrawn ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("report 4 ", StringComparison.Ordinal) && line.Contains(" draft ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("broken/1:", StringComparison.Ordinal));
    }

    private void Draft(string version, string question = "What is the name?") => File.WriteAllText(folder["drafts", "form.yaml"], Text("report", version, question));

    /// <summary>With what the rules of publishing ask for: the field takes purpose, recipients, retention and sensitivity along.</summary>
    private static string Text(string id, string version, string question = "What is the name?") => $"""
        survey:
        - type: text
          name: name
          label::English (en): {question}
          bind::case:field: name.typed
        settings:
        - form_title: {id}
          form_id: {id}
          version: '{version}'
          default_language: English (en)

        """;

    private string[] Settings(bool approvals = false) =>
    [
        $"--Forms:Published={folder["published"]}", $"--Storage:DataDirectory={folder["data"]}", $"--Storage:EpochKeyDirectory={folder["epochs"]}",
        .. approvals ? [$"--Forms:Approvers={folder["approvers"]}"] : Array.Empty<string>(),
    ];

    private int Publish(bool approvals = false) => FormPublish.Run(folder["drafts", "form.yaml"], Settings(approvals), said);

    private int Approve(string? key = null) => FormApprove.Run(folder["drafts", "form.yaml"], key, Settings(approvals: true), said);

    private void Sign(SigningKey key, string name, string ns = FormRelease.Namespace)
    {
        var release = folder["drafts", "form.yaml.release"];
        File.WriteAllText($"{release}.{name}.sig", SshSignature.Sign(key, File.ReadAllBytes(release), ns));
    }

    private FormShelf Shelf(bool approvals = false) => FormShelf.Load(
        new PublishedForms(folder["published"], approvals ? folder["approvers"] : null), folder["archive"], new FormMenu(new FormsOptions()));

    private string Offered(bool approvals = false) => string.Join(", ", Shelf(approvals).Offered.Select(form => $"{form.Id} {form.Version}"));
}
