using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>What became of writing a form down.</summary>
public abstract record FormWriting
{
    private FormWriting() { }

    /// <param name="Bytes">The whole file; the same bytes for the same form.</param>
    /// <param name="Losses">One sentence for each thing that the file does not hold.</param>
    public sealed record Written(byte[] Bytes, ImmutableArray<string> Losses) : FormWriting;

    /// <param name="Reasons">At least one sentence, each naming the cell or the sheet where there is one.</param>
    public sealed record Refused(ImmutableArray<string> Reasons) : FormWriting;
}
