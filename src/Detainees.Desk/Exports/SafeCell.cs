namespace Detainees.Desk.Exports;

/// <summary>
/// A spreadsheet runs a cell that begins like a formula, and a report comes from strangers. Such a cell gets an apostrophe in
/// front, which spreadsheets show as text (OWASP, "CSV Injection").
/// </summary>
internal static class SafeCell
{
    // The last four are the full-width forms, which East Asian versions of Excel take for the same.
    private const string Dangerous = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>One cell. NUL, which cuts a file short in some programs, is taken out.</summary>
    public static string Of(string text)
    {
        var plain = text.Replace("\0", "", StringComparison.Ordinal);
        // An apostrophe of the family's own is doubled, so that the guard can be told from it.
        return plain.Length > 0 && (Dangerous.Contains(plain[0], StringComparison.Ordinal) || plain[0] == '\'') ? "'" + plain : plain;
    }
}
