using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>A message as we read it. Also stands for an InaccessibleMessage: then <see cref="Date"/> is 0.</summary>
public sealed class Message
{
    [JsonPropertyName("message_id"), JsonRequired] public long Id { get; set; }
    /// <summary>Unix seconds; 0 when the message is no longer accessible to the bot.</summary>
    public long Date { get; set; }
    [JsonRequired] public Chat Chat { get; set; } = new();
    public User? From { get; set; }
    public string? Text { get; set; }
    public MessageEntity[]? Entities { get; set; }
    public string? Caption { get; set; }
    public MessageEntity[]? CaptionEntities { get; set; }
    /// <summary>The same picture in several sizes.</summary>
    public PhotoSize[]? Photo { get; set; }
    public Document? Document { get; set; }
    public Voice? Voice { get; set; }
    public VideoNote? VideoNote { get; set; }
    public Audio? Audio { get; set; }
    public Video? Video { get; set; }
    /// <summary>A silent video; <see cref="Document"/> is set too, for old clients of the API.</summary>
    public Animation? Animation { get; set; }
    /// <summary>A photo that moves; <see cref="Photo"/> is set too.</summary>
    public LivePhoto? LivePhoto { get; set; }
    public Location? Location { get; set; }
    /// <summary>A place with a name; <see cref="Location"/> is set too.</summary>
    public Venue? Venue { get; set; }
    public Contact? Contact { get; set; }
    /// <summary>Made by the page in the person's client: anybody can write anything into it.</summary>
    public WebAppData? WebAppData { get; set; }
    /// <summary>Files sent together carry the same value. How many there are is never told.</summary>
    public string? MediaGroupId { get; set; }
    /// <summary>Unix seconds.</summary>
    public long? EditDate { get; set; }
    public MessageOrigin? ForwardOrigin { get; set; }
    public Message? ReplyToMessage { get; set; }
    public long? MigrateToChatId { get; set; }
    public bool? HasProtectedContent { get; set; }
    public InlineKeyboardMarkup? ReplyMarkup { get; set; }

    // What we answer kindly but do not read: only that it is there.
    public Presence? Sticker { get; set; }
    public Presence? Poll { get; set; }
    public Presence? Dice { get; set; }
    public Presence? Game { get; set; }
    public Presence? Story { get; set; }
    public Presence? Checklist { get; set; }
    public Presence? PaidMedia { get; set; }
    public Presence? RichMessage { get; set; }
    public Presence? Invoice { get; set; }
    public Presence? Giveaway { get; set; }
    public Presence? UsersShared { get; set; }
    public Presence? ChatShared { get; set; }

    // Service messages: written by Telegram, not by the person.
    public Presence? PinnedMessage { get; set; }
    public Presence? MessageAutoDeleteTimerChanged { get; set; }
    public Presence? WriteAccessAllowed { get; set; }
    public Presence? ChatBackgroundSet { get; set; }
    public Presence? ConnectedWebsite { get; set; }
    public Presence? ProximityAlertTriggered { get; set; }

    /// <summary>Too old, or deleted: only the chat and the id are true.</summary>
    [JsonIgnore] public bool IsInaccessible => Date == 0;
}
