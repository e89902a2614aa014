using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Detainees.Desk.Commands;
using Detainees.Desk.Keys;
using Detainees.Sealing;
using Detainees.Signing;

namespace Detainees.Desk.Team;

/// <summary>The steps of the key ceremony (docs/team.md). Signing is left to stock ssh-keygen, where the root key is.</summary>
internal sealed class TeamCeremony(string path, DeskHost host, TextWriter output, TextWriter error)
{
    private const int DaysOfWarning = 30;

    public async Task<int> NewAsync(string name, DateOnly until, CancellationToken cancel)
    {
        if (name.Trim().Length == 0 || name.Any(char.IsControl)) return Stop("The team needs a name of one line.");
        return await ChangeAsync(TeamPaper.Create(path, name.Trim(), until), _ => null, "Now 'team add' each member, an admin or two, and a recovery key.", cancel);
    }

    /// <param name="role">Null to take over the one of <paramref name="instead"/>.</param>
    /// <param name="instead">Whose keys these take the place of; null for somebody new.</param>
    public async Task<int> AddAsync(string keysFile, string? role, string? instead, CancellationToken cancel)
    {
        var read = ReadKeys(Path.GetFullPath(keysFile, host.Folder));
        if (read is Attempt<MemberKeys>.Failed(var noKeys)) return Stop(noKeys.Sentence);
        var keys = ((Attempt<MemberKeys>.Done)read).Value;
        var challengeFile = Path.Combine(Path.GetDirectoryName(path) ?? "", FileNameOf(keys.Name) + ".challenge");
        if (File.Exists(challengeFile)) return Stop($"There is already a file {challengeFile}. Move it away first.");
        var made = ChallengeFile.Make(keys.Recipient);
        var code = await ChangeAsync(TeamPaper.Read(path), paper =>
        {
            var words = instead is null ? WordsOf(role ?? "member") : [.. paper.Remove(instead)];
            if (words.Count == 0) return $"Nobody on the list is called '{instead}'. There are: {string.Join(", ", paper.Names())}.";
            if (paper.Has(keys.Recipient)) return "This key is on the list already.";
            foreach (var word in words)
                paper.Add(word.StartsWith("device", StringComparison.Ordinal)
                    ? $"{(word == "device" ? "device:" : word)} {keys.Device.ToOpenSsh("")} {keys.Name}" : $"{word}: {keys.Recipient} {keys.Name}");
            paper.Ask(made.Challenge);
            return null;
        }, $"Send {challengeFile} to {keys.Name}, who runs 'team prove' on it and sends back what it writes. Then 'team take'.", cancel);
        if (code == (int)ExitCode.Fine) await File.WriteAllTextAsync(challengeFile, made.File, cancel);
        return code;
    }

    public async Task<int> TakeAsync(string proofFile, CancellationToken cancel)
    {
        var file = Path.GetFullPath(proofFile, host.Folder);
        if (!File.Exists(file) || new FileInfo(file).Length > 16 * 1024) return Stop($"There is no proof in {file}.");
        var line = (await File.ReadAllLinesAsync(file, cancel)).FirstOrDefault(l => l.StartsWith("proof: ", StringComparison.Ordinal));
        if (line is null || TeamProof.TryParse(line["proof: ".Length..].Trim()) is not { } proof) return Stop($"There is no proof in {file}.");
        return await ChangeAsync(TeamPaper.Read(path), paper =>
        {
            if (paper.ChallengeOf(proof.Recipient) is not { } challenge) return "The list has asked for no such proof.";
            if (!proof.Answers(challenge)) return "This proof does not answer the challenge: it is of another one, or was changed. Send the challenge again.";
            paper.Answer(proof);
            return null;
        }, "Taken. 'team check' says what is missing still.", cancel);
    }

    public Task<int> RemoveAsync(string name, CancellationToken cancel) => ChangeAsync(TeamPaper.Read(path), paper =>
        paper.Remove(name).Count == 0 ? $"Nobody on the list is called '{name}'. There are: {string.Join(", ", paper.Names())}." : null,
        "Taken off. What was sealed before stays open to the removed key: the server cannot seal it anew. 'team check' says what to do next.", cancel);

    public Task<int> ExtendAsync(DateOnly until, CancellationToken cancel) => ChangeAsync(TeamPaper.Read(path), paper =>
    {
        paper.SetValidUntil(until);
        return null;
    }, "'team check' says what to do next.", cancel);

    public int Check(string? roots)
    {
        var read = TeamPaper.Read(path);
        if (read is Attempt<TeamPaper>.Failed(var why)) return Stop(why.Sentence);
        var paper = ((Attempt<TeamPaper>.Done)read).Value;
        var now = host.Time.GetUtcNow();
        switch (TeamFile.ReadDraft(paper.Text, now))
        {
            case TeamReading.Valid(var team):
                Describe(team, now);
                return CheckSignature(roots);
            case TeamReading.Unproven(var name):
                return Incomplete($"'{name}' has not proven their keys yet: send the challenge, and 'team take' what comes back.");
            case TeamReading.TooFewRecipients(var count):
                return Incomplete(string.Create(CultureInfo.InvariantCulture, $"The list has {count} of at least two members, so that one lost key loses nothing: 'team add' another."));
            case TeamReading.NoRecovery:
                return Incomplete("The list has no recovery key: make one with 'keys new', keep it offline, and 'team add --as recovery'.");
            case TeamReading.Expired(var until):
                return Incomplete(string.Create(CultureInfo.InvariantCulture, $"The list was valid until {until:yyyy-MM-dd}: 'team extend', and sign again."));
            case TeamReading.BadLine(var line, var fault):
                return Incomplete(string.Create(CultureInfo.InvariantCulture, $"Line {line} is wrong: {fault}."));
            default:
                return Incomplete("The list is not complete: a line is missing or stands twice.");
        }
    }

