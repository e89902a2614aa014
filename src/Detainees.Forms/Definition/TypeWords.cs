namespace Detainees.Forms;

/// <summary>The words of the column type, as most people write them and reports keep them.</summary>
public static class TypeWords
{
    public static string Of(QuestionType type) => type switch
    {
        QuestionType.SelectOne => "select_one",
        QuestionType.SelectMultiple => "select_multiple",
        QuestionType.DateTime => "dateTime",
        QuestionType.Text => "text",
        QuestionType.Integer => "integer",
        QuestionType.Decimal => "decimal",
        QuestionType.Range => "range",
        QuestionType.Rank => "rank",
        QuestionType.Note => "note",
        QuestionType.Calculate => "calculate",
        QuestionType.Hidden => "hidden",
        QuestionType.Acknowledge => "acknowledge",
        QuestionType.Date => "date",
        QuestionType.Time => "time",
        QuestionType.Geopoint => "geopoint",
        QuestionType.Image => "image",
        QuestionType.Audio => "audio",
        QuestionType.Video => "video",
        QuestionType.File => "file",
        QuestionType.Barcode => "barcode",
        QuestionType.Start => "start",
        QuestionType.End => "end",
        QuestionType.Today => "today",
        QuestionType.Metadata => "metadata",
    };
}
