namespace Detainees.Journal;

/// <summary>Names one entry of the journal, and the file of its sealed body. Random; tells nothing. Written as 32 lower-case hex digits.</summary>
public readonly record struct EntryId(Guid Value)
{
    /// <summary>Exactly 32 lower-case hex digits; anything else is false.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out EntryId value)
    {
        var read = LowerHex.TryGuid(text, out var guid);
        value = new EntryId(guid);
        return read;
    }

    public override string ToString() => Value.ToString("N");
}
