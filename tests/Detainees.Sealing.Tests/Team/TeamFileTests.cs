using System.Text;
using Detainees.Signing;
using Detainees.Testing;

namespace Detainees.Sealing.Tests.Team;

public sealed class TeamFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly SigningKey root = SigningKey.Create();
    private readonly SigningKey laptop = SigningKey.Create();

    public void Dispose()
    {
        root.Dispose();
        laptop.Dispose();
    }

    private static string Proof(Recipient recipient, SigningKey device, byte answer = 1)
    {
        var bytes = Enumerable.Repeat(answer, TeamChallenge.AnswerBytes).ToArray();
        return $"{TeamChallenge.For(recipient, bytes).Line}\n{TeamProof.Make(recipient, bytes, device).Line}\n";
    }

    private string Proofs =>
        Proof(SealingTests.Somebody(1), laptop) + Proof(SealingTests.Somebody(2), root) + Proof(SealingTests.Somebody(3), laptop);

    private string Good => Lines + (proofs ??= Proofs);

    private string? proofs;

    private string Lines => $"""
        # The invented team of the tests
        name: Search team “North”
        serial: 3
        valid-until: 2027-01-31

        recipient: {SealingTests.Somebody(1)} Анна (desk)
        recipient: {SealingTests.Somebody(2)}   Borys
        recovery: {SealingTests.Somebody(3)} offline safe
        device: {laptop.Public.ToOpenSsh("")} Anna's laptop
        device: carrier {root.Public.ToOpenSsh("")} bundle stick

        """;

    [Theory, InlineData("\n", ""), InlineData("\r\n", ""), InlineData("\r\n", "\uFEFF")]
    public void A_signed_list_reads_as_it_was_written(string newline, string mark)
    {
        var text = mark + Good.ReplaceLineEndings(newline);
        var team = Assert.IsType<TeamReading.Valid>(Read(text)).Team;
        Assert.Equal(("Search team “North”", 3L, new DateOnly(2027, 1, 31), false), (team.Name, team.Serial, team.ValidUntil, team.IsDemo));
        Assert.Equal(["Анна (desk)", "Borys"], team.Recipients.Select(r => r.Name));
        Assert.Equal("offline safe", Assert.Single(team.Recovery).Name);
        Assert.Equal([SealingTests.Somebody(1), SealingTests.Somebody(2), SealingTests.Somebody(3)], team.Everyone);
        Assert.Equal(DeviceRole.Desk, team.FindDevice(laptop.Public.Id)?.Role);
        Assert.Equal((DeviceRole.Carrier, "bundle stick"), (team.Devices[1].Role, team.Devices[1].Name));
        Assert.Null(team.FindDevice("SHA256:"));
    }

    [Fact]
    public void The_demo_team_says_so() =>
        Assert.True(Assert.IsType<TeamReading.Valid>(Read(Good + "demo: yes\n")).Team.IsDemo);

    [Fact]
    public void Without_a_signature_there_is_no_team() =>
        Assert.IsType<TeamReading.Unsigned>(TeamFile.Read(Good, " \n", [root.Public], Now));

    [Fact]
    public void A_signature_of_another_key_makes_no_team()
    {
        Assert.IsType<TeamReading.WrongKey>(TeamFile.Read(Good, TeamFile.Sign(Good, laptop), [root.Public], Now));
        Assert.IsType<TeamReading.WrongKey>(TeamFile.Read(Good, TeamFile.Sign(Good, root), [], Now));
    }

    [Fact]
    public void Any_change_after_signing_makes_no_team()
    {
        var file = Encoding.UTF8.GetBytes(Good);
        var signature = SshSignature.Sign(root, file, TeamFile.SignatureNamespace);
        for (var i = 0; i < file.Length; i += 3)
        {
            file[i] ^= 1;
            Assert.IsType<TeamReading.BadSignature>(TeamFile.Read(file, signature, [root.Public], Now));
            file[i] ^= 1;
        }

        Assert.IsType<TeamReading.Valid>(TeamFile.Read(file, signature, [root.Public], Now));
    }

    [Fact]
    public void A_signature_for_another_purpose_makes_no_team()
    {
        var signature = SshSignature.Sign(root, Encoding.UTF8.GetBytes(Good), "detainees-bundle");
        Assert.IsType<TeamReading.BadSignature>(TeamFile.Read(Good, signature, [root.Public], Now));
        Assert.IsType<TeamReading.BadSignature>(TeamFile.Read(Good, "not a signature", [root.Public], Now));
    }

    [Fact]
    public void A_list_is_good_to_the_end_of_its_last_day_and_no_longer()
    {
        var text = Good;
        var signature = TeamFile.Sign(text, root);
        TeamReading At(DateTimeOffset now) => TeamFile.Read(text, signature, [root.Public], now);
        var end = new DateTimeOffset(2027, 2, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.IsType<TeamReading.Valid>(At(end.AddTicks(-1)));
        Assert.Equal(new TeamReading.Expired(new DateOnly(2027, 1, 31)), At(end));
        // Half past midnight in Kyiv is still the day before in UTC.
        Assert.IsType<TeamReading.Valid>(At(new DateTimeOffset(2027, 2, 1, 0, 30, 0, TimeSpan.FromHours(2))));
    }

    [Fact]
    public void Fewer_than_two_recipients_or_no_recovery_key_make_no_team()
    {
        Assert.Equal(new TeamReading.TooFewRecipients(1), Read(Without("Borys")));
        Assert.Equal(new TeamReading.NoRecovery(), Read(Without("recovery:")));
        Assert.Equal(new TeamReading.Missing("name"), Read(Without("name:")));
        Assert.Equal(new TeamReading.Missing("serial"), Read(Without("serial:")));
        Assert.Equal(new TeamReading.Missing("valid-until"), Read(Without("valid-until:")));
    }

    [Fact]
    public void A_key_without_a_proof_that_fits_makes_no_team()
    {
        using var stranger = SigningKey.Create();
        var (anna, borys, safe) = (SealingTests.Somebody(1), SealingTests.Somebody(2), SealingTests.Somebody(3));
        TeamReading With(string proofs) => Read(Lines + proofs);
        Assert.IsType<TeamReading.Valid>(With(Proofs));
        Assert.Equal(new TeamReading.Unproven("Анна (desk)"), With(""));
        Assert.Equal(new TeamReading.Unproven("offline safe"), With(Proof(anna, laptop) + Proof(borys, root)));
        // A challenge alone, a proof alone, an answer to somebody else's challenge, a signature of another.
        var asked = Proof(borys, root).Split('\n');
        Assert.Equal(new TeamReading.Unproven("Borys"), With(Proof(anna, laptop) + asked[0] + "\n" + Proof(safe, laptop)));
        Assert.Equal(new TeamReading.Unproven("Borys"), With(Proof(anna, laptop) + asked[1] + "\n" + Proof(safe, laptop)));
        Assert.Equal(new TeamReading.Unproven("Borys"), With(Proof(anna, laptop) + asked[0] + "\n" + Proof(borys, root, 2).Split('\n')[1] + "\n" + Proof(safe, laptop)));
        // The second device signs nothing: it is not proven.
        Assert.Equal(new TeamReading.Unproven("bundle stick"), With(Proof(anna, laptop) + Proof(borys, laptop) + Proof(safe, laptop)));
        Assert.Equal(new TeamReading.Unproven("Anna's laptop"), With(Proof(anna, stranger) + Proof(borys, root) + Proof(safe, stranger)));
    }

    [Fact]
    public void A_changed_proof_proves_nothing()
    {
        var line = TeamProof.Make(SealingTests.Somebody(1), new byte[32], laptop).Line["proof: ".Length..];
        var challenge = TeamChallenge.For(SealingTests.Somebody(1), new byte[32]);
        Assert.True(TeamProof.TryParse(line)?.Answers(challenge));
        for (var i = 0; i < line.Length; i++)
        {
            var changed = string.Concat(line.AsSpan(0, i), line[i] == 'a' ? "b" : "a", line.AsSpan(i + 1));
            Assert.True(TeamProof.TryParse(changed) is not { } proof || !proof.Answers(challenge) || changed == line, changed);
        }
    }

    [Fact]
    public void A_key_stands_in_the_list_once()
    {
        Assert.Equal(new TeamReading.DuplicateRecipient(17), Read(Good + $"recovery: {SealingTests.Somebody(1)} again\n"));
        Assert.Equal(new TeamReading.DuplicateRecipient(17), Read(Good + $"recipient: {SealingTests.Somebody(3)} again\n"));
        Assert.Equal(new TeamReading.DuplicateDevice(17), Read(Good + $"device: {laptop.Public.ToOpenSsh("")} again\n"));
    }

    [Theory]
    [InlineData("what is this", TeamLineFault.NotKeyAndValue)]
    [InlineData("recipients: age1", TeamLineFault.UnknownKey)]
    [InlineData("Name: x", TeamLineFault.UnknownKey)]
    [InlineData("name: again", TeamLineFault.Repeated)]
    [InlineData("serial: 4", TeamLineFault.Repeated)]
    [InlineData("valid-until: 2030-01-01", TeamLineFault.Repeated)]
    [InlineData("demo: perhaps", TeamLineFault.NotYesOrNo)]
    [InlineData("recipient: age1qqq Anna", TeamLineFault.NotARecipient)]
    [InlineData("recovery: AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0 Anna", TeamLineFault.NotARecipient)]
    [InlineData("recipient: age1lvyvwawkr0mcnnnncaghunadrqkmuf9e6507x9y920xxpp866cnql7dp2z", TeamLineFault.NoName)]
    [InlineData("device: ssh-ed25519 AAAA Anna", TeamLineFault.NotADevice)]
    [InlineData("device: carrier", TeamLineFault.NotADevice)]
    public void A_line_that_is_wrong_is_named(string line, TeamLineFault fault) =>
        Assert.Equal(new TeamReading.BadLine(17, fault), Read(Good + line + "\n"));

    [Theory]
    [InlineData("serial: 3", "serial: 0", 3, TeamLineFault.NotANumber)]
    [InlineData("serial: 3", "serial: -3", 3, TeamLineFault.NotANumber)]
    [InlineData("2027-01-31", "31.01.2027", 4, TeamLineFault.NotADay)]
    [InlineData("2027-01-31", "2027-02-29", 4, TeamLineFault.NotADay)]
    public void A_value_that_is_wrong_is_named(string right, string wrong, int line, TeamLineFault fault) =>
        Assert.Equal(new TeamReading.BadLine(line, fault), Read(Good.Replace(right, wrong, StringComparison.Ordinal)));

    [Fact]
    public void What_is_no_text_or_far_too_long_makes_no_team()
    {
        byte[] file = [.. Encoding.UTF8.GetBytes(Good), 0xff, 0xfe];
        var signature = SshSignature.Sign(root, file, TeamFile.SignatureNamespace);
        Assert.IsType<TeamReading.NotText>(TeamFile.Read(file, signature, [root.Public], Now));
        Assert.IsType<TeamReading.TooLarge>(TeamFile.Read(new string('#', 300_000), "", [root.Public], Now));
        var crowd = string.Concat(Enumerable.Range(10, 62).Select(i => $"recipient: {SealingTests.Somebody(i)} x\n"));
        Assert.IsType<TeamReading.TooLarge>(Read(Good + crowd));
    }

    [Fact]
    public async Task A_list_signed_with_stock_ssh_keygen_is_good()
    {
        var keygen = OutsideTools.Require("ssh-keygen");
        using var folder = new TemporaryFolder();
        var cancel = TestContext.Current.CancellationToken;
        await OutsideTools.RunAsync(keygen, ["-q", "-t", "ecdsa", "-b", "256", "-N", "", "-f", folder["root"]], cancel);
        await File.WriteAllTextAsync(folder["team.txt"], Good, cancel);
        var signed = await OutsideTools.RunAsync(
            keygen, ["-Y", "sign", "-n", TeamFile.SignatureNamespace, "-f", folder["root"], folder["team.txt"]], cancel);
        Assert.Equal(0, signed.ExitCode);
        var key = VerifyingKey.TryParseOpenSsh(await File.ReadAllTextAsync(folder["root.pub"], cancel));
        var file = await File.ReadAllBytesAsync(folder["team.txt"], cancel);
        var signature = await File.ReadAllTextAsync(folder["team.txt.sig"], cancel);
        Assert.IsType<TeamReading.Valid>(TeamFile.Read(file, signature, [Assert.IsType<VerifyingKey>(key)], Now));
    }

    [Fact]
    public void No_draft_makes_the_reader_throw()
    {
#pragma warning disable CA5394 // nothing here is a secret
        var random = new Random(11);
        for (var round = 0; round < 3000; round++)
        {
            var text = Good.ToCharArray();
            for (var changes = random.Next(1, 5); changes > 0; changes--) text[random.Next(text.Length)] = (char)random.Next(0x20, 0x500);
            Assert.NotNull(TeamFile.ReadDraft(new string(text), Now));
        }
#pragma warning restore CA5394
    }

    private TeamReading Read(string text)
    {
        var reading = TeamFile.Read(text, TeamFile.Sign(text, root), [root.Public], Now);
        Assert.Equal(reading.GetType(), TeamFile.ReadDraft(text, Now).GetType());
        return reading;
    }

    private string Without(string part) =>
        string.Join('\n', Good.Split('\n').Where(line => !line.Contains(part, StringComparison.Ordinal)));
}
