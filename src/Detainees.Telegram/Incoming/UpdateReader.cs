using System.Diagnostics;
using Detainees.Conversations;

namespace Detainees.Telegram;

/// <summary>Update → the engine's input. Reads everything as coming from a stranger; never throws on what it holds.</summary>
public static class UpdateReader
{
    /// <summary>One update from the body of a webhook call; null when not even its id can be read.</summary>
    public static ReceivedUpdate? Decode(ReadOnlySpan<byte> json) => AnswerReader.ReadUpdate(json);

    public static UpdateReading Read(ReceivedUpdate update) => update switch
    {
        ReceivedUpdate.Decoded decoded => Read(decoded.Update),
        ReceivedUpdate.Undecodable => Ignore(update.Id, IgnoredReason.Undecodable),
        _ => throw new UnreachableException(update.GetType().Name),
    };

    private static UpdateReading Read(Update update) => update switch
    {
        { Message: { } message } => ReadMessage(update.Id, message, edited: false),
        { EditedMessage: { } message } => ReadMessage(update.Id, message, edited: true),
        { CallbackQuery: { } query } => ReadPress(update.Id, query),
        { MyChatMember: { } member } => ReadMember(update.Id, member),
        _ => Ignore(update.Id, IgnoredReason.UnknownKind),
    };

    private static UpdateReading ReadMessage(long id, Message message, bool edited)
    {
        if (message.Chat.Type != ChatType.Private) return Ignore(id, IgnoredReason.NotPrivate);
        if (message.From?.IsBot is true) return Ignore(id, IgnoredReason.FromBot);
        if (IsService(message)) return Ignore(id, IgnoredReason.ServiceMessage);
        if (edited && (message.Location ?? message.Venue?.Location) is not null) return Ignore(id, IgnoredReason.LiveLocation);
        return new UpdateReading.ForChat(
            new ChatId(message.Chat.Id),
            edited ? MessageReader.ReadEdited(message) : MessageReader.Read(message),
            message.From?.LanguageCode) { UpdateId = id };
    }

    private static UpdateReading ReadPress(long id, CallbackQuery query)
    {
        if (query.From.IsBot is true) return Ignore(id, IgnoredReason.FromBot);
        if (query.Data is null || query.InlineMessageId is not null) return Ignore(id, IgnoredReason.NoData);
        if (query.Message is { } message && message.Chat.Type != ChatType.Private) return Ignore(id, IgnoredReason.NotPrivate);
        // The chat is the presser's own: in a private chat both ids are the same, and the message may be missing.
        if (query.Message is { } shown && shown.Chat.Id != query.From.Id) return Ignore(id, IgnoredReason.NotPrivate);
        return new UpdateReading.ForChat(
            new ChatId(query.From.Id),
            new Input.Press(query.Id, query.Message is { } target ? new MessageId(target.Id) : null, query.Data),
            query.From.LanguageCode) { UpdateId = id };
    }

    private static UpdateReading ReadMember(long id, ChatMemberUpdated member)
    {
        if (member.Chat.Type != ChatType.Private) return Ignore(id, IgnoredReason.NotPrivate);
        return member.NewChatMember?.Status is "kicked" or "left"
            ? new UpdateReading.ForChat(new ChatId(member.Chat.Id), new Input.Left(), member.From?.LanguageCode) { UpdateId = id }
            : Ignore(id, IgnoredReason.Joined);
    }

    private static bool IsService(Message message) =>
        (message.PinnedMessage ?? message.MessageAutoDeleteTimerChanged ?? message.WriteAccessAllowed ?? message.ChatBackgroundSet
            ?? message.ConnectedWebsite ?? message.ProximityAlertTriggered) is not null
        || message.MigrateToChatId is not null;

    private static UpdateReading.Ignored Ignore(long id, IgnoredReason reason) => new(reason) { UpdateId = id };
}
