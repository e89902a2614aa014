using Detainees.Fuzz.Running;
using Detainees.Fuzz.Targets;

namespace Detainees.Fuzz.Tests;

/// <summary>A short round of every target, of a fixed seed: the same inputs on every machine.</summary>
public sealed class ShortRoundTests
{
    public static TheoryData<string> Targets => [.. Catalogue.All.Select(t => t.Name)];

    [Theory, MemberData(nameof(Targets))]
    public void No_bent_input_ends_in_anything_but_a_typed_result_in_bounded_memory(string name)
    {
        var target = Catalogue.All.Single(t => t.Name == name);
        var result = new Fuzzer(target, seed: 20_260_122).Run(target.Short);
        Assert.Empty(result.Faults.Where(f => f.Kind != FaultKind.Time).Select(f => $"{f.Kind} {f.What}: {Convert.ToBase64String(f.Input)}"));
        Assert.Equal(target.Short, result.Executions);
        Assert.Equal(target.Short, result.Accepted + result.Refused);
    }

    [Theory, MemberData(nameof(Targets))]
    public void Everything_in_the_corpus_is_read_and_most_of_it_is_taken(string name)
    {
        var target = Catalogue.All.Single(t => t.Name == name);
        Assert.NotEmpty(target.Corpus);
        Assert.Contains(Verdict.Accepted, target.Corpus.Select(target.Run));
    }
}
