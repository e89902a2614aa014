using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>The words that reports and stored states use for our kinds. They are read by programs of other years: never change one.</summary>
internal static class ReportWords
{
    public static string Of(AnswerState state) => state switch
    {
        AnswerState.Answered => "answered",
        AnswerState.Unknown => "unknown",
        AnswerState.Refused => "refused",
        AnswerState.Later => "later",
        AnswerState.Skipped => "skipped",
    };

    public static string Of(AnswerOrigin origin) => origin switch
    {
        AnswerOrigin.Typed => "typed",
        AnswerOrigin.Pressed => "pressed",
        AnswerOrigin.File => "file",
        AnswerOrigin.Edited => "edited",
        AnswerOrigin.Calculated => "calculated",
        AnswerOrigin.Forwarded => "forwarded",
    };

    public static string Of(FileKind kind) => kind switch
    {
        FileKind.Photo => "photo",
        FileKind.Document => "document",
        FileKind.Voice => "voice",
        FileKind.Audio => "audio",
        FileKind.Video => "video",
        FileKind.VideoNote => "video_note",
    };

    public static string Of(Confirmation what) => what switch
    {
        Confirmation.Send => "send",
        Confirmation.Cancel => "cancel",
        Confirmation.Erase => "erase",
        Confirmation.StartOver => "start_over",
        Confirmation.DeleteItem => "delete_item",
    };

    /// <summary>XLSForm's own names of types.</summary>
    public static string Of(QuestionType type) => type switch
    {
        QuestionType.Text => "text",
        QuestionType.Integer => "integer",
        QuestionType.Decimal => "decimal",
        QuestionType.Range => "range",
        QuestionType.SelectOne => "select_one",
        QuestionType.SelectMultiple => "select_multiple",
        QuestionType.Rank => "rank",
        QuestionType.Note => "note",
        QuestionType.Calculate => "calculate",
        QuestionType.Hidden => "hidden",
        QuestionType.Acknowledge => "acknowledge",
        QuestionType.Date => "date",
        QuestionType.Time => "time",
        QuestionType.DateTime => "dateTime",
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
