using System.CommandLine;
using Detainees.Fuzz;
using Detainees.Fuzz.Running;
using Detainees.Fuzz.Targets;

var names = new Argument<string[]>("target") { Description = "Names of targets; none for all", Arity = ArgumentArity.ZeroOrMore };
var count = new Option<long>("--count") { Description = "Executions of each target", DefaultValueFactory = _ => 10_000 };
var seed = new Option<ulong>("--seed") { Description = "Another seed gives other inputs, the same seed the same", DefaultValueFactory = _ => 1 };
var seconds = new Option<double>("--seconds") { Description = "Ends a target after this much processor time", DefaultValueFactory = _ => double.MaxValue };
var output = new Option<string>("--output") { Description = "Where inputs that broke something are written", DefaultValueFactory = _ => "fuzz-faults" };
var root = new RootCommand("Hostile input for every reader of Detainees: each input ends in a typed result, in bounded memory and time, or is a fault") { names, count, seed, seconds, output };
root.SetAction(parsed => LongRound.Run(
    parsed.GetValue(names) ?? [], parsed.GetValue(count), parsed.GetValue(seed), parsed.GetValue(seconds), parsed.GetRequiredValue(output), Console.Out));

var folder = new Argument<string>("folder") { Description = "The corpus folder of the sources" };
var corpus = new Command("corpus", "Makes the signed and sealed files of the corpus anew") { folder };
corpus.SetAction(parsed =>
{
    Kept.MakesIn = Path.GetFullPath(parsed.GetRequiredValue(folder));
    Console.Out.WriteLine($"{Catalogue.All.Count} targets");
    return 0;
});
root.Subcommands.Add(corpus);

var samples = new Option<int>("--samples") { Description = "Measurements", DefaultValueFactory = _ => 100_000 };
var timing = new Command("timing", "Whether the time of X25519 depends on the scalar: fixed against random, Welch's t (a report, not a test)") { samples };
timing.SetAction(parsed => TimingReport.Run(parsed.GetValue(samples), Console.Out));
root.Subcommands.Add(timing);

var times = new Option<int>("--times") { Description = "1, 1000 or 1000000: RFC 7748 gives the results of these", DefaultValueFactory = _ => 1_000_000 };
var iterate = new Command("iterate", "The iterated test of RFC 7748, section 5.2") { times };
iterate.SetAction(parsed => CurveIterations.Run(parsed.GetValue(times), Console.Out));
root.Subcommands.Add(iterate);
var megabytes = new Option<int>("--megabytes") { Description = "Length of the file", DefaultValueFactory = _ => 200 };
var script = new Option<string?>("--script") { Description = "Instead of stock age: a script for Node that seals and opens, such as tests/Detainees.Sealing.Tests/interop/age.mjs" };
var large = new Command("large", "Seals and opens one large file as streams, with stock age on the other side, and tells this process's highest memory") { megabytes, script };
large.SetAction((parsed, cancel) => LargeFile.RunAsync(
    parsed.GetValue(script) is { } path ? new LargePeer.JavaScript(path) : new LargePeer.Stock(), parsed.GetValue(megabytes), Console.Out, cancel));
root.Subcommands.Add(large);
return await root.Parse(args).InvokeAsync();
