namespace Detainees.Forms;

/// <summary>What a question asks for. The stored shape of each is in XLSForm's terms (ODK XForms, "Data types").</summary>
/// <remarks>
/// Text: any text. Integer: digits, 32 bit. Decimal, Range: a number with a point. SelectOne: a choice name.
/// SelectMultiple, Rank: choice names separated by blanks. Acknowledge: <c>OK</c>. Date: <c>YYYY-MM-DD</c>.
/// Time: <c>HH:MM:SS.sss+HH:MM</c>. DateTime: the two joined by <c>T</c>. Geopoint: latitude, longitude, altitude and
/// accuracy separated by blanks. Image, Audio, Video, File: a name. Metadata is always empty: it would identify the reporter.
/// </remarks>
public enum QuestionType
{
    Text, Integer, Decimal, Range, SelectOne, SelectMultiple, Rank, Note, Calculate, Hidden, Acknowledge,
    Date, Time, DateTime, Geopoint, Image, Audio, Video, File, Barcode, Start, End, Today, Metadata,
}
