using System.CommandLine;
using Detainees.Desk.Commands;
using Detainees.Desk.Team;
using Detainees.Journal;

namespace Detainees.Desk;

/// <summary>The program: one command line in, an exit code out (<see cref="ExitCode"/>).</summary>
internal static class DeskCommands
{
    /// <param name="output">What was asked for, and nothing else.</param>
    /// <param name="error">Questions, remarks and what went wrong.</param>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancel) =>
        RunAsync(args, output, error, DeskHost.OfThisMachine(), cancel);

    /// <summary>The same, on a machine of the caller's making.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, DeskHost host, CancellationToken cancel)
    {
        if (args.Length == 0) args = ["--help"];
        var parsed = Root(output, error, host).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors) error.WriteLine(fault.Message);
            error.WriteLine("Add --help to see what there is.");
            return (int)ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            error.WriteLine("Stopped. What was complete is kept; run the command again to go on.");
            return (int)ExitCode.Cancelled;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(Sentences.OfDisk(fault));
            return (int)ExitCode.Stopped;
        }
    }

    /// <summary>All commands and options, to be parsed.</summary>
    internal static RootCommand Root(TextWriter output, TextWriter error, DeskHost host)
    {
        var root = new RootCommand("The desk: pulls sealed reports to this computer, checks them, opens them, and exports them.");
        root.Subcommands.Add(Keys(output, error, host));
        var bundle = new Option<string?>("--bundle") { Description = "Take a bundle that was carried by hand instead of going to the server.", HelpName = "FILE" };
        root.Subcommands.Add(Command(
            "pull", "Fetch what is new, and check it.", [bundle], [], (run, parsed, cancel) => PullCommand.RunAsync(run, parsed.GetValue(bundle), cancel)));
        root.Subcommands.Add(Command(
            "verify", "Check everything on this desk again.", [], [], (run, _, cancel) => VerifyCommand.RunAsync(run, cancel), staysHere: true));
        root.Subcommands.Add(Command("list", "Show which reports there are.", [], [], (run, _, cancel) => ListCommand.RunAsync(run, cancel)));
        root.Subcommands.Add(Show());
        root.Subcommands.Add(Export());
        var sure = new Option<bool>("--yes") { Description = "Remove them, for good." };
        root.Subcommands.Add(Command(
            "forget", "Remove the sealed files of reports that families took back.", [sure], [],
            (run, parsed, cancel) => ForgetCommand.RunAsync(run, parsed.GetValue(sure), cancel), staysHere: true));
        root.Subcommands.Add(Command(
            "acknowledge", "Check everything here, and tell the server that this desk has it.", [], [], (run, _, cancel) => AcknowledgeCommand.RunAsync(run, cancel)));
        root.Subcommands.Add(Order());
        root.Subcommands.Add(Drill());
        root.Subcommands.Add(TeamCommands.All(output, error, host));
        var handed = new Option<string>("--out") { Description = "The bundle to write; must not exist.", Required = true, HelpName = "FILE" };
        var first = new Option<long>("--from") { Description = "First journal entry to include.", DefaultValueFactory = _ => 1, HelpName = "NUMBER" };
        root.Subcommands.Add(Command(
            "hand-back", "Give a server that lost them the sealed reports this desk has.", [handed, first], [],
            (run, parsed, cancel) => HandBackCommand.RunAsync(run, parsed.GetValue(handed) ?? "", parsed.GetValue(first), cancel)));
        return root;

        Command Order()
        {
            var what = new Argument<string>("WHAT") { Description = "remove (destroy at the server), hold (keep past retention) or release (end a hold)." };
            what.AcceptOnlyFromAmong("remove", "hold", "release");
            var number = new Argument<long>("NUMBER") { Description = "The report's number, as 'list' shows it." };
            var certain = new Option<bool>("--yes") { Description = "Say it." };
            return Command("order", "One of two words: two admins' devices order what becomes of a report at the server.", [certain], [what, number], (run, parsed, cancel) =>
                OrderCommand.RunAsync(
                    run, parsed.GetValue(what) switch { "remove" => ThreadDecisionKind.Remove, "hold" => ThreadDecisionKind.Hold, _ => ThreadDecisionKind.Release },
                    parsed.GetValue(number), parsed.GetValue(certain), cancel));
        }

        Command Drill()
        {
            var bundles = new Option<string[]>("--bundle") { Description = "A bundle, or several in their order; without, this desk's own folder.", HelpName = "FILE" };
            var report = new Option<string>("--out") { Description = "Where to keep the result.", Required = true, HelpName = "FILE" };
            return Command("drill", "The recovery drill: open everything with one key, and keep a report of it.", [bundles, report], [], (run, parsed, cancel) =>
                DrillCommand.RunAsync(run, parsed.GetValue(bundles) ?? [], parsed.GetRequiredValue(report), cancel));
        }

        Command Show()
        {
            var reference = new Argument<string>("ref") { Description = "A reference, a number of the list, 'latest', or 'all'.", DefaultValueFactory = _ => "latest" };
            var json = new Option<bool>("--json") { Description = "The report exactly as it was sealed." };
            return Command(
                "show", "Show one report.", [json], [reference],
                (run, parsed, cancel) => ShowCommand.RunAsync(run, parsed.GetValue(reference) ?? "latest", parsed.GetValue(json), cancel));
        }

        Command Export()
        {
            var format = new Option<string>("--format") { Description = "json (one file a report) or csv (tables).", DefaultValueFactory = _ => "json", HelpName = "json|csv" };
            format.AcceptOnlyFromAmong("json", "csv");
            var folder = new Option<string>("--out") { Description = "An empty or new folder.", Required = true, HelpName = "DIR" };
            var references = new Option<string[]>("--ref") { Description = "Only this report; may be given again.", HelpName = "REF" };
            var isSealed = new Option<bool>("--sealed") { Description = "The age files as they are; no key is needed." };
            var into = new Option<bool>("--into") { Description = "The folder may have files in it; those of the same name are replaced." };
            return Command(
                "export", "Write reports to a folder.", [format, folder, references, isSealed, into], [],
                (run, parsed, cancel) => ExportCommand.RunAsync(
                    run,
                    new ExportRequest(
                        parsed.GetValue(format) ?? "json", parsed.GetValue(folder) ?? "", [.. parsed.GetValue(references) ?? []], parsed.GetValue(isSealed),
                        parsed.GetValue(into)),
                    cancel));
        }

        Command Command(
            string name, string description, ReadOnlySpan<Option> own, ReadOnlySpan<Argument> arguments,
            Func<DeskRun, ParseResult, CancellationToken, Task<int>> action, bool staysHere = false)
        {
            var command = new Command(name, description);
            foreach (var argument in arguments) command.Arguments.Add(argument);
            foreach (var option in own) command.Options.Add(option);
            var shared = new DeskOptions();
            shared.AddTo(command, staysHere);
            command.SetAction(async (parsed, cancel) =>
            {
                using var run = new DeskRun(shared.Read(parsed), host, output, error);
                return await action(run, parsed, cancel);
            });
            return command;
        }
    }

    private static Command Keys(TextWriter output, TextWriter error, DeskHost host)
    {
        var file = new Option<string?>("--out") { Description = "Where to write your key; by default where the other commands look for it.", HelpName = "FILE" };
        var name = new Option<string?>("--name") { Description = "Your name, as the team list shall show it.", HelpName = "NAME" };
        var passphrase = new Option<string?>("--passphrase-file") { Description = "Read the passphrase from the first line of a file instead of asking.", HelpName = "FILE" };
        var none = new Option<bool>("--no-passphrase") { Description = "Dangerous: an unprotected key." };
        var sure = new Option<bool>("--yes") { Description = "I know that --no-passphrase is dangerous." };
        var make = new Command("new", "Make the keys of this desk.");
        foreach (var option in (ReadOnlySpan<Option>)[file, name, passphrase, none, sure]) make.Options.Add(option);
        make.SetAction(async (parsed, cancel) =>
        {
            using var run = new DeskRun(new DeskSettings(false, null, null, null, [], null, null, null), host, output, error);
            return await KeysCommand.NewAsync(
                run,
                new NewKeysRequest(
                    parsed.GetValue(file), parsed.GetValue(name), parsed.GetValue(passphrase), parsed.GetValue(none), parsed.GetValue(sure)),
                cancel);
        });
        return new Command("keys", "The keys of this desk.") { make };
    }
}
