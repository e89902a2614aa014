using Detainees.Bot.Team;
using Detainees.Sealing;
using Detainees.Signing;
using Detainees.Testing;

namespace Detainees.Bot.Tests.Team;

/// <summary>The team list as files: whatever is wrong with it has its own sentence, and gives no team.</summary>
public sealed class TeamFilesTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] DemoRecipients =
        [.. File.ReadLines(Checkout.Path("config", "demo", "team.txt")).Where(l => l.StartsWith("reco", StringComparison.Ordinal) || l.StartsWith("recipient", StringComparison.Ordinal))
            .Select(l => l.Split(' ')[1])];

    private readonly TemporaryFolder folder = new();
    private readonly SigningKey root = SigningKey.Create();

    public void Dispose()
    {
        root.Dispose();
        folder.Dispose();
    }

    private static readonly SigningKey Laptop = SigningKey.Create();
    private static readonly string Proofs = TeamProofs.For(DemoRecipients, Laptop);

    private static string Good => $"""
        name: Search team
        serial: 7
        valid-until: 2026-12-31
        recipient: {DemoRecipients[0]} Anna
        recipient: {DemoRecipients[1]} Boris
        recovery: {DemoRecipients[2]} safe

        """ + Proofs;

    [Fact]
    public void A_valid_list_gives_its_team()
    {
        var (team, problem) = Read(Good);
        Assert.Equal(("Search team", 7L, false, ""), (team?.Name, team?.Serial ?? 0, team?.IsDemo ?? true, problem));
    }

    [Theory]
    [InlineData("", "line")]
    [InlineData("recipient: AGE-SECRET-KEY-1 Anna", "line")]
    [InlineData("name: twice", "line")]
    public void A_bad_line_is_told_by_its_number(string line, string word) => AssertProblem(Read(Good + (line.Length == 0 ? "no colon" : line) + "\n"), word);

    [Fact]
    public void One_recipient_is_too_few() => AssertProblem(Read(Without("Boris")), "at least two");

    [Fact]
    public void Without_a_recovery_key_there_is_no_team() => AssertProblem(Read(Without("recovery")), "recovery");

    [Fact]
    public void An_expired_list_says_until_when_it_was_valid() => AssertProblem(Read(Good, now: Now.AddYears(1)), "2026-12-31");

    [Fact]
    public void A_key_that_nobody_has_proven_stops_the_list_and_is_named() =>
        AssertProblem(Read(Good.Replace(Proofs, TeamProofs.For(DemoRecipients[..2], Laptop), StringComparison.Ordinal)), "'safe'");

    [Fact]
    public void A_device_that_nobody_has_proven_stops_the_list_and_is_named()
    {
        using var stranger = SigningKey.Create();
        Assert.Equal("", Read(Good + $"device: {Laptop.Public.ToOpenSsh("")} a laptop\n").Problem);
        AssertProblem(Read(Good + $"device: {stranger.Public.ToOpenSsh("")} a stick\n"), "'a stick'");
    }

    [Fact]
    public void A_missing_line_is_named() => AssertProblem(Read(Without("serial")), "serial");

    [Fact]
    public void A_list_of_another_root_says_so()
    {
        using var other = SigningKey.Create();
        AssertProblem(Read(Good, signer: other), "not among the roots");
    }

    [Fact]
    public void A_list_that_was_changed_after_signing_says_so()
    {
        Write(Good, TeamFile.Sign(Good, root));
        File.AppendAllText(folder["team.txt"], "# one more line\n");
        AssertProblem(ReadFiles(), "changed after signing");
    }

    [Theory, InlineData(""), InlineData(null)]
    public void A_list_without_a_signature_says_how_to_make_one(string? signature)
    {
        Write(Good, signature);
        AssertProblem(ReadFiles(), "no signature (ssh-keygen -Y sign");
    }

    [Theory, InlineData("team.txt"), InlineData("roots.pub")]
    public void A_missing_file_is_named(string name)
    {
        Write(Good, TeamFile.Sign(Good, root));
        File.Delete(folder[name]);
        AssertProblem(ReadFiles(), "must be there");
    }

    [Fact]
    public void Roots_that_hold_no_key_say_so()
    {
        Write(Good, TeamFile.Sign(Good, root));
        File.WriteAllText(folder["roots.pub"], "# nothing but a comment\nssh-ed25519 AAAA\n");
        AssertProblem(ReadFiles(), "holds no root key");
    }

    [Fact]
    public void Every_way_to_be_invalid_has_a_sentence_of_its_own()
    {
        using var other = SigningKey.Create();
        var sentences = new List<string>
        {
            Read(Good + "no colon\n").Problem, Read(Without("Boris")).Problem, Read(Without("recovery")).Problem, Read(Good, now: Now.AddYears(1)).Problem,
            Read(Without("serial")).Problem, Read(Good, signer: other).Problem, Read(Good + $"recipient: {DemoRecipients[0]} again\n").Problem,
            Read(new string('#', 300_000)).Problem,
        };
        Write(Good, "");
        sentences.Add(ReadFiles().Problem);
        Write(Good + "x", TeamFile.Sign(Good, root));
        sentences.Add(ReadFiles().Problem);
        Assert.Equal(sentences.Count, sentences.Distinct().Count());
        Assert.All(sentences, sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void The_demo_team_is_valid_and_says_that_it_is_public()
    {
        var (team, problem) = TeamFiles.Read(Checkout.Path("config", "demo", "team.txt"), Checkout.Path("config", "demo", "roots.pub"), Now);
        Assert.Equal("", problem);
        Assert.True(team?.IsDemo);
        Assert.Equal(3, team?.Everyone.Length);
        Assert.NotEmpty(team?.Devices ?? []);
    }

    [Fact]
    public async Task Stock_ssh_keygen_accepts_the_demo_teams_signature()
    {
        var cancel = TestContext.Current.CancellationToken;
        var program = OutsideTools.Require("ssh-keygen");
        var key = (await File.ReadAllTextAsync(Checkout.Path("config", "demo", "roots.pub"), cancel)).Trim();
        await File.WriteAllTextAsync(folder["allowed"], $"root {key}\n", cancel);
        string[] arguments = ["-Y", "verify", "-f", folder["allowed"], "-I", "root", "-n", "detainees-team", "-s", Checkout.Path("config", "demo", "team.txt.sig")];
        var text = await File.ReadAllBytesAsync(Checkout.Path("config", "demo", "team.txt"), cancel);
        var good = await OutsideTools.RunAsync(program, arguments, cancel, text);
        Assert.True(good.ExitCode == 0, good.Error);
        text[20] ^= 1;
        Assert.NotEqual(0, (await OutsideTools.RunAsync(program, arguments, cancel, text)).ExitCode);
    }

    private static string Without(string word) =>
        string.Join('\n', Good.Split('\n').Where(line => !line.Contains(word, StringComparison.Ordinal)));

    private (TeamList? Team, string Problem) Read(string text, SigningKey? signer = null, DateTimeOffset? now = null)
    {
        Write(text, TeamFile.Sign(text, signer ?? root));
        return ReadFiles(now);
    }

    private (TeamList? Team, string Problem) ReadFiles(DateTimeOffset? now = null) => TeamFiles.Read(folder["team.txt"], folder["roots.pub"], now ?? Now);

    private void Write(string text, string? signature)
    {
        File.WriteAllText(folder["team.txt"], text);
        File.WriteAllText(folder["roots.pub"], $"# the root\n{root.Public.ToOpenSsh("root")}\n");
        File.Delete(folder["team.txt.sig"]);
        if (signature is not null) File.WriteAllText(folder["team.txt.sig"], signature);
    }

    private static void AssertProblem((TeamList? Team, string Problem) reading, string word)
    {
        Assert.Null(reading.Team);
        Assert.Contains(word, reading.Problem, StringComparison.Ordinal);
    }
}
