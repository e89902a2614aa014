using System.Globalization;
using System.Text;
using Detainees.Sealing;

namespace Detainees.Desk.Team;

/// <summary>A team list while it is being written: its lines, whose order and comments stay as people made them.</summary>
internal sealed class TeamPaper
{
    private static readonly string[] KeyLines = ["recipient", "recovery", "device", "challenge", "proof"];

    private readonly string path;
    private readonly List<string> lines;

    private TeamPaper(string path, List<string> lines) => (this.path, this.lines) = (path, lines);

    public string Path => path;
    public string Text => string.Join('\n', lines) + "\n";

    public static Attempt<TeamPaper> Create(string path, string name, DateOnly validUntil)
    {
        if (File.Exists(path)) return new Trouble(ExitCode.Stopped, $"There is already a file {path}.");
        return new TeamPaper(path, [$"name: {name}", "serial: 1", string.Create(CultureInfo.InvariantCulture, $"valid-until: {validUntil:yyyy-MM-dd}")]);
    }

    public static Attempt<TeamPaper> Read(string path)
    {
        if (!File.Exists(path)) return new Trouble(ExitCode.Stopped, $"There is no team list {path}. 'team new' begins one; --list names another.");
        if (new FileInfo(path).Length > 256 * 1024) return new Trouble(ExitCode.Stopped, $"The file {path} is too large for a team list.");
        var text = File.ReadAllText(path).TrimStart('\uFEFF').ReplaceLineEndings("\n").TrimEnd('\n');
        return new TeamPaper(path, [.. text.Split('\n')]);
    }

    public void Add(string line) => lines.Add(line);

    public bool Has(Recipient recipient) =>
        lines.Any(line => FieldOf(line) is ("recipient" or "recovery", var value) && value.Split(' ')[0] == recipient.ToString());

    public TeamChallenge? ChallengeOf(Recipient recipient) => lines.Select(FieldOf)
        .Where(field => field.Key == "challenge").Select(field => TeamChallenge.TryParse(field.Value)).FirstOrDefault(c => c?.Recipient.Equals(recipient) is true);

    /// <summary>Takes out the lines of one holder, with the challenges and proofs of their keys.</summary>
    /// <param name="name">As it stands behind the keys.</param>
    /// <returns>The words before the keys that were taken out ("recipient", "recovery", "device: admin"…); empty when nobody has that name.</returns>
    public List<string> Remove(string name)
    {
        var removed = new List<string>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines.ToList())
        {
            var (key, value) = FieldOf(line);
            if (key is not ("recipient" or "recovery" or "device") || NameOf(key, value) != name) continue;
            removed.Add(key == "device" && value.Split(' ')[0] is "desk" or "carrier" or "admin" ? $"device: {value.Split(' ')[0]}" : key);
            if (key != "device") keys.Add(value.Split(' ')[0]);
            lines.Remove(line);
        }

        lines.RemoveAll(line => FieldOf(line) is ("challenge" or "proof", var value) && keys.Contains(value.Split(' ')[0]));
        return removed;
    }

    /// <summary>Replaces an earlier challenge and proof of the same key.</summary>
    public void Ask(TeamChallenge challenge)
    {
        lines.RemoveAll(line => FieldOf(line) is ("challenge" or "proof", var value) && value.Split(' ')[0] == challenge.Recipient.ToString());
        lines.Add(challenge.Line);
    }

    public void Answer(TeamProof proof)
    {
        lines.RemoveAll(line => FieldOf(line) is ("proof", var value) && value.Split(' ')[0] == proof.Recipient.ToString());
        lines.Add(proof.Line);
    }

    /// <summary>
    /// Writes the list. What was signed is another list: the signature goes, and the serial grows by one, so that the server takes the new one and
    /// never the old one again.
    /// </summary>
    public async Task SaveAsync(CancellationToken cancel)
    {
        if (File.Exists(path + ".sig"))
        {
            for (var i = 0; i < lines.Count; i++)
                if (FieldOf(lines[i]) is ("serial", var value) && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var serial))
                    lines[i] = string.Create(CultureInfo.InvariantCulture, $"serial: {serial + 1}");
        }

        await Store.PrivateFiles.WriteAsync(path, Encoding.UTF8.GetBytes(Text), cancel);
        File.Delete(path + ".sig");
    }

    public void SetValidUntil(DateOnly day)
    {
        lines.RemoveAll(line => FieldOf(line).Key == "valid-until");
        lines.Insert(Math.Min(2, lines.Count), string.Create(CultureInfo.InvariantCulture, $"valid-until: {day:yyyy-MM-dd}"));
    }

    /// <summary>Names of holders whose keys are not proven yet.</summary>
    public IEnumerable<string> Names() => lines.Select(FieldOf).Where(field => field.Key is "recipient" or "recovery" or "device").Select(field => NameOf(field.Key, field.Value)).Distinct();

    private static (string Key, string Value) FieldOf(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var key = colon < 0 ? "" : line[..colon].Trim();
        return KeyLines.Contains(key) || key is "serial" or "valid-until" or "name" ? (key, line[(colon + 1)..].Trim()) : ("", "");
    }

    /// <summary>What stands behind the key: after one word for a recipient, after two or three for a device.</summary>
    private static string NameOf(string key, string value)
    {
        var words = value.Split(' ');
        var before = key != "device" ? 1 : words[0] is "desk" or "carrier" or "admin" ? 3 : 2;
        return string.Join(' ', words.Skip(before)).Trim();
    }
}
