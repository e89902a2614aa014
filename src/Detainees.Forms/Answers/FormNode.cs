namespace Detainees.Forms;

/// <summary>A node of a form being answered.</summary>
/// <param name="Path">With one-based positions in repeats: <c>/data/member[2]/age</c>.</param>
/// <param name="Element">Its element; for a repeat, the node is one instance.</param>
public readonly record struct FormNode(string Path, FormElement Element);
