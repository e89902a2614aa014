using System.CommandLine;
using BenchmarkDotNet.Running;
using Detainees.Benchmarks.Load;
using Detainees.Benchmarks.Micro;

var chats = new Option<string>("--chats") { Description = "How many people write at once, several runs separated by commas", DefaultValueFactory = _ => "1,50,500" };
var seconds = new Option<double>("--seconds") { Description = "Counted time of a run", DefaultValueFactory = _ => 6 };
var warmup = new Option<double>("--warmup") { Description = "Time before it that is not counted", DefaultValueFactory = _ => 3 };
var rtt = new Option<int>("--rtt-ms") { Description = "Simulated network: half of it before a call takes effect, half before its answer", DefaultValueFactory = _ => 0 };
var rounds = new Option<int>("--rounds") { Description = "How often the runs are repeated, in turn; then medians are printed", DefaultValueFactory = _ => 1 };
var inFlight = new Option<int>("--replies-in-flight") { Description = "The bot's setting Telegram:RepliesInFlight", DefaultValueFactory = _ => 64 };

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
return await root.Parse(args).InvokeAsync();
