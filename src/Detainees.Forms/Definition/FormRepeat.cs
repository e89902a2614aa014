using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>A group that is answered several times. A node of it is one instance and carries a position from 1.</summary>
public sealed class FormRepeat : FormElement
{
    /// <summary>Instances of one repeat under one parent. Nobody answers more in a chat, and every pass over the answers stays bounded.</summary>
    public const int MaxInstances = 50;

    /// <summary>Instances of all repeats of a form together: repeats in repeats multiply.</summary>
    public const int MaxInstancesOfForm = 1000;

    internal FormRepeat(string name, FormElement? parent, int row) : base(name, parent, row) { }

    public ImmutableArray<FormElement> Children { get; internal set; } = [];

    /// <summary>Whether the number of instances is computed (repeat_count) rather than asked.</summary>
    public bool HasCount => Count is not null;

    public bool FieldList { get; internal set; }

    internal CompiledExpression? Count { get; set; }
}
