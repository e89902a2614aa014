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
