using System.Diagnostics;
namespace Detainees.Forms;
public static class WorkbookReader
{
    /// <summary>Reads .xlsx or .xls, told apart by signature; anything else as YAML in the yxf layout. Never throws on bad input.</summary>
    public static WorkbookReading Read(Stream content, string fileName) => throw new UnreachableException();
}
public static class FormCompiler
{
    public static FormCompilation Compile(Workbook workbook) => throw new UnreachableException();
}
