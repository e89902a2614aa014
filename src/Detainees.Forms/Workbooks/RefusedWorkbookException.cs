namespace Detainees.Forms;

/// <summary>Ends the reading of a workbook; <see cref="WorkbookReader"/> turns it into a diagnostic.</summary>
/// <param name="code">Of the diagnostic.</param>
/// <param name="message">Ours, without anything from the file but names of its sheets.</param>
internal sealed class RefusedWorkbookException(string code, string message) : Exception(message)
{
    public string Code => code;

    public static RefusedWorkbookException TooLarge(string message) => new(DiagnosticCodes.FileTooLarge, message);
    public static RefusedWorkbookException Damaged(string message) => new(DiagnosticCodes.FileUnreadable, message);
}
