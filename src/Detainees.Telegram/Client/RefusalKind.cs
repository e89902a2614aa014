namespace Detainees.Telegram;

/// <summary>What an answer other than "ok" means. Told by the code and by the beginnings of the server's descriptions.</summary>
/// <remarks>The descriptions are those of tdlib/telegram-bot-api, <c>Client.cpp</c>.</remarks>
public enum RefusalKind
{
    /// <summary>Some other refusal of a request (400): repeating it does not help.</summary>
    BadRequest,
    /// <summary>The message already looks so: as good as success.</summary>
    NotModified,
    /// <summary>The press is older than 150 seconds, or unknown.</summary>
    QueryTooOld,
    /// <summary>The message to edit, delete or reply to is not there.</summary>
    MessageNotFound,
    /// <summary>The message to edit has a file, and its text is the caption.</summary>
    NoText,
    /// <summary>The message may not be edited.</summary>
    MessageNotEditable,
    /// <summary>The message may not be deleted: older than 48 hours, or not ours to delete.</summary>
    MessageNotDeletable,
    ChatNotFound,
    /// <summary>The person blocked the bot.</summary>
    Blocked,
    /// <summary>The person's account is gone.</summary>
    Deactivated,
    /// <summary>Some other "not allowed" (403), e.g. the person never started the bot.</summary>
    Forbidden,
    TooLong,
    Empty,
    /// <summary>The ranges or the markup of a text do not fit it.</summary>
    UnreadableEntities,
    /// <summary>A button's data, kind or address is not accepted.</summary>
    BadButton,
    BadFile,
    /// <summary>A wrong file, or one that Telegram cannot give just now: try again a few times.</summary>
    FileUnavailable,
    /// <summary>Over 20 971 520 bytes for fetching.</summary>
    FileTooBig,
    /// <summary>The group has become a supergroup with another id.</summary>
    Migrated,
    /// <summary>The token is not valid (401).</summary>
    Unauthorized,
    /// <summary>No such method, or a token of a shape that cannot be (404).</summary>
    NotFound,
    /// <summary>A webhook is set, so polling is refused (409).</summary>
    WebhookActive,
    /// <summary>Another program polls with this token (409).</summary>
    OtherPoller,
    TooManyRequests,
    /// <summary>The server's own trouble (5xx): try again.</summary>
    ServerFault,
    /// <summary>Not an answer of the Bot API at all: an HTML page, cut JSON, nothing. The server may have done it.</summary>
    Malformed,
}
