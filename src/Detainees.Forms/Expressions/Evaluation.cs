using System.Text.RegularExpressions;

namespace Detainees.Forms;

/// <summary>One evaluation pass: what expressions may see, and how much work they may do.</summary>
internal sealed class Evaluation(NodeSource main, Moment moment, int budget = Evaluation.Budget)
{
    /// <summary>Nodes that one expression may visit. An honest form needs thousands; past this everything reads as empty, and the answer that caused it is refused.</summary>
    public const int Budget = 1_000_000;

    /// <summary>UTF-16 units of any text an expression builds; <c>concat(a, a)</c> in a chain would double without end.</summary>
    public const int MaxTextLength = 32_768;

    private ulong draws;

    public NodeSource Main { get; } = main;
    public Moment Moment { get; } = moment;
    public TimeSpan Offset => Moment.Now.Offset;

    /// <summary>In a constraint: the answer that is not stored yet, read in place of the node's own value.</summary>
    public (XNode Node, string Value)? Candidate { get; set; }

    /// <summary>Lists for instance('id') when no form gives them.</summary>
    public IReadOnlyDictionary<string, NodeSource>? Instances { get; init; }

    /// <summary>The next expression, with a budget of its own, as if the pass began anew.</summary>
    public void Begin(int nodes) => (budget, Spent, draws, patterns) = (nodes, 0, 0, null);

    public bool Spend(int nodes)
    {
        // Never far beyond the budget, or it would come round to being plenty.
        Spent = Math.Min(Spent + nodes, budget + 1);
        return Spent <= budget;
    }

    public string TextOf(XNode node)
    {
        if (!Spend(1)) return "";
        return Candidate is { } candidate && candidate.Node == node ? candidate.Value : node.Source.Text(node);
    }

    /// <summary>How many nodes have been visited, work on texts and patterns counted in.</summary>
    public int Spent { get; private set; }

    /// <summary>Whether the budget has ended, so that what was computed means nothing.</summary>
    public bool IsExhausted => Spent > budget;

    /// <summary>Work on a text of that length, in nodes.</summary>
    public void SpendText(int length) => Spend(length >> 4);

    /// <summary>A pattern that is not written out in the form, compiled once for a pass.</summary>
    public Regex? Pattern(string pattern)
    {
        patterns ??= new(StringComparer.Ordinal);
        if (patterns.TryGetValue(pattern, out var known)) return known;
        return Spend(PatternCost) ? patterns[pattern] = RegexMatching.Compile(pattern, out _) : null;
    }

    // Compiling takes as long as thousands of nodes, so fifty different patterns end a budget.
    private const int PatternCost = 20_000;
    private Dictionary<string, Regex?>? patterns;

    /// <summary>The next of a stream of numbers that follows from the draft's seed, the time, the node and the number of draws so far.</summary>
    public ulong Draw(XNode at)
    {
        // SplitMix64 (Steele, Lea and Flood 2014): well spread, and the same on every machine.
        var z = Moment.Seed + (ulong)Moment.Now.UtcTicks * 0xD1342543DE82EF95 + ++draws * 0x9E3779B97F4A7C15
            + (ulong)at.Id * 0xC2B2AE3D27D4EB4F + at.Place * 0x165667B19E3779F9;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

/// <summary>Where an expression is being evaluated.</summary>
/// <param name="Pass">The pass it is part of.</param>
/// <param name="Context">The node that a relative path starts from; inside <c>[...]</c> the one being tested.</param>
/// <param name="Current">The node the expression belongs to, which current() and references start from.</param>
/// <param name="Position">One-based place of the context in the list being filtered.</param>
/// <param name="Size">Length of that list.</param>
internal readonly record struct Frame(Evaluation Pass, XNode Context, XNode Current, int Position, int Size);
