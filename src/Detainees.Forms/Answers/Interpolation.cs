using System.Text;

namespace Detainees.Forms;

/// <summary>Fills <c>${name}</c> in labels and messages. A reference only, no expressions; values go in as plain text.</summary>
internal static class Interpolation
{
    /// <summary>The names referred to, each with its place.</summary>
    public static IEnumerable<(string Name, int Start)> Names(string text)
    {
        for (var at = text.IndexOf("${", StringComparison.Ordinal); at >= 0; at = text.IndexOf("${", at + 2, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', at);
            if (end < 0) yield break;
            yield return (text[(at + 2)..end].Trim(), at);
        }
    }

    public static string Fill(LocalizedText text, FormElement context, ulong place, string language, Evaluation pass, Func<FormElement, string, string>? inserted = null)
    {
        var template = text.In(language);
        if (text.References.IsEmpty || !template.Contains("${", StringComparison.Ordinal) || pass.Main is not FormState state) return template;
        var filled = new StringBuilder();
        var done = 0;
        foreach (var (name, start) in Names(template))
        {
            if (!text.References.TryGetValue(name, out var target)) continue;
            filled.Append(template, done, start - done);
            var nodes = new List<XNode>();
            var shared = ExpressionBinder.SharedRepeats(context, target);
            state.SelectNodes(target, NodePath.Cut(place, shared), shared, nodes);
            if (nodes.Count > 0) filled.Append(inserted is null ? pass.TextOf(nodes[0]) : inserted(target, pass.TextOf(nodes[0])));
            done = template.IndexOf('}', start) + 1;
            if (filled.Length > Evaluation.MaxTextLength) break;
        }

        return filled.Append(template, done, template.Length - done).ToString();
    }
}
