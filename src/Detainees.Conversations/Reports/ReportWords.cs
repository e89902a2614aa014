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

    public static AnswerState? State(string? word) => word switch
    {
        "answered" => AnswerState.Answered,
        "unknown" => AnswerState.Unknown,
        "refused" => AnswerState.Refused,
        "later" => AnswerState.Later,
        "skipped" => AnswerState.Skipped,
        _ => null,
    };

    public static AnswerOrigin? Origin(string? word) => word switch
    {
        "typed" => AnswerOrigin.Typed,
        "pressed" => AnswerOrigin.Pressed,
        "file" => AnswerOrigin.File,
        "edited" => AnswerOrigin.Edited,
        "calculated" => AnswerOrigin.Calculated,
        "forwarded" => AnswerOrigin.Forwarded,
        _ => null,
    };
}
