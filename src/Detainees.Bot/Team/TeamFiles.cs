using Detainees.Sealing;
using Detainees.Signing;

namespace Detainees.Bot.Team;

/// <summary>The team list on the disk: the list, its signature beside it, and the keys that may sign it.</summary>
internal static class TeamFiles
{
    /// <summary>The valid list, or the one sentence that says why there is none.</summary>
    public static (TeamList? Team, string Problem) Read(string file, string roots, DateTimeOffset now)
    {
        byte[] content;
        string signature, rootLines;
        try
        {
            content = File.ReadAllBytes(file);
            signature = File.Exists(file + ".sig") ? File.ReadAllText(file + ".sig") : "";
            rootLines = File.ReadAllText(roots);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, $"The team list cannot be read: {file}, its signature {file}.sig and the root keys {roots} must be there.");
        }

        var keys = rootLines.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')
            .Select(VerifyingKey.TryParseOpenSsh).OfType<VerifyingKey>().ToList();
        if (keys.Count == 0) return (null, $"{roots} holds no root key (a line 'ecdsa-sha2-nistp256 …', as ssh-keygen -t ecdsa makes it).");
        return TeamFile.Read(content, signature, keys, now) switch
        {
            TeamReading.Valid(var team) => (team, ""),
            var other => (null, $"The team list {file} is not valid: {Why(other)}"),
        };
    }

    private static string Why(TeamReading reading) => reading switch
    {
        TeamReading.Unsigned => "it has no signature (ssh-keygen -Y sign -n detainees-team -f ROOT_KEY FILE).",
        TeamReading.WrongKey => "it is signed by a key that is not among the roots.",
        TeamReading.BadSignature => "its signature does not fit it; it was changed after signing.",
        TeamReading.Expired expired => $"it was valid until {expired.ValidUntil:yyyy-MM-dd}.",
        TeamReading.TooFewRecipients few => $"it names {few.Count} recipient(s); at least two are needed, so that one lost key loses nothing.",
        TeamReading.NoRecovery => "it names no recovery recipient (an identity kept offline).",
        TeamReading.Unproven unproven => $"the holder of the key of '{unproven.Name}' has not proven that they have it ('desk team challenge' and 'desk team prove').",
        TeamReading.BadLine line => $"line {line.Line}: {line.Fault}.",
        TeamReading.Missing missing => $"the line '{missing.Key}: …' is missing.",
        TeamReading.DuplicateRecipient twice => $"line {twice.Line}: this recipient is named twice.",
        TeamReading.DuplicateDevice twice => $"line {twice.Line}: this device is named twice.",
        _ => "it is too large or is no text.",
    };
}
