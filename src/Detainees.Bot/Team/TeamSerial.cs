using System.Globalization;
using System.Text;
using Detainees.Bot.Settings;
using Detainees.Sealing;

namespace Detainees.Bot.Team;

/// <summary>
/// The newest team list that was ever in use here, kept over restarts: an old list played again is refused, and so is another list
/// under the same serial.
/// </summary>
internal static class TeamSerial
{
    /// <summary>False when a newer list, or another one with this serial, was in use before.</summary>
    /// <param name="directory">The secrets directory.</param>
    public static bool TryAdvance(string directory, TeamList team)
    {
        // Nobody is removed from the public team; and a practice must not use up a serial of the real one.
        if (team.IsDemo) return true;
        var path = Path.Combine(directory, "team-serial");
        var words = File.Exists(path) ? File.ReadAllText(path).Trim().Split(' ') : [];
        var known = words.Length > 0 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var kept) ? kept : 0;
        if (team.Serial < known) return false;
        // A file of an earlier version holds the serial alone.
        if (team.Serial == known && words.Length > 1) return words[1] == team.Digest;
        PrivateDirectory.Create(directory);
        var partial = path + ".partial";
        using (var file = PrivateDirectory.CreateFile(partial))
        {
            file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{team.Serial} {team.Digest}\n")));
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
        return true;
    }
}
