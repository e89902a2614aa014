using System.CommandLine;
using BenchmarkDotNet.Running;
using Detainees.Benchmarks.AgeTool;
using Detainees.Benchmarks.Compare;
using Detainees.Benchmarks.Fill;
using Detainees.Benchmarks.Jobs;
using Detainees.Benchmarks.Load;
using Detainees.Benchmarks.Micro;

var chats = new Option<string>("--chats") { Description = "How many people write at once, several runs separated by commas", DefaultValueFactory = _ => "1,50,500" };
var seconds = new Option<double>("--seconds") { Description = "Counted time of a run", DefaultValueFactory = _ => 6 };
var warmup = new Option<double>("--warmup") { Description = "Time before it that is not counted", DefaultValueFactory = _ => 3 };
var rtt = new Option<int>("--rtt-ms") { Description = "Simulated network: half of it before a call takes effect, half before its answer", DefaultValueFactory = _ => 0 };
var rounds = new Option<int>("--rounds") { Description = "How often the runs are repeated, in turn; then medians are printed", DefaultValueFactory = _ => 1 };
var inFlight = new Option<int>("--replies-in-flight") { Description = "The bot's setting Telegram:RepliesInFlight", DefaultValueFactory = _ => 256 };

Task<int> LoadAsync(ParseResult parsed, CancellationToken cancel) => LoadCommand.RunAsync(
    new LoadOptions(
        [.. parsed.GetRequiredValue(chats).Split(',').Select(int.Parse)], TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        TimeSpan.FromSeconds(parsed.GetValue(warmup)), TimeSpan.FromMilliseconds(parsed.GetValue(rtt)), parsed.GetValue(rounds), parsed.GetValue(inFlight)),
    Console.Out, cancel);

Option[] options = [chats, seconds, warmup, rtt, rounds, inFlight];
var load = new Command("load", "The shipped bot as its own process against simulated people (this is what no command does)");
var root = new RootCommand("Benchmarks of Detainees") { load };
foreach (var option in options)
{
    load.Options.Add(option);
    root.Options.Add(option);
}

var people = new Option<int>("--people") { Description = "How many people write meanwhile", DefaultValueFactory = _ => 50 };
var flood = new Command("flood", "What one chat's flood and a rush of new chats cost everybody else") { people, seconds };
flood.SetAction((parsed, cancel) => FloodCommand.RunAsync(parsed.GetValue(people), TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Out, cancel));
root.Subcommands.Add(flood);
load.SetAction(LoadAsync);
root.SetAction(LoadAsync);

var filter = new Option<string>("--filter") { Description = "Names to run, as BenchmarkDotNet writes them", DefaultValueFactory = _ => "*" };
var micro = new Command("micro", "BenchmarkDotNet over the single parts") { filter };
micro.SetAction(parsed =>
{
    BenchmarkSwitcher.FromAssembly(typeof(MicroConfig).Assembly).Run(["--filter", parsed.GetRequiredValue(filter)], new MicroConfig());
    return 0;
});
root.Subcommands.Add(micro);

var harness = new Option<string>("--harness") { Description = "The folder of the load harness with its peers and limits; by default ../shared/bench beside the checkout", DefaultValueFactory = _ => "" };
var into = new Option<string>("--out") { Description = "Where the harness is built and the tables are written; by default bin/compare of this project", DefaultValueFactory = _ => "" };
var which = new Option<string>("--runs") { Description = "A speed, C network, D kills, N kills behind a network, E syncs, F faults, G duplicates", DefaultValueFactory = _ => "ACDNEFG" };
var quick = new Option<bool>("--quick") { Description = "Fewer and shorter runs, each once whatever else the machine does" };
var others = new Option<double>("--others") { Description = "A run during which other programs took so many cores is repeated, twice at most", DefaultValueFactory = _ => 0.2 };
var compare = new Command("compare", "The shipped bot beside bots on other frameworks and bare ones, over an outside load harness") { harness, into, which, quick, others };
compare.SetAction((parsed, cancel) => CompareCommand.RunAsync(
    new CompareOptions(
        parsed.GetRequiredValue(harness), parsed.GetRequiredValue(into), parsed.GetRequiredValue(which), parsed.GetValue(quick), parsed.GetValue(others)),
    Console.Out, cancel));
root.Subcommands.Add(compare);

var folder = new Option<string>("--data") { Description = "The folder that a run gets with --data", Required = true };
var entries = new Option<int>("--entries") { Description = "Reports", DefaultValueFactory = _ => 100_000 };
var drafts = new Option<int>("--drafts") { Description = "Open drafts", DefaultValueFactory = _ => 10_000 };
var fill = new Command("fill", "Fills a data directory, to see whether speed depends on what is stored") { folder, entries, drafts };
fill.SetAction((parsed, cancel) => FillCommand.RunAsync(
    parsed.GetRequiredValue(folder), parsed.GetValue(entries), parsed.GetValue(drafts), Console.Out, cancel));
root.Subcommands.Add(fill);

var filled = new Option<string>("--data") { Description = "A filled folder to run on, which the run changes; a new store without it", DefaultValueFactory = _ => "" };
var pause = new Option<int>("--pause-ms") { Description = "Between an answer and what a person does next", DefaultValueFactory = _ => 100 };
var jobs = new Command("jobs", "What the purge, the ends of drafts, reminders and the wiping of the log cost everybody else") { people, pause, filled, rounds };
jobs.SetAction((parsed, cancel) => JobsCommand.RunAsync(
    parsed.GetValue(people), TimeSpan.FromMilliseconds(parsed.GetValue(pause)), parsed.GetRequiredValue(filled), parsed.GetValue(rounds), Console.Out, cancel));
root.Subcommands.Add(jobs);

var turns = new Option<int>("--rounds") { Description = "How often, by turns", DefaultValueFactory = _ => 5 };
var age = new Command("age", "Sealing and opening beside the age program") { turns };
age.SetAction((parsed, cancel) => AgeCommand.RunAsync(parsed.GetValue(turns), Console.Out, cancel));
root.Subcommands.Add(age);
return await root.Parse(args).InvokeAsync();
