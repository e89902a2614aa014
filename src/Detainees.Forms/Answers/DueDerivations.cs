using System.Numerics;

namespace Detainees.Forms;

/// <summary>Derivations that wait to be computed, by their place in <see cref="DependencyGraph.Ordered"/>.</summary>
internal sealed class DueDerivations(DependencyGraph graph)
{
    private static readonly HashSet<(ulong Place, int Shared)> Alone = [(0, 0)];

    /// <summary>A bit for each that is due.</summary>
    private readonly ulong[] waiting = new ulong[(graph.Ordered.Length + 63) / 64];

    /// <summary>Where in repeats; made when something in a repeat is due.</summary>
    private Dictionary<int, HashSet<(ulong Place, int Shared)>>? inRepeats;

    /// <param name="shared">Only nodes whose first positions are those of <paramref name="place"/> are due.</param>
    public void Add(int order, ulong place, int shared)
    {
        waiting[order / 64] |= 1UL << (order % 64);
        if (graph.Ordered[order].IsAlone) return;
        inRepeats ??= [];
        if (!inRepeats.TryGetValue(order, out var scopes)) inRepeats[order] = scopes = [];
        scopes.Add((NodePath.Cut(place, shared), shared));
    }

    /// <summary>Takes the first, with where it is due; null when nothing is.</summary>
    public (int Order, IReadOnlyCollection<(ulong Place, int Shared)> Scopes)? Take()
    {
        for (var word = 0; word < waiting.Length; word++)
        {
            if (waiting[word] == 0) continue;
            var order = (word * 64) + BitOperations.TrailingZeroCount(waiting[word]);
            waiting[word] &= waiting[word] - 1;
            return inRepeats is not null && inRepeats.Remove(order, out var scopes) ? (order, scopes) : (order, Alone);
        }

        return null;
    }
}
