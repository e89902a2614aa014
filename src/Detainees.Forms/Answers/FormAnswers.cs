namespace Detainees.Forms;

/// <summary>What is stored of a form being answered; everything else follows from it and the form.</summary>
/// <param name="Values">Node path with positions to stored value, never empty. Values of nodes that are not relevant now are kept.</param>
/// <param name="Repeats">Path of a repeat (positions in outer repeats only) to its number of instances, never 0.</param>
public sealed record FormAnswers(PathDictionary<string> Values, PathDictionary<int> Repeats)
{
    public static FormAnswers Empty { get; } = new(PathDictionary<string>.Empty, PathDictionary<int>.Empty);
}
