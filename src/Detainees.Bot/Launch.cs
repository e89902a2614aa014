using System.Net.Sockets;
using System.Text.Json;
using Detainees.Bot.Intake;
using Detainees.Bot.Publishing;
using Detainees.Bot.Settings;
using Detainees.Bot.Team;
using Detainees.Bot.Tools;
using Detainees.Phone;
using Detainees.Sealing;
using Detainees.Storage;
using Detainees.Storage.Files;
using Microsoft.Extensions.Configuration;

namespace Detainees.Bot;

/// <summary>From settings to a running program. What an operator can get wrong ends in one sentence and an exit code.</summary>
internal static class Launch
{
    /// <summary>The journal's name in checkpoints and receipts.</summary>
    public const string Origin = "detainees-intake";

    private const int BadSettings = 2;
    public const int CannotStart = 3;
    private const int Stopped = 5;

    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancel)
    {
        if (ReadOptions(arguments) is not { } options) return BadSettings;
        var plan = Plan(options);
        if (plan is LaunchPlan.Refused refused) return Refuse(refused.Reason, BadSettings);

        var practice = plan is LaunchPlan.TryOut or LaunchPlan.Practice;
        var places = Places.For(options, practice);
        var linking = plan switch
        {
            LaunchPlan.Practice p => TelegramLink.SeekAsync(options, p.Token, p.ApiRoot),
            LaunchPlan.Production p => TelegramLink.SeekAsync(options, p.Token, p.ApiRoot),
            _ => null, // a try-out has a phone of its own, which is not there yet
        };
        var (team, problem) = TeamFiles.Read(places.TeamFile, places.TeamRoots, TimeProvider.System.GetUtcNow());
        if (team is null) return Refuse(problem, BadSettings);
        if (team.IsDemo && !practice)
            return Refuse("The team list is the public demo team: everybody has its keys. With a Telegram token a team of your own is needed (Team:File).", BadSettings);
        if (WhyNoApprovals(places) is { } unapproved) return Refuse(unapproved, BadSettings);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out var zone)) return Refuse($"TimeZone '{options.TimeZone}' is not known on this machine.", BadSettings);

        // Before anything is made: making the secrets would make the data directory around them.
        if (RealPath.IsWithin(places.Secrets, places.Data)) return Refuse("The secrets directory lies inside the data directory: a copy of the data would carry its keys along.", BadSettings);
        if (practice && !TryMake(places.Data)) return Refuse($"the data directory {places.Data} cannot be made.", CannotStart);
        if (File.Exists(Path.Combine(places.Data, "intake.db")) && !ServerSecrets.Exist(places.Secrets))
            return Refuse($"The database is there, but its secrets are not in {places.Secrets}. With new ones no chat would find its conversation and no desk would trust the journal: bring the old ones back (or mount their disk).", CannotStart);
        using var secrets = ServerSecrets.OpenOrCreate(places.Secrets);
        if (secrets is null) return Refuse($"The secrets directory {places.Secrets} cannot be used: it must be writable at the first start, and its files must be whole.", CannotStart);
        if (TryAdvance(places.Secrets, team) is not { } advanced)
            return Refuse($"The secrets directory {places.Secrets} cannot be written: the team list's serial must be remembered there.", CannotStart);
        if (!advanced)
            return Refuse($"The team list {places.TeamFile} is older than one that was in use before, or another one with the same serial (its serial is {team.Serial}): somebody who was removed would come back.", BadSettings);

        // The longest part of a start, beside the others on a thread of its own: the pool has hardly more than the connection needs.
        // Where the start is refused meanwhile, the program's end ends it.
        var source = FormsOf(places);
        var reading = Task.Factory.StartNew(() => FormReading.Of(source, places.FormArchive), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        TimeProvider time = plan is LaunchPlan.TryOut ? new TryOut.ShiftedTime() : TimeProvider.System;
        var opened = OpenStore(places, secrets, time);
        if (opened is not OpenResult.Opened(var store)) return Refuse(Why(opened, places), CannotStart);
        await using (store)
        {
            var link = linking is null ? null : await linking;
            link?.BeginPolling();
            return await ServeAsync(options, link, places, team, zone, secrets, store, source, reading, time, cancel);
        }
    }

    /// <summary>Opens the store for a command beside the bot; says why when it cannot. It makes nothing that is not there.</summary>
    public static (IIntakeStore? Store, ServerSecrets? Secrets) OpenForTool(string[] arguments, bool tryOut)
    {
        if (ReadOptions(arguments) is not { } options) return default;
        var places = Places.For(options, tryOut);
        if (ExistingSecrets(places) is not { } secrets) return default;
        var opened = OpenStore(places, secrets, TimeProvider.System);
        if (opened is OpenResult.Opened(var store)) return (store, secrets);
        secrets.Dispose();
        Refuse(Why(opened, places), CannotStart);
        return default;
    }

    /// <summary>The settings and places of a command beside the bot; says why when they cannot be read.</summary>
    public static (BotOptions Options, Places Places)? SettingsForTool(string[] arguments, bool tryOut) =>
        ReadOptions(arguments, ToolRefusal.Say) is { } options ? (options, Places.For(options, tryOut)) : null;

    public static FormSource FormsOf(Places places) =>
        places.Published is { } published ? new PublishedForms(published, places.Approvers) : new FormFolder(places.Forms);

    /// <summary>Signatures that are demanded and cannot be looked for must stop the start: otherwise nobody would notice.</summary>
    public static string? WhyNoApprovals(Places places)
    {
        if (places.Approvers is not { } file) return null;
        if (places.Published is null) return "Forms:Approvers asks for signatures, which only published forms have: set Forms:Published too.";
        return Approvers.Read(file) is null ? $"Forms:Approvers: {file} cannot be read or holds fewer than two keys ('ecdsa-sha2-nistp256 …', as ssh-keygen -t ecdsa makes them)." : null;
    }

    /// <summary>Where a command's data lies; null, and said why, when the settings are wrong.</summary>
    public static Places? PlacesForTool(string[] arguments, bool tryOut) => ReadOptions(arguments) is { } options ? Places.For(options, tryOut) : null;

    public static int PrintKey(string[] arguments, bool tryOut)
    {
        if (ReadOptions(arguments) is not { } options) return BadSettings;
        using var secrets = ExistingSecrets(Places.For(options, tryOut));
        if (secrets is null) return CannotStart;
        Console.WriteLine(secrets.Signing.Public.ToOpenSsh("detainees-server"));
        Console.WriteLine(secrets.Signing.Public.Id);
        return 0;
    }

    /// <summary>A key made on the spot would be told to the desks as the server's, and it would not be.</summary>
    public static ServerSecrets? ExistingSecrets(Places places)
    {
        if (ServerSecrets.Exist(places.Secrets) && ServerSecrets.OpenOrCreate(places.Secrets) is { } secrets) return secrets;
        Refuse($"There are no secrets of a server in {places.Secrets}. They are made when the bot first starts; say --Storage:SecretsDirectory=PATH, or --try-out.", CannotStart);
        return null;
    }

    public static int Refuse(string reason, int code)
    {
        Console.Error.WriteLine($"Detainees does not start: {reason}");
        return code;
    }

    private static async Task<int> ServeAsync(
        BotOptions options, TelegramLink? made, Places places, TeamList team, TimeZoneInfo zone, ServerSecrets secrets, IIntakeStore store,
        FormSource source, Task<FormReading> reading, TimeProvider time, CancellationToken cancel)
    {
        // The host is put together while the forms are still being read; nothing of it runs before they are there.
        var forms = FormShelf.Empty(source, places.FormArchive, new FormMenu(options.Forms));
        PhoneServer? phone = null;
        try
        {
            if (time is TryOut.ShiftedTime shifted) phone = await TryOut.Practice.StartPhoneAsync(options, store, places.Data, shifted, cancel);
        }
        catch (PhonePortInUseException taken)
        {
            return Refuse($"Port {taken.Port} is in use by another program. Choose another with --Phone:Port=NUMBER.", CannotStart);
        }

        await using (phone)
        {
            using var link = made ?? await TelegramLink.SeekAsync(options, PhoneServer.DummyToken, phone!.Address); // a try-out has its phone: just started
            await using var app = BotHost.Build(options, link, places, team, zone, secrets, store, source, forms, time);
            forms.Fill(await reading);
            foreach (var report in forms.Reports.Where(r => r.Form is null)) FormCheck.Write(report, Console.Error);
            if (forms.Offered.IsEmpty) return Refuse($"There is no usable form in {places.Published ?? places.Forms}.", BadSettings);
            try
            {
                await app.StartAsync(cancel);
            }
            catch (Exception fault) when (fault is IOException or SocketException or InvalidOperationException)
            {
                // What has begun ends in order; it would take its cancellation for a fault otherwise, and say so.
                await app.StopAsync(CancellationToken.None);
                return Refuse(
                    fault.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException
                        ? $"{options.DeskApi.Listen} is in use by another program. Choose another address with --DeskApi:Listen=http://127.0.0.1:NUMBER."
                        : $"DeskApi:Listen: this machine cannot listen at {options.DeskApi.Listen}; an http address of this machine is needed (TLS is a proxy's work).",
                    CannotStart);
            }

            if (phone is not null) TryOut.Practice.Welcome(Console.Out, phone.Address, options.DeskApi.Listen, places);
            await app.WaitForShutdownAsync(cancel);
            // Whoever supervises the program must see that nobody asked it to end.
            return Environment.ExitCode == 0 && !cancel.IsCancellationRequested ? Stopped : Environment.ExitCode;
        }
    }

    private static bool? TryAdvance(string secrets, TeamList team)
    {
        try
        {
            return TeamSerial.TryAdvance(secrets, team);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static BotOptions? ReadOptions(string[] arguments, Func<string, int, int>? refuse = null)
    {
        refuse ??= Refuse;
        // A slip of the pen must not start a try-out, nor production with a default in the place of what was meant.
        if (arguments.FirstOrDefault(argument => !KnownSettings.Has(argument)) is { } unknown)
        {
            refuse($"'{unknown.Split('=')[0]}' is neither a command nor a setting (settings are written --Section:Name=value).", BadSettings);
            return null;
        }

        try
        {
            using var file = OpenSettings();
            var configuration = new ConfigurationBuilder();
            if (file is not null) configuration.AddJsonStream(file);
            configuration.AddEnvironmentVariables().AddCommandLine(arguments);
            var options = configuration.Build().Get<BotOptions>() ?? new BotOptions();
            if (OptionsCheck.FirstProblem(options) is not { } problem) return options;
            refuse(problem, BadSettings);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or FormatException or InvalidOperationException or UnauthorizedAccessException or JsonException)
        {
            // The text of such an exception may hold a value, and a value may be the token.
            refuse("a setting, the settings file or the command line cannot be read (settings are written --Section:Name=value).", BadSettings);
        }

        return null;
    }

    /// <summary>The file that was named must be there; the one in its usual place need not.</summary>
    private static FileStream? OpenSettings()
    {
        var named = Environment.GetEnvironmentVariable("DETAINEES_CONFIG");
        if (!string.IsNullOrEmpty(named)) return File.OpenRead(named);
        return File.Exists(Places.DefaultSettings) ? File.OpenRead(Places.DefaultSettings) : null;
    }

    private static LaunchPlan Plan(BotOptions options)
    {
        string? fromFile = null;
        if (options.Telegram.TokenFile.Length > 0)
        {
            try
            {
                fromFile = File.ReadAllText(options.Telegram.TokenFile).Trim();
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                fromFile = "";
            }
        }

        return LaunchPlan.Decide(options, Environment.GetEnvironmentVariable("TELEGRAM_BOT_TOKEN"), fromFile, PhoneServer.DummyToken);
    }

    public static OpenResult OpenStore(Places places, ServerSecrets secrets, TimeProvider time) => SqliteStore.Open(new StoreOptions
    {
        DataDirectory = places.Data, EpochKeyDirectory = places.EpochKeys, Origin = Origin, SigningKey = secrets.Signing, Time = time,
        PurgePause = TimeSpan.FromMilliseconds(4), // measured (docs/performance.md, "The bot's own jobs")
    });

    public static string Why(OpenResult result, Places places) => result switch
    {
        OpenResult.DirectoryMissing => $"the data directory {places.Data} does not exist. It is not made by itself: a disk that is not mounted must not be taken for a new store.",
        OpenResult.NotWritable => $"the data directory {places.Data} cannot be written.",
        OpenResult.Full => $"the disk of {places.Data} is full.",
        OpenResult.Locked => $"another bot uses the data directory {places.Data}.",
        OpenResult.Corrupt => $"the database in {places.Data} is damaged or is none of ours. It was left as it is; restore a backup.",
        OpenResult.Failed(var code) => $"the disk of {places.Data} fails (SQLite result code {code}). Nothing was changed; look at the disk and start again.",
        OpenResult.NewerSchema => $"the database in {places.Data} was made by a newer version of this program.",
        OpenResult.OtherOrigin => $"the database in {places.Data} belongs to another journal.",
        OpenResult.EpochKeysInsideData => "the epoch key directory lies inside the data directory: a copy of the data would carry its keys along.",
        OpenResult.EpochKeysNotWritable => $"the epoch key directory {places.EpochKeys} cannot be made or written.",
        _ => "the store cannot be opened.",
    };

    private static bool TryMake(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
