using Detainees.Bot.Settings;
using Detainees.Bot.Team;
using Detainees.Journal;
using Detainees.Signing;
using Detainees.Storage;

namespace Detainees.Bot.Tools.Backups;

/// <summary>
/// <c>restore</c>: a backup into an empty data directory, then every newer bundle, so that what was entered after the backup is there
/// and what was erased after it is erased again.
/// </summary>
internal static class RestoreCommand
{
    private const int Bad = 2;
    private const int Failed = 3;

    public static async Task<int> RunAsync(string file, string[] bundles, bool tryOut, string[] settings, CancellationToken cancel)
    {
        var path = Path.GetFullPath(file);
        if (new[] { path }.Concat(bundles).FirstOrDefault(f => !File.Exists(f)) is { } absent) return Launch.Refuse($"there is no file {absent}.", Bad);
        if (Launch.PlacesForTool(settings, tryOut) is not { } places) return Bad;
        if (!ServerSecrets.Exist(places.Secrets))
            return Launch.Refuse(
                $"The server's secrets are not in {places.Secrets}. They are in the backup, sealed to the team: tar xf {path} secrets.age; "
                + $"age -d -i IDENTITY secrets.age | tar x -C {places.Secrets}", Failed);
        using var secrets = Launch.ExistingSecrets(places);
        if (secrets is null) return Failed;
        if (Directory.Exists(places.Data) && Directory.EnumerateFileSystemEntries(places.Data).Any())
            return Launch.Refuse($"The data directory {places.Data} is not empty; nothing is overwritten. Move what is there away, and keep it.", Bad);

        try
        {
            PrivateDirectory.Create(places.Data);
            var (manifest, problem) = await BackupReader.ReadAsync(path, places.Data, secrets.Signing.Public, Launch.Origin, cancel);
            if (manifest is null) return Launch.Refuse($"{path} is not restored: {problem} What was unpacked so far is left in {places.Data}, without its database.", Failed);
            return await BringForwardAsync(manifest, bundles, places, secrets, cancel);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Launch.Refuse($"{path} cannot be read, or {places.Data} cannot be written, or the disk is full.", Failed);
        }
    }

    private static async Task<int> BringForwardAsync(BackupManifest manifest, string[] bundles, Places places, ServerSecrets secrets, CancellationToken cancel)
    {
        var opened = Launch.OpenStore(places, secrets, TimeProvider.System);
        if (opened is not OpenResult.Opened(var store)) return Launch.Refuse(Launch.Why(opened, places), Failed);
        await using (store)
        {
            if (!await store.IsSoundAsync(cancel)) return Launch.Refuse("the restored database is damaged. It was left as it is.", Failed);
            var worked = true;
            foreach (var bundle in bundles)
            {
                using var import = new BundleImport(store, (IJournalImport)store); // every store that a backup is made of is one
                var problem = await import.RunAsync(bundle, secrets.Signing.Public, Bearers(places, secrets), Launch.Origin, cancel);
                Console.WriteLine($"{bundle}: {import.Entries} entries brought back, {import.Erasures} of them erasures, {import.Files} sealed files.");
                if (problem is null) continue;
                Console.Error.WriteLine($"{bundle}: {problem}");
                worked = false;
            }

            var (head, counts) = (await store.HeadAsync(cancel), await store.CountsAsync(cancel));
            Console.WriteLine($"Restored: {head.Size} journal entries ({manifest.Entries} of the backup), {counts.Attachments} attachments, {counts.Drafts} open drafts.");
            Console.WriteLine("Their keys are in no backup: where this machine does not have them any more, each person is told so and can send what was sealed, or begin again.");
            Console.WriteLine($"Before you start the bot: if any desk has seen more than {head.Size} entries, let it hand them back (desk hand-back) and restore with --bundle. Otherwise the desks will rightly say that the journal was rolled back.");
            return worked && await store.IsSoundAsync(cancel) ? 0 : Failed;
        }
    }

    /// <summary>Who may have packed a bundle: the server, or a desk of the present team, which hands back what the server signed.</summary>
    private static List<VerifyingKey> Bearers(Places places, ServerSecrets secrets)
    {
        var bearers = new List<VerifyingKey> { secrets.Signing.Public };
        var (team, _) = TeamFiles.Read(places.TeamFile, places.TeamRoots, TimeProvider.System.GetUtcNow());
        if (team is not null) bearers.AddRange(team.Devices.Select(d => d.Key));
        return bearers;
    }
}
