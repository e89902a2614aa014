namespace Detainees.Conversations;

/// <summary>The rules of conversations. The program sets the team and the zone; the others have the values that the documents promise.</summary>
public sealed record ConversationRules
{
    /// <summary>Who reads the reports, as told in the welcome, 1 to 60 characters.</summary>
    public string Team { get; init; } = "Detainees";

    /// <summary>IANA name of the zone that <see cref="Turn.Offset"/> is of; written into reports.</summary>
    public string TimeZone { get; init; } = "Asia/Yerevan";

    /// <summary>The channel's name in reports.</summary>
    public string Channel { get; init; } = "telegram";

    /// <summary>How long a draft lives from its first message. More than 48 hours would leave messages that nobody can delete.</summary>
    public TimeSpan DraftLife { get; init; } = TimeSpan.FromHours(44);

    /// <summary>After how long a silence the first reminder is said.</summary>
    public TimeSpan FirstReminder { get; init; } = TimeSpan.FromHours(20);

    /// <summary>After how long a silence the second and last reminder is said.</summary>
    public TimeSpan SecondReminder { get; init; } = TimeSpan.FromHours(40);

    /// <summary>Whether a draft that comes to its end is sent as it is instead of being erased.</summary>
    public bool SealOnExpiry { get; init; }

    /// <summary>The Bot API hands over files up to 20 MiB.</summary>
    public long MaxFileBytes { get; init; } = 20 << 20;

    /// <summary>Files in one report.</summary>
    public int MaxAttachments { get; init; } = 30;

    /// <summary>UTF-16 code units of one typed answer.</summary>
    public int MaxTextLength { get; init; } = 4096;

    /// <summary>UTF-16 code units of all answers of one draft together.</summary>
    public int MaxAnswersLength { get; init; } = 200_000;

    /// <summary>Items of one repeat.</summary>
    public int MaxRepeatItems { get; init; } = 50;

    /// <summary>Messages of the person's that are remembered for later edits, the newest.</summary>
    public int MaxRememberedMessages { get; init; } = 300;
}
