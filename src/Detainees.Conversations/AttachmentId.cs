namespace Detainees.Conversations;

/// <summary>One file that came with an answer. Written as 32 lower-case hex digits.</summary>
public readonly record struct AttachmentId(Guid Value)
{
    public override string ToString() => Value.ToString("N");

    /// <summary>Reads 32 hex digits without dashes or braces; anything else is refused.</summary>
    public static bool TryParse(string? text, out AttachmentId id)
    {
        var read = Guid.TryParseExact(text, "N", out var value);
        id = new AttachmentId(value);
        return read;
    }
}
