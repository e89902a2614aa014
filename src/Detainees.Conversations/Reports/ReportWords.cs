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
}
