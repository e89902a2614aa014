using System.Text;

namespace Detainees.Forms.Tests.Writing;

/// <summary>Writing and reading again, for tests.</summary>
internal static class Written
{
    public static byte[] Bytes(Workbook workbook, FormFormat format)
    {
        var writing = FormWriter.Write(workbook, format);
        Assert.True(writing is FormWriting.Written, writing is FormWriting.Refused refused ? string.Join("\n", refused.Reasons) : "");
        return ((FormWriting.Written)writing).Bytes;
    }

    public static string Text(Workbook workbook, FormFormat format) => Encoding.UTF8.GetString(Bytes(workbook, format));

    public static Workbook Read(byte[] bytes, string name = "form")
    {
        var reading = WorkbookReader.Read(new MemoryStream(bytes), name);
        Assert.True(reading.Workbook is not null, string.Join("\n", reading.Diagnostics));
        return reading.Workbook;
    }

    public static Workbook There(Workbook workbook, FormFormat format) => Read(Bytes(workbook, format));

    /// <summary>Every cell with its sheet, the place of its row among the filled ones, and its header.</summary>
    public static List<string> Cells(Workbook workbook)
    {
        var cells = new List<string>();
        foreach (var sheet in workbook.Sheets.Where(sheet => !sheet.Rows.IsEmpty))
        {
            var headers = sheet.Rows[0].Cells.ToDictionary(cell => cell.Column, cell => cell.Text);
            for (var i = 0; i < sheet.Rows.Length; i++)
                foreach (var cell in sheet.Rows[i].Cells) cells.Add($"{sheet.Name}:{i} {headers.GetValueOrDefault(cell.Column)} = {cell.Text}");
        }

        return cells;
    }
}
