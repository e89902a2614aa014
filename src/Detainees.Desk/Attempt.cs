namespace Detainees.Desk;

/// <summary>What came of something that a person, a network or a stranger can make fail.</summary>
internal abstract record Attempt<T>
{
    private Attempt() { }

    public sealed record Done(T Value) : Attempt<T>;

    public sealed record Failed(Trouble Why) : Attempt<T>;

    public static implicit operator Attempt<T>(T value) => new Done(value);
    public static implicit operator Attempt<T>(Trouble why) => new Failed(why);
}

/// <summary>Why something was not done, for a case worker.</summary>
/// <param name="Sentence">What is wrong and what to do. Never holds an answer, a passphrase or a key.</param>
internal sealed record Trouble(ExitCode Code, string Sentence);
