using System.Globalization;
using System.Text;
using Detainees.Desk.Reports;

namespace Detainees.Desk.Exports;

/// <summary>
/// The columns of the wide table: one for each field (or, where the form names none, each path), in the order of the forms.
/// A column that a later report brings stands where its neighbours stand, so that the order does not depend on chance.
/// </summary>
internal sealed class CsvColumns
{
    private readonly LinkedList<string> order = new();
    private readonly Dictionary<string, LinkedListNode<string>> nodes = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Names => [.. order];

    public void Note(Report report)
    {
        LinkedListNode<string>? before = null;
        foreach (var name in NamesOf(report))
        {
            if (!nodes.TryGetValue(name, out var node))
                nodes[name] = node = before is null ? order.AddFirst(name) : order.AddAfter(before, name);
            before = node;
        }
    }

    /// <summary>The column of each answer of a report: every name once.</summary>
    public static IEnumerable<string> NamesOf(Report report)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var answer in report.Answers)
        {
            var name = NameOf(answer);
            var unique = name;
            for (var i = 2; !taken.Add(unique); i++) unique = string.Create(CultureInfo.InvariantCulture, $"{name}#{i}");
            yield return unique;
        }
    }

    /// <summary>"name.typed"; in a repeat with its place in it, "companion.name[2]"; without a field, the path.</summary>
    private static string NameOf(ReportAnswer answer)
    {
        if (answer.Field is not { Length: > 0 } field) return answer.Path;
        var name = new StringBuilder(field);
        for (var open = answer.Path.IndexOf('[', StringComparison.Ordinal); open >= 0; open = answer.Path.IndexOf('[', open + 1))
        {
            var close = answer.Path.IndexOf(']', open);
            if (close < 0) break;
            name.Append(answer.Path, open, close - open + 1);
        }

        return name.ToString();
    }
}
