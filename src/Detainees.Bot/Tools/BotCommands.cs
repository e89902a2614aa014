using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using System.Runtime.InteropServices;
using Detainees.Bot.Settings;
using Detainees.Bot.Tools.Backups;

namespace Detainees.Bot.Tools;

/// <summary>The command line: no command runs the bot; the others are the operator's and the admin's tools.</summary>
internal static class BotCommands
{
    private const int Faulted = 5;

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            // With nothing but settings it can only be the bot, which need not wait for the tools to be described.
            return Array.TrueForAll(args, KnownSettings.Has) ? await StopSignals.HeedAsync(cancel => Launch.RunAsync(args, cancel)) : await RunToolAsync(args);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A fault of ours or of the machine. Its text may hold what people wrote, so only its type is told.
            return Launch.Refuse($"an unexpected fault ({fault.GetType().Name}).", Faulted);
        }
    }

    private static async Task<int> RunToolAsync(string[] args)
    {
        // Not a RootCommand, which would take the program's name from its file and cut off all behind the dot.
        var root = new Command("Detainees.Bot", "Detainees: the intake bot. Without a command it runs; without a Telegram token it runs in try-out mode.")
        {
            new HelpOption(), new VersionOption { Action = new SayVersion() },
        };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((parsed, cancel) => Launch.RunAsync([.. parsed.UnmatchedTokens], cancel));
        foreach (var tool in (Command[])[FormCommands.Create(), Bundle(), Key(), Backup(), Restore(), Health()]) root.Subcommands.Add(tool);
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopLimits.Everything });
        // 1 is an answer of form check, form test and others; a slip of the pen must not be taken for one.
        return parsed.Errors.Count > 0 && args is ["form", ..] ? ToolRefusal.Input : code;
    }

    private static Command Bundle()
    {
        var output = new Option<string>("--out") { Description = "The bundle file to write; must not exist", Required = true };
        var from = new Option<long>("--from") { Description = "First journal entry to include", DefaultValueFactory = _ => 1 };
        var to = new Option<long>("--to") { Description = "Last journal entry to include; without it, the newest", DefaultValueFactory = _ => long.MaxValue };
        var bundle = new Command("bundle", "Write sealed reports into one file, to be carried to a desk by hand. The bot must not be running")
        {
            output, from, to,
        };
        bundle.TreatUnmatchedTokensAsErrors = false;
        var tryOut = TryOut();
        bundle.Options.Add(tryOut);
        bundle.SetAction((parsed, cancel) => BundleCommand.RunAsync(
            parsed.GetRequiredValue(output), parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(tryOut), [.. parsed.UnmatchedTokens], cancel));
        return bundle;
    }

    private static Command Key()
    {
        var key = new Command("key", "Print the server's public key, which desks pin and families check receipts with") { TreatUnmatchedTokensAsErrors = false };
        var tryOut = TryOut();
        key.Options.Add(tryOut);
        key.SetAction(parsed => Launch.PrintKey([.. parsed.UnmatchedTokens], parsed.GetValue(tryOut)));
        return key;
    }

    private static Command Backup()
    {
        var (output, tryOut) = (new Option<string>("--out") { Description = "The backup file to write; must not exist", Required = true }, TryOut());
        var backup = new Command("backup", "Write everything a new server needs into one sealed and signed file; the bot may go on meanwhile") { output, tryOut };
        backup.TreatUnmatchedTokensAsErrors = false;
        backup.SetAction((parsed, cancel) => BackupCommand.RunAsync(
            parsed.GetRequiredValue(output), parsed.GetValue(tryOut), [.. parsed.UnmatchedTokens], cancel));
        return backup;
    }

    private static Command Restore()
    {
        var file = new Argument<string>("FILE") { Description = "A backup" };
        var bundles = new Option<string[]>("--bundle") { Description = "A newer bundle, of the server or handed back by a desk; may be given again" };
        var tryOut = TryOut();
        var restore = new Command("restore", "Unpack a backup into an empty data directory, bring it forward and erase again what was erased since") { file, bundles, tryOut };
        restore.TreatUnmatchedTokensAsErrors = false;
        restore.SetAction((parsed, cancel) => RestoreCommand.RunAsync(
            parsed.GetRequiredValue(file), parsed.GetValue(bundles) ?? [], parsed.GetValue(tryOut), [.. parsed.UnmatchedTokens], cancel));
        return restore;
    }

    private static Command Health()
    {
        var health = new Command("health", "Ask the bot on this machine whether it is well; for the container's and the supervisor's checks") { TreatUnmatchedTokensAsErrors = false };
        health.SetAction((parsed, cancel) => HealthCommand.RunAsync([.. parsed.UnmatchedTokens], cancel));
        return health;
    }

    private static Option<bool> TryOut() => new("--try-out") { Description = "Of the try-out in this folder, instead of the server's own" };

    /// <summary>Ours, and the framework's: a published program carries its own, which is as old as the last publishing.</summary>
    private sealed class SayVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var own = typeof(BotCommands).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
            parseResult.InvocationConfiguration.Output.WriteLine($"{own}, {RuntimeInformation.FrameworkDescription}");
            return 0;
        }
    }
}
