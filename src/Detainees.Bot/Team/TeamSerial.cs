using System.Globalization;
using Detainees.Bot.Settings;

namespace Detainees.Bot.Team;

/// <summary>The highest serial of a team list that was ever in use here, kept over restarts: an old list played again is refused.</summary>
internal static class TeamSerial
{
    /// <summary>False when a newer list was in use before.</summary>
    /// <param name="directory">The secrets directory.</param>
    public static bool TryAdvance(string directory, long serial)
    {
        var path = Path.Combine(directory, "team-serial");
        var known = File.Exists(path) && long.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kept) ? kept : 0;
        if (serial < known) return false;
        if (serial == known) return true;
        PrivateDirectory.Create(directory);
        var partial = path + ".partial";
        using (var file = PrivateDirectory.CreateFile(partial))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(serial.ToString(CultureInfo.InvariantCulture)));
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
        return true;
    }
}
