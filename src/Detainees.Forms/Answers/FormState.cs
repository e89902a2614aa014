using System.Text;

namespace Detainees.Forms;

/// <summary>
/// The answers of a form as a tree that expressions walk. A <see cref="FormInstance"/> never changes the one it holds;
/// a change works on a copy, which shares all its content with the original.
/// </summary>
internal sealed partial class FormState : NodeSource
{
    private const int DocumentId = -1;

    private readonly FormDefinition form;
    private readonly NodeTable<bool> irrelevant;
    private NodeTable<int>? limits; // null while no number of instances was computed

    public FormState(FormDefinition form) : this(form, new(form.Indexed.Length), new(form.Indexed.Length)) { }

    private FormState(FormDefinition form, NodeTable<string> values, NodeTable<bool> irrelevant) =>
        (this.form, Values, this.irrelevant) = (form, values, irrelevant);

    public FormDefinition Form => form;
    public NodeTable<string> Values { get; }

    /// <summary>Null while no repeat had an instance.</summary>
    public NodeTable<int>? Counts { get; private set; }

    /// <summary>Instances of all repeats together.</summary>
    public int Instances { get; private set; }

    public FormState Copy() => new(form, Values.Copy(), irrelevant.Copy()) { Counts = Counts?.Copy(), limits = limits?.Copy(), Instances = Instances };

    public override XNode Root => new(this, DocumentId, 0);

    public XNode Node(NodeKey key) => new(this, key.Element, key.Place);

    public string StoredValue(NodeKey key) => Values[key] ?? "";

    public void Store(NodeKey key, string value) => Values[key] = value.Length == 0 ? null : value;

    /// <summary>The element's own condition; that of its ancestors comes on top.</summary>
    public bool IsOwnRelevant(NodeKey key) => !irrelevant[key];

    public void SetOwnRelevant(NodeKey key, bool relevant) => irrelevant[key] = !relevant;

    public int Count(FormRepeat repeat, ulong parentPlace) => Counts?[Around(repeat, parentPlace)] ?? 0;

    public void SetCount(FormRepeat repeat, ulong parentPlace, int count)
    {
        var key = Around(repeat, parentPlace);
        Counts ??= new(form.Indexed.Length);
        Instances += count - Counts[key];
        Counts[key] = count;
    }

    /// <summary>What repeat_count says now; instances beyond it are kept but not relevant.</summary>
    public int Limit(FormRepeat repeat, ulong parentPlace) => limits?[Around(repeat, parentPlace)] ?? 0;

    public void SetLimit(FormRepeat repeat, ulong parentPlace, int limit) => (limits ??= new(form.Indexed.Length))[Around(repeat, parentPlace)] = limit;

    private static NodeKey Around(FormRepeat repeat, ulong parentPlace) => new(repeat.Index, NodePath.Cut(parentPlace, repeat.RepeatDepth - 1));

    /// <summary>Gives the nodes of some elements new places; a null place removes the node.</summary>
    /// <param name="elements">The elements, by identity.</param>
    /// <param name="shared">Only nodes whose first positions are those of <paramref name="place"/> move.</param>
    public void Move(IReadOnlySet<FormElement> elements, int shared, ulong place, Func<ulong, ulong?> to)
    {
        bool Moves(NodeKey key) => elements.Contains(form.Indexed[key.Element]) && NodePath.Share(key.Place, place, shared);
        Values.Move(Moves, to);
        limits?.Move(Moves, to);
        irrelevant.Move(Moves, to);
        if (Counts is not { } counts) return;
        counts.Move(Moves, to);
        Instances = counts.Repeated.Values.Sum();
        foreach (var count in counts.Alone) Instances += count;
    }

    /// <summary>Whether the same nodes are there and relevant, as far as that can be told at a glance.</summary>
    public bool HasNodesOf(FormState other) =>
        NodeTable<bool>.AreShared(irrelevant, other.irrelevant) && NodeTable<int>.AreShared(Counts, other.Counts) && NodeTable<int>.AreShared(limits, other.limits);

    public bool IsRelevant(FormElement element, ulong place)
    {
        for (var at = element; at is not null; at = at.Parent)
        {
            if (at.Relevant is not null && irrelevant[new(at.Index, NodePath.Cut(place, at.RepeatDepth))]) return false;
            if (at is FormRepeat { HasCount: true } repeat && NodePath.At(place, repeat.RepeatDepth - 1) > Limit(repeat, place)) return false;
        }

        return true;
    }

    /// <summary>Whether the node is there: every position names an instance.</summary>
    public bool Exists(FormElement element, ulong place)
    {
        for (var at = element as FormRepeat ?? element.NearestRepeat; at is not null; at = at.NearestRepeat)
            if (NodePath.At(place, at.RepeatDepth - 1) is var position && (position < 1 || position > Count(at, place))) return false;
        return NodePath.Cut(place, element.RepeatDepth) == place;
    }

    /// <summary>Places of all nodes of an element whose first positions are those of <paramref name="place"/>, in document order.</summary>
    public void Places(FormElement element, ulong place, int shared, List<ulong> into)
    {
        var innermost = element as FormRepeat ?? element.NearestRepeat;
        if (innermost is null || innermost.RepeatDepth <= shared)
        {
            into.Add(NodePath.Cut(place, element.RepeatDepth));
            return;
        }

        var outer = new List<ulong>();
        if (innermost.Parent is { } parent) Places(parent, place, shared, outer);
        foreach (var around in outer)
        {
            var count = Count(innermost, around);
            for (var i = 1; i <= count; i++) into.Add(NodePath.With(around, innermost.RepeatDepth - 1, i));
        }
    }

    public void SelectNodes(FormElement element, ulong place, int shared, List<XNode> into)
    {
        var places = new List<ulong>();
        Places(element, place, shared, places);
        foreach (var found in places)
            if (IsRelevant(element, found)) into.Add(new XNode(this, element.Index, found));
    }

    public override XNode? Parent(XNode node)
    {
        if (node.Id == DocumentId) return null;
        var parent = form.Indexed[node.Id].Parent;
        return parent is null ? Root : new XNode(this, parent.Index, NodePath.Cut(node.Place, parent.RepeatDepth));
    }

    public override string NameOf(XNode node) => node.Id == DocumentId ? "" : form.Indexed[node.Id].Name;

    public override void Children(XNode node, string? name, List<XNode> into)
    {
        if (node.Id == DocumentId)
        {
            if (name is null || name == form.Root.Name) into.Add(new XNode(this, form.Root.Index, 0));
            return;
        }

        var element = form.Indexed[node.Id];
        foreach (var child in ExpressionBinder.Children(element))
            if (name is null || child.Name == name) SelectNodes(child, node.Place, element.RepeatDepth, into);
    }

    public override string Text(XNode node)
    {
        if (node.Id == DocumentId) return "";
        var element = form.Indexed[node.Id];
        if (element is FormQuestion) return IsRelevant(element, node.Place) ? StoredValue(new(node.Id, node.Place)) : "";
        // XPath: the text of an element is that of all its descendants.
        var text = new StringBuilder();
        var children = new List<XNode>();
        Children(node, null, children);
        foreach (var child in children)
        {
            if (text.Length > Evaluation.MaxTextLength) break;
            text.Append(Text(child));
        }

        return text.ToString();
    }

    public override string Stored(XNode node) => StoredValue(new(node.Id, node.Place));

    public override int Position(XNode node) =>
        node.Id != DocumentId && form.Indexed[node.Id] is FormRepeat repeat ? NodePath.At(node.Place, repeat.RepeatDepth - 1) : 1;
}
