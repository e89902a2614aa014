using System.Buffers.Binary;

namespace Detainees.Forms;

/// <summary>
/// Cells of an .xls file whose formula gave an error ([MS-XLS] 2.4.24, 2.4.127). ExcelDataReader 3.6 reads them as blank, and a
/// constraint that silently is not there is worse than a form that does not load.
/// </summary>
internal static class XlsErrors
{
    private const int Most = 1000;

    /// <returns>The sheet's place in the workbook, row from 1, column from 0, and the error.</returns>
    public static List<(int Sheet, int Row, int Column, string Error)> Find(byte[] stream)
    {
        var found = new List<(int, int, int, string)>();
        var offsets = new List<uint>();
        foreach (var (at, kind, data) in Records(stream))
            if (kind == 0x85 && data.Length >= 4) offsets.Add(BinaryPrimitives.ReadUInt32LittleEndian(data.Span));
        foreach (var (at, kind, data) in Records(stream))
        {
            var record = data.Span;
            byte? error = kind switch
            {
                0x0205 when record.Length >= 8 && record[7] == 1 => record[6],
                0x0006 when record.Length >= 14 && record[6] == 2 && record[12] == 0xFF && record[13] == 0xFF => record[8],
                _ => null,
            };
            if (error is { } code && found.Count < Most)
                found.Add((offsets.FindLastIndex(offset => offset <= at), BinaryPrimitives.ReadUInt16LittleEndian(record) + 1, BinaryPrimitives.ReadUInt16LittleEndian(record[2..]), Word(code)));
        }

        return found;
    }

    private static IEnumerable<(int At, int Kind, ReadOnlyMemory<byte> Data)> Records(byte[] stream)
    {
        for (var at = 0; at + 4 <= stream.Length;)
        {
            var (kind, length) = (BinaryPrimitives.ReadUInt16LittleEndian(stream.AsSpan(at)), BinaryPrimitives.ReadUInt16LittleEndian(stream.AsSpan(at + 2)));
            if (at + 4 + length > stream.Length) yield break;
            yield return (at, kind, stream.AsMemory(at + 4, length));
            at += 4 + length;
        }
    }

    private static string Word(byte code) => code switch
    {
        0x00 => "#NULL!", 0x07 => "#DIV/0!", 0x0F => "#VALUE!", 0x17 => "#REF!", 0x1D => "#NAME?", 0x24 => "#NUM!", 0x2A => "#N/A", _ => "#ERROR!",
    };
}
