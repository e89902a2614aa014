using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>What sending a document, picture, sound or film has in common; goes as multipart when the file is uploaded.</summary>
public abstract class SendFileRequest : RequestBase<Message>
{
    private protected SendFileRequest(string methodName) : base(methodName) { }

    [JsonRequired] public long ChatId { get; set; }
    /// <summary>0 to 1024 characters.</summary>
    public string? Caption { get; set; }
    public MessageEntity[]? CaptionEntities { get; set; }
    public bool? DisableNotification { get; set; }
    public bool? ProtectContent { get; set; }
    public ReplyParameters? ReplyParameters { get; set; }
    public ReplyMarkup? ReplyMarkup { get; set; }

    /// <summary>The name of the file's field, and the file.</summary>
    internal abstract (string Field, InputFile File) Content { get; }
}
