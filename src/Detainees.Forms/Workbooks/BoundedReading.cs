namespace Detainees.Forms;

/// <summary>
/// A file in memory that can be read some times over and no more. Records of an old workbook point at each other, and damaged
/// ones lead a reader round and round.
/// </summary>
internal sealed class BoundedReading(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    private long left = (32L * bytes.Length) + (1 << 20);

    public override int Read(byte[] buffer, int offset, int count) => Counted(base.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Counted(base.Read(buffer));

    public override int ReadByte()
    {
        Counted(1);
        return base.ReadByte();
    }

    // A read that gives nothing costs time too.
    private int Counted(int read) =>
        (left -= Math.Max(read, 1)) >= 0 ? read : throw RefusedWorkbookException.Damaged("The workbook is damaged and cannot be read. Open it in a spreadsheet program and save it again as .xlsx.");
}
