using System.Globalization;
using System.Text;

namespace Detainees.Fuzz.Running;

/// <summary>Bends an input: one to four changes, of bytes, words, lines, numbers and pieces of other inputs.</summary>
internal static class Mutator
{
    private static readonly byte[][] Numbers =
    [
        .. new[]
        {
            "0", "-1", "1", "00", "+1", "2147483647", "2147483648", "-2147483649", "9007199254740993", "9223372036854775807", "9223372036854775808",
            "-9223372036854775809", "18446744073709551616", "1e400", "-1e400", "1e-400", "0.1", "1E5", "4294967296", "65536", "255", "1000000",
            new string('9', 400),
        }.Select(Encoding.ASCII.GetBytes),
    ];

    private static ReadOnlySpan<byte> Marks => "\n\r \t\"\\\0\u007f:;,=()[]{}<>-+/.'"u8;

    public static byte[] Mutate(FuzzTarget target, ref Dice dice) => Mutate(dice.Of(target.Corpus), target, ref dice);

    public static byte[] Mutate(byte[] input, FuzzTarget target, ref Dice dice)
    {
        var bytes = new List<byte>(input);
        for (var changes = 1 + dice.Next(4); changes > 0; changes--) Change(bytes, target, ref dice);
        if (bytes.Count > target.MostInput) bytes.RemoveRange(target.MostInput, bytes.Count - target.MostInput);
        return [.. bytes];
    }

    private static void Change(List<byte> bytes, FuzzTarget target, ref Dice dice)
    {
        var at = dice.Next(bytes.Count + 1);
        var length = Math.Min(bytes.Count - at, Length(ref dice));
        switch (dice.Next(14))
        {
            case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << dice.Next(8)); break;
            case 1 when at < bytes.Count: bytes[at] = (byte)dice.Next(256); break;
            case 2: bytes.RemoveRange(at, length); break;
            case 3: bytes.RemoveRange(at, bytes.Count - at); break;
            case 4: Repeat(bytes, at, length, target.MostInput, ref dice); break;
            case 5: bytes.InsertRange(at, Piece(dice.Of(target.Corpus), ref dice)); break;
            case 6: Overwrite(bytes, at, Piece(dice.Of(target.Corpus), ref dice)); break;
            case 7 or 8 when target.Words.Count > 0: bytes.InsertRange(at, dice.Of(target.Words)); break;
            case 9 when target.Words.Count > 0:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, dice.Of(target.Words));
                break;
            case 10: ChangeNumber(bytes, at, ref dice); break;
            case 11: ChangeLines(bytes, at, ref dice); break;
            case 12: bytes.Insert(at, Marks[dice.Next(Marks.Length)]); break;
            default:
                if (bytes.Count > 0) bytes[at % bytes.Count] = (byte)(bytes[at % bytes.Count] + (dice.Next(2) == 0 ? 1 : -1));
                else bytes.Add((byte)dice.Next(256));
                break;
        }
    }

    /// <summary>Mostly short, sometimes long.</summary>
    private static int Length(ref Dice dice) => 1 + dice.Next(dice.Next(4) == 0 ? 4096 : 24);

    private static void Repeat(List<byte> bytes, int at, int length, int most, ref Dice dice)
    {
        var piece = bytes.GetRange(at, length);
        var times = dice.Next(8) == 0 ? Math.Min(2000, most / Math.Max(1, length)) : 1 + dice.Next(4);
        for (var i = 0; i < times && bytes.Count <= most; i++) bytes.InsertRange(at, piece);
    }

    private static byte[] Piece(byte[] other, ref Dice dice)
    {
        var from = dice.Next(other.Length);
        return other[from..Math.Min(other.Length, from + Length(ref dice))];
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] piece)
    {
        for (var i = 0; i < piece.Length && at + i < bytes.Count; i++) bytes[at + i] = piece[i];
    }

    /// <summary>The next run of digits becomes a number at some type's edge, or its neighbour.</summary>
    private static void ChangeNumber(List<byte> bytes, int at, ref Dice dice)
    {
        while (at < bytes.Count && !char.IsAsciiDigit((char)bytes[at])) at++;
        var end = at;
        while (end < bytes.Count && end < at + 18 && char.IsAsciiDigit((char)bytes[end])) end++;
        if (end == at) return;
        var number = long.Parse(Encoding.ASCII.GetString([.. bytes[at..end]]), CultureInfo.InvariantCulture);
        bytes.RemoveRange(at, end - at);
        bytes.InsertRange(at, dice.Next(3) switch
        {
            0 => Encoding.ASCII.GetBytes((number + 1).ToString(CultureInfo.InvariantCulture)),
            1 => Encoding.ASCII.GetBytes((number - 1).ToString(CultureInfo.InvariantCulture)),
            _ => dice.Of(Numbers),
        });
    }

    /// <summary>A line doubled, lost or put elsewhere.</summary>
    private static void ChangeLines(List<byte> bytes, int at, ref Dice dice)
    {
        if (bytes.Count == 0) return;
        var start = at == 0 ? 0 : bytes.LastIndexOf((byte)'\n', at - 1) + 1;
        var end = bytes.IndexOf((byte)'\n', Math.Min(at, bytes.Count - 1));
        end = end < start ? bytes.Count : end + 1;
        var line = bytes.GetRange(start, end - start);
        var kind = dice.Next(3);
        if (kind != 0) bytes.RemoveRange(start, end - start);
        if (kind == 1) return;
        var to = dice.Next(bytes.Count + 1);
        to = to == 0 ? 0 : bytes.LastIndexOf((byte)'\n', to - 1) + 1;
        bytes.InsertRange(to, line);
    }
}
