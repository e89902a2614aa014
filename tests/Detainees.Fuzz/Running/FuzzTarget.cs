namespace Detainees.Fuzz.Running;

/// <summary>How an input ended. Everything else is a fault.</summary>
internal enum Verdict
{
    /// <summary>A typed refusal.</summary>
    Refused,
    /// <summary>A value, and the target's oracle had nothing against it.</summary>
    Accepted,
}

/// <summary>One entrance for hostile bytes.</summary>
/// <param name="Name">As the command line and the table say it.</param>
/// <param name="MostBytes">What one execution may allocate, freed or not, beside <paramref name="MostPerByte"/> for each byte of its input.</param>
/// <param name="MostPerByte">See <paramref name="MostBytes"/>.</param>
/// <param name="Corpus">What is mutated; never empty, and each is taken without a fault.</param>
/// <param name="Words">Pieces that mean something to the reader.</param>
/// <param name="Run">Reads one input; throws <see cref="OracleException"/> where the result breaks the target's promise. Any exception is a fault.</param>
internal sealed record FuzzTarget(
    string Name, long MostBytes, int MostPerByte, IReadOnlyList<byte[]> Corpus, IReadOnlyList<byte[]> Words, Func<byte[], Verdict> Run)
{
    /// <summary>Executions that a short round makes; expensive readers get fewer.</summary>
    public int Short { get; init; } = 1500;

    /// <summary>Longest input made, in bytes.</summary>
    public int MostInput { get; init; } = 64 * 1024;

    /// <summary>Makes the mutation of one input; <see cref="Mutator.Mutate"/> unless the format has a shape worth keeping.</summary>
    public MutateInput Mutate { get; init; } = static (FuzzTarget target, ref Dice dice) => Mutator.Mutate(target, ref dice);
}

internal delegate byte[] MutateInput(FuzzTarget target, ref Dice dice);

/// <summary>A reader took what it must refuse, or gave something else than was written.</summary>
internal sealed class OracleException(string what) : Exception(what)
{
    public static void Require(bool holds, string what)
    {
        if (!holds) throw new OracleException(what);
    }
}
