using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>Questions that belong together under one heading; also the root of a form.</summary>
public sealed class FormGroup : FormElement
{
    internal FormGroup(string name, FormElement? parent, int row) : base(name, parent, row) { }

    public ImmutableArray<FormElement> Children { get; internal set; } = [];

    /// <summary>Whether the author asked for one page (appearance <c>field-list</c>).</summary>
    public bool FieldList { get; internal set; }
}
