using System.CommandLine;
using System.Globalization;
using Detainees.Desk.Commands;

namespace Detainees.Desk.Team;

/// <summary>The command line of the key ceremony: <c>team new, add, prove, take, remove, rotate, extend, check</c>.</summary>
internal static class TeamCommands
{
    private static readonly string[] Roles = ["member", "admin", "carrier", "recovery"];

    public static Command All(TextWriter output, TextWriter error, DeskHost host)
    {
        var team = new Command("team", "The team list: who can open reports, and which devices may fetch them.");
        Add("new", "Begin a team list.", run =>
        {
            var name = new Option<string>("--name") { Description = "The team's name, as families read it.", Required = true, HelpName = "NAME" };
            var until = Until();
            run.Options.Add(name);
            run.Options.Add(until);
            return (ceremony, parsed, cancel) => ceremony.NewAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(until), cancel);
        });
        Add("add", "Put somebody on the list, and write the challenge that proves their keys.", run =>
        {
            var keys = Keys(run);
            var role = new Option<string>("--as") { Description = "member, admin, carrier (fetches only) or recovery (kept offline).", DefaultValueFactory = _ => "member", HelpName = "ROLE" };
            role.AcceptOnlyFromAmong(Roles);
            run.Options.Add(role);
            return (ceremony, parsed, cancel) => ceremony.AddAsync(parsed.GetRequiredValue(keys), parsed.GetRequiredValue(role), null, cancel);
        });
        Add("take", "Take in what came back from a challenge.", run =>
        {
            var proof = new Argument<string>("FILE") { Description = "The proof file." };
            run.Arguments.Add(proof);
            return (ceremony, parsed, cancel) => ceremony.TakeAsync(parsed.GetRequiredValue(proof), cancel);
        });
        Add("remove", "Take somebody off the list.", run =>
        {
            var name = Name(run);
            return (ceremony, parsed, cancel) => ceremony.RemoveAsync(parsed.GetRequiredValue(name), cancel);
        });
        Add("rotate", "Give somebody new keys in the place of the old ones.", run =>
        {
            var name = Name(run);
            var keys = Keys(run);
            return (ceremony, parsed, cancel) => ceremony.AddAsync(parsed.GetRequiredValue(keys), null, parsed.GetRequiredValue(name), cancel);
        });
        Add("extend", "Let the list be valid for longer.", run =>
        {
            var until = Until();
            run.Options.Add(until);
            return (ceremony, parsed, cancel) => ceremony.ExtendAsync(parsed.GetRequiredValue(until), cancel);
        });
        Add("check", "Say what is missing, whether the signature is good, and what to do next.", run =>
        {
            var roots = new Option<string?>("--roots") { Description = "The root's public key, to check the signature.", HelpName = "FILE" };
            run.Options.Add(roots);
            return (ceremony, parsed, _) => Task.FromResult(ceremony.Check(parsed.GetValue(roots)));
        });
        team.Subcommands.Add(Prove(output, error, host));
        return team;

        void Add(string name, string description, Func<Command, Func<TeamCeremony, ParseResult, CancellationToken, Task<int>>> make)
        {
            var command = new Command(name, description);
            var list = new Option<string>("--list") { Description = "The team list.", DefaultValueFactory = _ => "team.txt", HelpName = "FILE" };
            var action = make(command);
            command.Options.Add(list);
            command.SetAction((parsed, cancel) =>
                action(new TeamCeremony(Path.GetFullPath(parsed.GetRequiredValue(list), host.Folder), host, output, error), parsed, cancel));
            team.Subcommands.Add(command);
        }
    }

    /// <summary>The one step that is done by the holder of the keys, on their own machine.</summary>
    private static Command Prove(TextWriter output, TextWriter error, DeskHost host)
    {
        var file = new Argument<string>("FILE") { Description = "The challenge that your administrator sent." };
        var to = new Option<string?>("--out") { Description = "Where to write the proof; by default beside the challenge.", HelpName = "FILE" };
        var command = new Command("prove", "Answer a challenge: it proves that you have your keys and can open them.") { file, to };
        var shared = new DeskOptions();
        foreach (var option in (ReadOnlySpan<Option>)[shared.Identity, shared.Device, shared.PassphraseFile]) command.Options.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            using var run = new DeskRun(shared.Read(parsed), host, output, error);
            var path = Path.GetFullPath(parsed.GetRequiredValue(file), host.Folder);
            return await TeamCeremony.ProveAsync(run, path, parsed.GetValue(to) is { } named ? Path.GetFullPath(named, host.Folder) : path + ".proof", cancel);
        });
        return command;
    }

    private static Argument<string> Name(Command command)
    {
        var name = new Argument<string>("NAME") { Description = "As it stands behind the keys on the list." };
        command.Arguments.Add(name);
        return name;
    }

    private static Argument<string> Keys(Command command)
    {
        var keys = new Argument<string>("KEYS") { Description = "A file with the two lines that 'keys new' printed." };
        command.Arguments.Add(keys);
        return keys;
    }

    private static Option<DateOnly> Until() => new("--valid-until")
    {
        Description = "The last day of the list, such as 2027-06-30.", Required = true, HelpName = "DAY",
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
            result.AddError("A day is written such as 2027-06-30.");
            return default;
        },
    };
}
