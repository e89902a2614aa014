using Detainees.Fuzz.Running;

namespace Detainees.Fuzz.Tests;

/// <summary>The fuzzer finds what it is there to find.</summary>
public sealed class FuzzerTests
{
    private static readonly byte[][] Corpus = ["number 17 and a word\n"u8.ToArray()];

    [Fact]
    public void It_finds_a_reader_that_throws_and_makes_the_input_small()
    {
        var fault = Assert.Single(Run(input => input.AsSpan().IndexOf("<!"u8) >= 0 ? throw new FormatException("secret") : Verdict.Refused).Faults);
        Assert.Equal(FaultKind.Thrown, fault.Kind);
        Assert.Equal("<!"u8.ToArray(), fault.Input);
        Assert.DoesNotContain("secret", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void It_finds_a_reader_that_takes_what_it_must_refuse()
    {
        var result = Run(input =>
        {
            OracleException.Require(input.Length < 40, "too long");
            return Verdict.Accepted;
        });
        Assert.Equal((FaultKind.Wrong, "too long"), (Assert.Single(result.Faults).Kind, result.Faults[0].What));
        Assert.True(result.Accepted > 0);
    }

    [Fact]
    public void It_finds_a_reader_that_believes_a_length_it_is_told()
    {
        var result = Run(input => new byte[input.AsSpan().IndexOf("99"u8) >= 0 ? 9_000_000 : 10].Length > 10 ? Verdict.Accepted : Verdict.Refused);
        Assert.Equal(FaultKind.Memory, Assert.Single(result.Faults).Kind);
        Assert.True(result.MostBytes >= 9_000_000);
    }

    [Fact]
    public void The_same_seed_gives_the_same_inputs_and_another_seed_others()
    {
        var target = Target(_ => Verdict.Refused);
        byte[][] Inputs(ulong seed) => [.. Enumerable.Range(0, 50).Select(i => new Fuzzer(target, seed).Input(i))];
        Assert.Equal(Inputs(3), Inputs(3));
        Assert.NotEqual(Inputs(3), Inputs(4));
        Assert.True(Inputs(3).Select(Convert.ToHexString).Distinct().Count() > 40);
    }

    private static FuzzResult Run(Func<byte[], Verdict> reader) => new Fuzzer(Target(reader), 1).Run(3000);

    private static FuzzTarget Target(Func<byte[], Verdict> reader) => new("planted", 5_000_000, 40, Corpus, ["<!"u8.ToArray(), "99"u8.ToArray()], reader);
}
