namespace Detainees.Telegram;

/// <summary>Code and description of a refusal → its kind.</summary>
internal static class Refusals
{
    // Order matters where one phrase contains another.
    private static readonly (string Phrase, RefusalKind Kind)[] Phrases =
    [
        ("message is not modified", RefusalKind.NotModified),
        ("query is too old", RefusalKind.QueryTooOld),
        ("query id is invalid", RefusalKind.QueryTooOld),
        ("query_id_invalid", RefusalKind.QueryTooOld),
        ("message to edit not found", RefusalKind.MessageNotFound),
        ("message to delete not found", RefusalKind.MessageNotFound),
        ("message to be replied not found", RefusalKind.MessageNotFound),
        ("message_id_invalid", RefusalKind.MessageNotFound),
        ("there is no text in the message", RefusalKind.NoText),
        ("message can't be edited", RefusalKind.MessageNotEditable),
        ("message can't be deleted", RefusalKind.MessageNotDeletable),
        ("chat not found", RefusalKind.ChatNotFound),
        ("user not found", RefusalKind.ChatNotFound),
        ("is too long", RefusalKind.TooLong),
        ("message_too_long", RefusalKind.TooLong),
        ("text is empty", RefusalKind.Empty),
        ("text must be non-empty", RefusalKind.Empty),
        ("can't parse entities", RefusalKind.UnreadableEntities),
        ("entity_", RefusalKind.UnreadableEntities),
        ("entities_too_long", RefusalKind.UnreadableEntities),
        ("button_", RefusalKind.BadButton),
        ("can't parse inline keyboard button", RefusalKind.BadButton),
        ("buttons are unallowed", RefusalKind.BadButton),
        ("file is too big", RefusalKind.FileTooBig),
        ("file is temporarily unavailable", RefusalKind.FileUnavailable),
        ("invalid file_id", RefusalKind.BadFile),
        ("wrong file", RefusalKind.BadFile),
        ("wrong remote file", RefusalKind.BadFile),
    ];

    public static RefusalKind Classify(int code, string description, bool migrated) => code switch
    {
        401 => RefusalKind.Unauthorized,
        403 when Says(description, "bot was blocked") => RefusalKind.Blocked,
        403 when Says(description, "deactivated") => RefusalKind.Deactivated,
        403 => RefusalKind.Forbidden,
        404 => RefusalKind.NotFound,
        409 when Says(description, "webhook") => RefusalKind.WebhookActive,
        409 => RefusalKind.OtherPoller,
        413 => RefusalKind.FileTooBig,
        429 => RefusalKind.TooManyRequests,
        >= 500 => RefusalKind.ServerFault,
        _ when migrated => RefusalKind.Migrated,
        _ => ByPhrase(description),
    };

    private static RefusalKind ByPhrase(string description)
    {
        foreach (var (phrase, kind) in Phrases)
            if (Says(description, phrase))
                return kind;
        return RefusalKind.BadRequest;
    }

    private static bool Says(string description, string phrase) => description.Contains(phrase, StringComparison.OrdinalIgnoreCase);
}
