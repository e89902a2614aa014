namespace Detainees.Forms;

/// <summary>A form's elements in ordinal order of their paths: what stands by element can be read in that order where it is.</summary>
/// <param name="elements">In that order.</param>
internal sealed class PathOrder(FormElement[] elements)
{
    public string[] Paths { get; } = Array.ConvertAll(elements, element => element.Path);

    /// <summary>The <see cref="FormElement.Index"/> of each.</summary>
    public int[] Places { get; } = Array.ConvertAll(elements, element => element.Index);
}
