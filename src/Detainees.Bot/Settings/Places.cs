using System.Security.Cryptography;
using System.Text;

namespace Detainees.Bot.Settings;

/// <summary>Where everything lies, made absolute, with the defaults of the mode.</summary>
/// <param name="Data">Ciphertext only.</param>
/// <param name="EpochKeys">Outside <paramref name="Data"/>; losing it closes open drafts to the server.</param>
/// <param name="Secrets">Outside <paramref name="Data"/>: signing key, thread key.</param>
/// <param name="Config">Forms, team list, demo keys.</param>
/// <param name="Forms">Form files that are offered as they are.</param>
/// <param name="Published">Published forms, which then are the only ones offered; null where publishing is not asked for.</param>
/// <param name="Approvers">Keys of which two must have signed what is published; null where no signature is asked for.</param>
public sealed record Places(
    string Data, string EpochKeys, string Secrets, string Config, string TeamFile, string TeamRoots, string Forms, string? Published = null,
    string? Approvers = null)
{
    /// <summary>Every version of a form that was ever offered.</summary>
    public string FormArchive => Path.Combine(Data, "forms");

    public static Places For(BotOptions options, bool tryOut)
    {
        var config = FindConfig();
        var data = Absolute(options.Storage.DataDirectory, tryOut ? Path.Combine(".detainees", "bot", "data") : "/var/lib/detainees");
        return new Places(
            data,
            Absolute(options.Storage.EpochKeyDirectory, tryOut ? TryOutEpochs(data) : "/run/detainees/epochs"),
            Absolute(options.Storage.SecretsDirectory, tryOut ? Path.Combine(".detainees", "bot", "secrets") : "/etc/detainees/secrets"),
            config,
            Absolute(options.Team.File, tryOut ? Path.Combine(config, "demo", "team.txt") : "/etc/detainees/team.txt"),
            Absolute(options.Team.Roots, tryOut ? Path.Combine(config, "demo", "roots.pub") : "/etc/detainees/roots.pub"),
            Absolute(options.Forms.Directory, Path.Combine(config, "forms")),
            options.Forms.Published.Length > 0 ? Path.GetFullPath(options.Forms.Published) : null,
            options.Forms.Approvers.Length > 0 ? Path.GetFullPath(options.Forms.Approvers) : null);
    }

    public static string DefaultSettings => Path.Combine(FindConfig(), "detainees.json");

    /// <summary>The checkout's <c>config</c> when started in it, so that an edited form is the one that runs; else the published copy.</summary>
    private static string FindConfig()
    {
        var here = Path.GetFullPath("config");
        return Directory.Exists(Path.Combine(here, "forms")) ? here : Path.Combine(AppContext.BaseDirectory, "config");
    }

    // A memory file system where there is one, else the system's folder for temporary files: outside the data directory either way.
    private static string TryOutEpochs(string data)
    {
        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        var root = !string.IsNullOrEmpty(runtime) && Directory.Exists(runtime) ? runtime
            : Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)))[..12];
        return Path.Combine(root, $"detainees-try-out-{mark}");
    }

    private static string Absolute(string set, string otherwise) => Path.GetFullPath(set.Length > 0 ? set : otherwise);
}
