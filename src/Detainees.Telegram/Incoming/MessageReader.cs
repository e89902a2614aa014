using Detainees.Conversations;

namespace Detainees.Telegram;

/// <summary>A message of a private chat → input.</summary>
internal static class MessageReader
{
    private const int MaxCommandName = 32;

    public static Input Read(Message message)
    {
        var id = new MessageId(message.Id);
        var forwarded = message.ForwardOrigin is not null;
        if (message.Text is { } text)
            return !forwarded && Command(id, message, text) is { } command ? command : new Input.Text(id, text, forwarded);
        if (FileOf(message) is { } file) return new Input.File(id, file, message.Caption, message.MediaGroupId, forwarded);
        // A venue carries its place twice; the label of a location button may come instead of either.
        if ((message.Location ?? message.Venue?.Location) is { } place)
            return new Input.Place(id, place.Latitude, place.Longitude, place.HorizontalAccuracy);
        if (message.Contact?.PhoneNumber is { Length: > 0 } phone) return new Input.Contact(id, phone);
        return new Input.Other(id, KindOf(message));
    }

    /// <summary>A text or caption that was changed; for anything else a kind of its own, so that the person hears that it does not count.</summary>
    public static Input ReadEdited(Message message) =>
        (message.Text ?? message.Caption) is { } value
            ? new Input.Edited(new MessageId(message.Id), value)
            : new Input.Other(new MessageId(message.Id), FileOf(message) is null ? "edited" : "edited_file");

    /// <summary>Null when the text is no command. The bot's name after "@" is dropped: a private chat has no other bot.</summary>
    private static Input.Command? Command(MessageId id, Message message, string text)
    {
        if (text.Length < 2 || text[0] != '/') return null;
        var end = 1;
        while (end < text.Length && IsNameLetter(text[end])) end++;
        var name = text[1..end];
        if (end < text.Length && text[end] == '@')
        {
            end++;
            while (end < text.Length && IsNameLetter(text[end])) end++;
        }

        // "/12.03.1990" and "/home/street 5" are answers: a command ends at a blank. The server's own finding is stricter still.
        if (name.Length is 0 or > MaxCommandName || (end < text.Length && !char.IsWhiteSpace(text[end]))) return null;
        if (message.Entities is { } entities
            && !Array.Exists(entities, e => e is { Offset: 0, Type: MessageEntityType.BotCommand })) return null;
        return new Input.Command(id, name.ToLowerInvariant(), text[end..].Trim());
    }

    private static bool IsNameLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';

    // The order matters: a live photo has a photo too, an animation has a document too.
    private static IncomingFile? FileOf(Message message) => message switch
    {
        { Photo: { } sizes } when Largest(sizes) is { } largest => Photo(largest),
        { LivePhoto.Photo: { } sizes } when Largest(sizes) is { } largest => Photo(largest),
        { Document: { } d } => new IncomingFile(d.FileId, d.FileUniqueId, FileKind.Document, d.MimeType, d.FileName, d.FileSize, null),
        { Animation: { } a } =>
            new IncomingFile(a.FileId, a.FileUniqueId, FileKind.Document, a.MimeType, a.FileName, a.FileSize, a.Duration),
        { Voice: { } v } => new IncomingFile(v.FileId, v.FileUniqueId, FileKind.Voice, v.MimeType, null, v.FileSize, v.Duration),
        { Audio: { } a } => new IncomingFile(a.FileId, a.FileUniqueId, FileKind.Audio, a.MimeType, a.FileName, a.FileSize, a.Duration),
        { Video: { } v } => new IncomingFile(v.FileId, v.FileUniqueId, FileKind.Video, v.MimeType, v.FileName, v.FileSize, v.Duration),
        { VideoNote: { } v } => new IncomingFile(v.FileId, v.FileUniqueId, FileKind.VideoNote, null, null, v.FileSize, v.Duration),
        _ => null,
    };

    // Telegram makes a JPEG of every photo.
    private static IncomingFile Photo(PhotoSize size) =>
        new(size.FileId, size.FileUniqueId, FileKind.Photo, "image/jpeg", null, size.FileSize, null);

    private static PhotoSize? Largest(PhotoSize?[] sizes) =>
        sizes.OfType<PhotoSize>().MaxBy(size => ((long)size.Width * size.Height, size.FileSize ?? 0));

    private static string KindOf(Message message) => message switch
    {
        { Contact: not null } => "contact",
        { WebAppData: not null } => "web_app_data",
        { Sticker: not null } => "sticker",
        { Poll: not null } => "poll",
        { Dice: not null } => "dice",
        { Game: not null } => "game",
        { Story: not null } => "story",
        { Checklist: not null } => "checklist",
        { PaidMedia: not null } => "paid_media",
        { RichMessage: not null } => "rich_message",
        { Invoice: not null } => "invoice",
        { Giveaway: not null } => "giveaway",
        { UsersShared: not null } => "users_shared",
        { ChatShared: not null } => "chat_shared",
        _ => "unknown",
    };
}
