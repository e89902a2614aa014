using Detainees.Testing;

namespace Detainees.Desk.Tests;

public class KeysTests
{
    private const string Passphrase = "five quite invented words here";

    [Fact]
    public async Task New_keys_asked_for_on_a_terminal_open_and_sign_with_one_passphrase()
    {
        await using var desk = await DeskFixture.StartAsync();
        desk.Terminal.Secrets.Enqueue(Passphrase);
        desk.Terminal.Secrets.Enqueue(Passphrase);
        var made = await desk.RunAsync("keys", "new", "--out", desk.Folder["boris.age"], "--name", "Boris");
        Assert.Equal(0, made.Code);
        Assert.Contains(" Boris\n", made.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("AGE-SECRET-KEY", made.Output, StringComparison.Ordinal);
        desk.Enrol(made.Output);
        desk.Intake.Add(TestReport.Number(1));

        desk.Terminal.Secrets.Enqueue("not this one");
        desk.Terminal.Secrets.Enqueue(Passphrase);
        var shown = await desk.RunAsync("show", "--server", desk.Server.Address, "--identity", desk.Folder["boris.age"]);
        Assert.Equal(0, shown.Code);
        Assert.StartsWith("Report RA000000010AM", shown.Output, StringComparison.Ordinal);
        Assert.Contains("That was not the passphrase.", shown.Error, StringComparison.Ordinal);
        Assert.Empty(desk.Terminal.Secrets);
        foreach (var text in (string[])[made.Output, made.Error, shown.Output, shown.Error]) Assert.DoesNotContain(Passphrase, text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(desk.Folder["boris.age"]) & File.GetUnixFileMode(desk.Folder["boris.age.device"]));
    }

    [Fact]
    public async Task Three_wrong_passphrases_end_in_one_sentence()
    {
        await using var desk = await WithProtectedKeyAsync();
        for (var i = 0; i < 4; i++) desk.Terminal.Secrets.Enqueue($"wrong {i}");
        var listed = await desk.RunAsync("list", "--identity", desk.Folder["key.age"]);
        Assert.Equal(1, listed.Code);
        Assert.Contains("That is not the passphrase of", listed.Error, StringComparison.Ordinal);
        Assert.Single(desk.Terminal.Secrets);
    }

    [Fact]
    public async Task A_passphrase_file_is_used_and_a_wrong_one_is_told()
    {
        await using var desk = await WithProtectedKeyAsync();
        await File.WriteAllTextAsync(desk.Folder["wrong"], "another passphrase\n", DeskFixture.Cancel);
        Assert.Equal(0, (await desk.RunAsync("list", "--identity", desk.Folder["key.age"], "--passphrase-file", desk.Folder["pass"])).Code);
        Assert.Contains(
            "That is not the passphrase", (await desk.RunAsync("list", "--identity", desk.Folder["key.age"], "--passphrase-file", desk.Folder["wrong"])).Error,
            StringComparison.Ordinal);
        Assert.Contains("needs its passphrase", (await desk.RunAsync("list", "--identity", desk.Folder["key.age"])).Error, StringComparison.Ordinal);
        Assert.Contains(
            "missing or empty", (await desk.RunAsync("list", "--identity", desk.Folder["key.age"], "--passphrase-file", desk.Folder["none"])).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_never_written_over()
    {
        await using var desk = await DeskFixture.StartAsync();
        var before = await File.ReadAllBytesAsync(desk.Folder["home", "identity.age"], DeskFixture.Cancel);
        var made = await desk.RunAsync("keys", "new", "--no-passphrase", "--yes");
        Assert.Equal(1, made.Code);
        Assert.Contains("never written over", made.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(desk.Folder["home", "identity.age"], DeskFixture.Cancel));
    }

    [Fact]
    public async Task A_key_without_passphrase_needs_a_yes()
    {
        await using var desk = await DeskFixture.StartAsync();
        var made = await desk.RunAsync("keys", "new", "--out", desk.Folder["key"], "--no-passphrase");
        Assert.Equal(1, made.Code);
        Assert.Contains("can read every report", made.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(desk.Folder["key"]));
    }

    [Theory]
    [InlineData("short", "short", "too short")]
    [InlineData(Passphrase, "something else entirely", "not the same")]
    public async Task A_bad_choice_of_passphrase_makes_nothing(string first, string second, string sentence)
    {
        await using var desk = await DeskFixture.StartAsync();
        desk.Terminal.Secrets.Enqueue(first);
        desk.Terminal.Secrets.Enqueue(second);
        var made = await desk.RunAsync("keys", "new", "--out", desk.Folder["key"]);
        Assert.Equal(1, made.Code);
        Assert.Contains(sentence, made.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(desk.Folder["key"]));
    }

    [Fact]
    public async Task Stock_age_opens_with_the_key_that_was_made()
    {
        var age = OutsideTools.Require("age");
        await using var desk = await DeskFixture.StartAsync();
        var opened = await OutsideTools.RunAsync(
            age, ["-d", "-i", desk.Folder["home", "identity.age"], desk.Folder["home", "identity.age.device"]], DeskFixture.Cancel);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", opened.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AGE-SECRET-KEY-1NOTAKEY", "Line 1 of")]
    [InlineData("# nothing", "holds no key")]
    [InlineData("age-encryption.org/v1\n-> X25519 cut", "damaged")]
    public async Task A_file_that_is_no_key_file_is_one_sentence_without_its_content(string content, string sentence)
    {
        await using var desk = await DeskFixture.StartAsync(reports: 1);
        await desk.PulledAsync();
        await File.WriteAllTextAsync(desk.Folder["bad"], content, DeskFixture.Cancel);
        var listed = await desk.RunAsync("list", "--identity", desk.Folder["bad"], "--passphrase-file", desk.Folder["bad"]);
        Assert.Equal(1, listed.Code);
        Assert.Contains(sentence, listed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("NOTAKEY", listed.Error, StringComparison.Ordinal);
    }

    private static async Task<DeskFixture> WithProtectedKeyAsync()
    {
        var desk = await DeskFixture.StartAsync(reports: 1);
        await desk.PulledAsync();
        await File.WriteAllTextAsync(desk.Folder["pass"], Passphrase + "\r\n", DeskFixture.Cancel);
        Assert.Equal(0, (await desk.RunAsync("keys", "new", "--out", desk.Folder["key.age"], "--passphrase-file", desk.Folder["pass"])).Code);
        return desk;
    }
}
