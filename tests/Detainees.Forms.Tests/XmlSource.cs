using System.Xml.Linq;
using Detainees.Forms;

namespace Detainees.Forms.Tests;

/// <summary>An XML document as a tree of nodes, for expressions that belong to no form.</summary>
internal sealed class XmlSource : NodeSource
{
    private readonly List<XElement> elements;

    public XmlSource(string xml) => elements = [.. XDocument.Parse(xml, LoadOptions.PreserveWhitespace).Descendants()];

    public override XNode Root => new(this, -1, 0);

    public override XNode? Parent(XNode node) =>
        node.Id < 0 ? null : elements[node.Id].Parent is { } parent ? new XNode(this, elements.IndexOf(parent), 0) : Root;

    public override string NameOf(XNode node) => node.Id < 0 ? "" : elements[node.Id].Name.LocalName;

    public override void Children(XNode node, string? name, List<XNode> into)
    {
        IEnumerable<XElement> children = node.Id < 0 ? elements[..1] : elements[node.Id].Elements();
        foreach (var child in children)
            if (name is null || child.Name.LocalName == name) into.Add(new XNode(this, elements.IndexOf(child), 0));
    }

    public override string Text(XNode node) => node.Id < 0 ? elements[0].Value : elements[node.Id].Value;

    public override int Position(XNode node) =>
        node.Id < 0 ? 1 : elements[node.Id].ElementsBeforeSelf(elements[node.Id].Name).Count() + 1;
}
