namespace Detainees.Conversations;

/// <summary>A report as it is sealed: everything readable is inside <see cref="ToJson"/>.</summary>
/// <param name="ReportId">32 lower-case hex digits.</param>
/// <param name="Reference">The short code told to the person.</param>
public sealed record ReportDraft(string ReportId, string Reference, string FormId, string FormVersion)
{
    private readonly byte[] json = [];

    /// <summary>The canonical JSON of docs/report.schema.json: UTF-8, keys in their order, no blanks, no padding.</summary>
    public byte[] ToJson() => [.. json];

    /// <summary>Never the content.</summary>
    public override string ToString() => ReportId;
}