    /// <summary>Answers a challenge with this desk's keys.</summary>
    public static async Task<int> ProveAsync(DeskRun run, string challenge, string to, CancellationToken cancel)
    {
        if (File.Exists(to)) return run.Stop(new Trouble(ExitCode.Stopped, $"There is already a file {to}. Name another with --out."));
        var loaded = run.Keys(needsDevice: true);
        if (loaded is Attempt<DeskKeys>.Failed(var noKeys)) return run.Stop(noKeys);
        var keys = ((Attempt<DeskKeys>.Done)loaded).Value;
        switch (ChallengeFile.Open(challenge, keys.Identities))
        {
            case Attempt<(Recipient Recipient, byte[] Answer)>.Done(var opened):
                var device = keys.Device ?? throw new System.Diagnostics.UnreachableException();
                await File.WriteAllTextAsync(to, TeamProof.Make(opened.Recipient, opened.Answer, device).Line + "\n", Encoding.ASCII, cancel);
                CryptographicOperations.ZeroMemory(opened.Answer);
                run.Output.WriteLine($"Your keys open. Send this file back to your administrator: {to}");
                return (int)ExitCode.Fine;
            case Attempt<(Recipient Recipient, byte[] Answer)>.Failed(var why):
                return run.Stop(why);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Describe(TeamList team, DateTimeOffset now)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{team.Name}, serial {team.Serial}, valid until {team.ValidUntil:yyyy-MM-dd}"));
        foreach (var member in team.Recipients) output.WriteLine($"  opens reports   {member.Name}");
        foreach (var key in team.Recovery) output.WriteLine($"  recovery        {key.Name}");
        foreach (var device in team.Devices) output.WriteLine($"  {device.Role,-15} {device.Name}");
        output.WriteLine(team.IsDemo ? "The public demo team: never for a real report." : "Every key is proven.");
        var left = team.ValidUntil.DayNumber - DateOnly.FromDateTime(now.UtcDateTime).DayNumber;
        if (left <= DaysOfWarning) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"It ends in {left} days: 'team extend', and sign again, or the intake stops."));
    }

    private int CheckSignature(string? roots)
    {
        if (!File.Exists(path + ".sig"))
        {
            output.WriteLine($"Not signed yet. Where the root key is:  ssh-keygen -Y sign -n {TeamFile.SignatureNamespace} -f team-root {path}");
            return (int)ExitCode.Incomplete;
        }

        if (roots is null)
        {
            output.WriteLine("There is a signature; --roots FILE checks it.");
            return (int)ExitCode.Fine;
        }

        var file = Path.GetFullPath(roots, host.Folder);
        var keys = File.Exists(file) ? File.ReadAllLines(file).Select(VerifyingKey.TryParseOpenSsh).OfType<VerifyingKey>().ToList() : [];
        if (keys.Count == 0) return Stop($"{file} holds no root key (a line 'ecdsa-sha2-nistp256 …').");
        if (TeamFile.Read(File.ReadAllBytes(path), File.ReadAllText(path + ".sig"), keys, host.Time.GetUtcNow()) is TeamReading.Valid)
        {
            output.WriteLine($"The signature is good. Copy {path} and {path}.sig to the server: it takes them over within a minute.");
            return (int)ExitCode.Fine;
        }

        error.WriteLine("The signature is not of this list, or not of that root: sign it again.");
        return (int)ExitCode.Distrusted;
    }

    /// <param name="change">Null when done, or why not; then nothing is written.</param>
    private async Task<int> ChangeAsync(Attempt<TeamPaper> read, Func<TeamPaper, string?> change, string next, CancellationToken cancel)
    {
        if (read is Attempt<TeamPaper>.Failed(var why)) return Stop(why.Sentence);
        var paper = ((Attempt<TeamPaper>.Done)read).Value;
        if (change(paper) is { } reason) return Stop(reason);
        await paper.SaveAsync(cancel);
        output.WriteLine($"Written: {paper.Path}");
        output.WriteLine(next);
        return (int)ExitCode.Fine;
    }

    private static List<string> WordsOf(string role) => role switch
    {
        "recovery" => ["recovery"],
        "carrier" => ["device: carrier"],
        "admin" => ["recipient", "device: admin"],
        _ => ["recipient", "device"],
    };

    private static Attempt<MemberKeys> ReadKeys(string file)
    {
        var none = new Trouble(ExitCode.Stopped, $"{file} does not hold the two lines that 'keys new' printed ('recipient: …' and 'device: …').");
        if (!File.Exists(file) || new FileInfo(file).Length > 64 * 1024) return none;
        var lines = File.ReadAllLines(file).Select(line => line.Trim()).ToList();
        var recipient = lines.FirstOrDefault(line => line.StartsWith("recipient: ", StringComparison.Ordinal))?.Split(' ', 3);
        var device = lines.FirstOrDefault(line => line.StartsWith("device: ", StringComparison.Ordinal))?.Split(' ', 4);
        return recipient is [_, var key, var name] && name.Trim().Length > 0 && device is [_, var type, var blob, ..]
            && Recipient.TryParse(key) is { } opened && VerifyingKey.TryParseOpenSsh($"{type} {blob}") is { } known
            ? new MemberKeys(opened, known, name.Trim()) : none;
    }

    private static string FileNameOf(string name) => new([.. name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-')]);

    private int Incomplete(string sentence)
    {
        output.WriteLine(sentence);
        return (int)ExitCode.Incomplete;
    }

    private int Stop(string sentence)
    {
        error.WriteLine(sentence);
        return (int)ExitCode.Stopped;
    }

    private sealed record MemberKeys(Recipient Recipient, VerifyingKey Device, string Name);
}
