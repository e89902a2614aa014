using Detainees.Sealing;
using Detainees.Signing;
using Detainees.Testing;

namespace Detainees.Desk.Tests;

/// <summary>The key ceremony from the first list to a rotation, as people do it: each step a command, each person a machine.</summary>
public sealed class TeamCommandsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly SigningKey root = SigningKey.Create();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        root.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_whole_ceremony_gives_a_list_that_is_valid_only_when_every_key_is_proven_and_the_root_has_signed()
    {
        await BeginAsync();
        foreach (var (name, role) in new[] { ("Anna", "member"), ("Boris", "admin"), ("Safe", "recovery"), ("Stick", "carrier") }) await AddAsync(name, role);
        foreach (var name in new[] { "Anna", "Boris", "Safe" })
        {
            Assert.Contains("has not proven", await SaidAsync(3, "team", "check"), StringComparison.Ordinal);
            await ProveAsync(name);
        }

        Assert.Contains("'Stick' has not proven", await SaidAsync(3, "team", "check"), StringComparison.Ordinal);
        await ProveAsync("Stick");
        Assert.Contains("ssh-keygen -Y sign -n detainees-team", await SaidAsync(3, "team", "check"), StringComparison.Ordinal);
        Sign();
        Assert.Contains("The signature is good", await SaidAsync(0, "team", "check", "--roots", "roots.pub"), StringComparison.Ordinal);
        var team = Read();
        Assert.Equal(["Anna", "Boris"], team.Recipients.Select(r => r.Name));
        Assert.Equal("Safe", Assert.Single(team.Recovery).Name);
        Assert.Equal([DeviceRole.Desk, DeviceRole.Admin, DeviceRole.Carrier], team.Devices.Select(d => d.Role));
        Assert.Equal(1, team.Serial);
    }

    [Fact]
    public async Task A_change_of_a_signed_list_takes_its_signature_away_and_raises_its_serial()
    {
        await WholeTeamAsync();
        await AddAsync("Carla", "member");
        Assert.False(File.Exists(folder["team.txt.sig"]));
        await ProveAsync("Carla");
        await RunAsync(0, "team", "remove", "Anna");
        Sign();
        var team = Read();
        Assert.Equal(2, team.Serial);
        Assert.Equal(["Boris", "Carla"], team.Recipients.Select(r => r.Name));
        Assert.DoesNotContain(team.Devices, device => device.Name == "Anna");
        Assert.DoesNotContain("Anna", await File.ReadAllTextAsync(folder["team.txt"], Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotation_puts_new_keys_in_the_place_of_the_old_ones_in_the_same_role_and_they_must_be_proven_anew()
    {
        await WholeTeamAsync();
        var before = Read();
        await MakeKeysAsync("Boris two");
        File.Move(folder["boris.challenge"], folder["old.challenge"]);
        await RunAsync(0, "team", "rotate", "Boris", "Boris two.keys");
        Assert.Contains("'Boris two' has not proven", await SaidAsync(3, "team", "check"), StringComparison.Ordinal);
        await ProveAsync("Boris two");
        Sign();
        var after = Read();
        Assert.Equal(before.Serial + 1, after.Serial);
        Assert.Equal(DeviceRole.Admin, after.Devices.Single(d => d.Name == "Boris two").Role);
        Assert.Empty(after.Recipients.Select(r => r.Recipient).Intersect(before.Recipients.Where(r => r.Name == "Boris").Select(r => r.Recipient)));
    }

    [Fact]
    public async Task A_proof_of_another_challenge_is_not_taken()
    {
        await BeginAsync();
        await AddAsync("Anna", "member");
        await RunAsync(0, "team", "prove", "anna.challenge", "--identity", "Anna.age", "--out", "first.proof");
        File.Move(folder["anna.challenge"], folder["first.challenge"]);
        await RunAsync(0, "team", "remove", "Anna");
        await RunAsync(0, "team", "add", "Anna.keys");
        Assert.Contains("does not answer the challenge", (await RunAsync(1, "team", "take", "first.proof")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_answers_a_challenge_for_another_key()
    {
        await BeginAsync();
        await AddAsync("Anna", "member");
        await MakeKeysAsync("Boris");
        Assert.Contains("another key", (await RunAsync(1, "team", "prove", "anna.challenge", "--identity", "Boris.age")).Error, StringComparison.Ordinal);
    }

    /// <summary>A proof shows what was opened. So nothing but a challenge may be opened: the key of a family's draft has 32 bytes as well.</summary>
    [Fact]
    public async Task Something_else_that_was_sealed_to_a_member_is_not_opened_as_a_challenge()
    {
        await BeginAsync();
        await AddAsync("Anna", "member");
        var recipient = Recipient.TryParse((await File.ReadAllLinesAsync(folder["anna.challenge"], Cancel))[1].Split(' ')[1])!;
        await File.WriteAllTextAsync(
            folder["evil.challenge"], $"detainees-challenge/1\nrecipient {recipient}\n{Opening.Armor.Write(Age.Seal(new byte[32], [recipient]))}", Cancel);
        Assert.Contains("is no challenge", (await RunAsync(1, "team", "prove", "evil.challenge", "--identity", "Anna.age")).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["evil.challenge.proof"]));
    }

    [Fact]
    public async Task A_list_near_its_end_says_so_and_can_be_extended()
    {
        await WholeTeamAsync(until: "2026-05-20");
        Assert.Contains("ends in 19 days", await SaidAsync(0, "team", "check"), StringComparison.Ordinal);
        await RunAsync(0, "team", "extend", "--valid-until", "2027-05-20");
        Assert.Contains("valid until 2027-05-20", await SaidAsync(3, "team", "check"), StringComparison.Ordinal);
        Sign();
        Assert.Equal(2, Read().Serial);
    }

    [Fact]
    public async Task Stock_ssh_keygen_signs_what_the_ceremony_wrote_and_verifies_it()
    {
        var keygen = OutsideTools.Require("ssh-keygen");
        await WholeTeamAsync();
        File.Delete(folder["team.txt.sig"]);
        await OutsideTools.RunAsync(keygen, ["-q", "-t", "ecdsa", "-b", "256", "-N", "", "-f", folder["team-root"]], Cancel);
        Assert.Equal(0, (await OutsideTools.RunAsync(keygen, ["-Y", "sign", "-n", "detainees-team", "-f", folder["team-root"], folder["team.txt"]], Cancel)).ExitCode);
        Assert.Contains("The signature is good", await SaidAsync(0, "team", "check", "--roots", "team-root.pub"), StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["allowed"], "root " + await File.ReadAllTextAsync(folder["team-root.pub"], Cancel), Cancel);
        var list = await File.ReadAllBytesAsync(folder["team.txt"], Cancel);
        string[] verify = ["-Y", "verify", "-f", folder["allowed"], "-I", "root", "-n", "detainees-team", "-s", folder["team.txt.sig"]];
        Assert.Equal(0, (await OutsideTools.RunAsync(keygen, verify, Cancel, list)).ExitCode);
        list[^2] ^= 1;
        Assert.NotEqual(0, (await OutsideTools.RunAsync(keygen, verify, Cancel, list)).ExitCode);
    }

    [Fact]
    public async Task What_is_wrong_on_the_way_is_said_and_changes_nothing()
    {
        Assert.Equal(1, (await RunAsync(1, "team", "check")).Code);
        await BeginAsync();
        Assert.Contains("already", (await RunAsync(1, "team", "new", "--name", "x", "--valid-until", "2027-01-01")).Error, StringComparison.Ordinal);
        var before = await File.ReadAllTextAsync(folder["team.txt"], Cancel);
        Assert.Equal(1, (await RunAsync(1, "team", "add", "none.keys")).Code);
        Assert.Contains("Nobody on the list", (await RunAsync(1, "team", "remove", "Nobody")).Error, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(1, "team", "take", "none.proof")).Code);
        Assert.Equal(2, (await RunAsync(2, "team", "new", "--name", "x", "--valid-until", "tomorrow")).Code);
        Assert.Equal(before, await File.ReadAllTextAsync(folder["team.txt"], Cancel));
    }

    private async Task WholeTeamAsync(string until = "2027-05-01")
    {
        await BeginAsync(until);
        foreach (var (name, role) in new[] { ("Anna", "member"), ("Boris", "admin"), ("Safe", "recovery") })
        {
            await AddAsync(name, role);
            await ProveAsync(name);
        }

        Sign();
    }

    private Task<Ran> BeginAsync(string until = "2027-05-01") => RunAsync(0, "team", "new", "--name", "Search team", "--valid-until", until);

    private async Task AddAsync(string name, string role)
    {
        await MakeKeysAsync(name);
        await RunAsync(0, "team", "add", $"{name}.keys", "--as", role);
    }

    private async Task MakeKeysAsync(string name)
    {
        var made = await RunAsync(0, "keys", "new", "--no-passphrase", "--yes", "--name", name, "--out", folder[$"{name}.age"]);
        await File.WriteAllTextAsync(folder[$"{name}.keys"], made.Output, Cancel);
    }

    private async Task ProveAsync(string name)
    {
        var challenge = new string([.. name.Replace(' ', '-').Select(char.ToLowerInvariant)]) + ".challenge";
        await RunAsync(0, "team", "prove", challenge, "--identity", $"{name}.age");
        await RunAsync(0, "team", "take", challenge + ".proof");
    }

    private void Sign()
    {
        File.WriteAllText(folder["roots.pub"], root.Public.ToOpenSsh("root") + "\n");
        File.WriteAllText(folder["team.txt.sig"], TeamFile.Sign(File.ReadAllText(folder["team.txt"]), root));
    }

    private TeamList Read() => Assert.IsType<TeamReading.Valid>(
        TeamFile.Read(File.ReadAllBytes(folder["team.txt"]), File.ReadAllText(folder["team.txt.sig"]), [root.Public], Now)).Team;

    private async Task<string> SaidAsync(int code, params string[] args) => (await RunAsync(code, args)).Output;

    private async Task<Ran> RunAsync(int code, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var host = new DeskHost(new FakeTerminal(), new FakeClock(Now), folder.Path, WorkFactor: 4) { HomeFolder = folder["home"] };
        // Where people name files of their own, they do so from the folder they are in.
        args = [.. args.Select(arg => arg.EndsWith(".age", StringComparison.Ordinal) ? Path.Combine(folder.Path, arg) : arg)];
        var ran = new Ran(await DeskCommands.RunAsync(args, output, error, host, Cancel), output.ToString(), error.ToString());
        Assert.True(ran.Code == code, $"{string.Join(' ', args)}: {ran}");
        return ran;
    }
}
