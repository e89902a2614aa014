namespace Detainees.Journal;

/// <summary>Joins the entries of one family. A keyed hash made by the server, so that no chat id can be guessed from it. Written as 32 lower-case hex digits.</summary>
public readonly record struct ThreadKey(Guid Value)
{
    /// <param name="bytes">Exactly 16 bytes; the hex digits come in the same order.</param>
    public static ThreadKey FromBytes(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    /// <summary>Exactly 32 lower-case hex digits; anything else is false.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ThreadKey value)
    {
        var read = LowerHex.TryGuid(text, out var guid);
        value = new ThreadKey(guid);
        return read;
    }

    public override string ToString() => Value.ToString("N");
}
