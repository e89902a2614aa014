using Detainees.Journal;
using Detainees.Storage;
using Detainees.Telegram;

namespace Detainees.Bot;

/// <summary>Everything this project logs: ids and counts, never people. Exceptions by their type only: their text may hold input.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "Polling began; forms offered: {Forms}; recipients who can open a report: {Recipients}")]
    public static partial void Started(this ILogger logger, int forms, int recipients);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "Update {UpdateId} could not be read; it was passed over")]
    public static partial void Undecodable(this ILogger logger, long updateId);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "Update {UpdateId} failed with {Fault}; it is in quarantine, others go on")]
    public static partial void Quarantined(this ILogger logger, long updateId, string fault);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Error, Message = "The store takes nothing now (full or read-only); updates wait at the Bot API until it does")]
    public static partial void StoreRefuses(this ILogger logger);

    [LoggerMessage(EventId = 1015, Level = LogLevel.Error, Message = "The store failed with {Fault}")]
    public static partial void StoreFaulted(this ILogger logger, string fault);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Information, Message = "Attachment {Attachment}: stored {Stored}")]
    public static partial void Fetched(this ILogger logger, Guid attachment, bool stored);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Error, Message = "Attachment {Attachment} failed with {Fault}; it is tried again at the next start")]
    public static partial void FetchFaulted(this ILogger logger, Guid attachment, string fault);

    [LoggerMessage(EventId = 1007, Level = LogLevel.Error, Message = "A timer failed with {Fault}")]
    public static partial void WakeUpFaulted(this ILogger logger, string fault);

    [LoggerMessage(EventId = 1008, Level = LogLevel.Debug, Message = "Purged {Drafts} drafts, {Updates} updates, {Files} files, {EpochKeys} epoch keys")]
    public static partial void Purged(this ILogger logger, int drafts, int updates, int files, int epochKeys);

    [LoggerMessage(EventId = 1009, Level = LogLevel.Error, Message = "Purging failed with {Fault}; it is tried again")]
    public static partial void PurgeFaulted(this ILogger logger, string fault);

    [LoggerMessage(EventId = 1016, Level = LogLevel.Error, Message = "A newer team list waits: its serial could not be kept ({Fault})")]
    public static partial void TeamNotTaken(this ILogger logger, string fault);

    [LoggerMessage(EventId = 1040, Level = LogLevel.Information, Message = "The team list with serial {Serial} is in use: {Recipients} recipients, {Devices} devices")]
    public static partial void TeamTaken(this ILogger logger, long serial, int recipients, int devices);

    [LoggerMessage(EventId = 1041, Level = LogLevel.Warning, Message = "The team list ends in {Days} days: without a new one the intake stops")]
    public static partial void TeamEnds(this ILogger logger, int days);

    [LoggerMessage(EventId = 1042, Level = LogLevel.Information, Message = "The team list with serial {Serial} is valid again; the intake goes on")]
    public static partial void TeamValidAgain(this ILogger logger, long serial);

    [LoggerMessage(EventId = 1043, Level = LogLevel.Information, Message = "{Drafts} open drafts have new keys, sealed to the team list with serial {Serial}")]
    public static partial void DraftsRekeyed(this ILogger logger, int drafts, long serial);

    [LoggerMessage(EventId = 1044, Level = LogLevel.Error, Message = "New draft keys for a new team list failed with {Fault}; they are made at the next look")]
    public static partial void RekeyFaulted(this ILogger logger, string fault);

    [LoggerMessage(EventId = 1045, Level = LogLevel.Warning, Message = "{Updates} updates were not taken: {Reason}")]
    public static partial void NotTaken(this ILogger logger, int updates, string reason);

    [LoggerMessage(EventId = 1046, Level = LogLevel.Information, Message = "Retention: the content of all entries up to {Through} may be gone, two devices hold it")]
    public static partial void Retired(this ILogger logger, long through);

    [LoggerMessage(EventId = 1047, Level = LogLevel.Information, Message = "Device {Device} holds the journal up to entry {Size}")]
    public static partial void Acknowledged(this ILogger logger, string device, long size);

    [LoggerMessage(EventId = 1048, Level = LogLevel.Warning, Message = "Device {Device} ordered {Kind}: {Result}")]
    public static partial void Decided(this ILogger logger, string device, ThreadDecisionKind kind, DecisionResult result);

    [LoggerMessage(EventId = 1017, Level = LogLevel.Information, Message = "The forms were read again: {Offered} are offered, {Faulty} files cannot be used")]
    public static partial void FormsTaken(this ILogger logger, int offered, int faulty);

    [LoggerMessage(EventId = 1018, Level = LogLevel.Error, Message = "The form file {File} cannot be used (form list says why); what it gave before stays offered: {Stays}")]
    public static partial void FormFaulty(this ILogger logger, string file, bool stays);

    [LoggerMessage(EventId = 1019, Level = LogLevel.Error, Message = "The folder of forms cannot be read; what was offered stays offered")]
    public static partial void FormsUnreadable(this ILogger logger);

    [LoggerMessage(EventId = 1020, Level = LogLevel.Error, Message = "Changed forms wait: they could not be kept beside the data ({Fault})")]
    public static partial void FormsNotTaken(this ILogger logger, string fault);

    [LoggerMessage(EventId = 1021, Level = LogLevel.Information, Message = "The menu of commands was set for {Language}")]
    public static partial void CommandsSet(this ILogger logger, string language);

    [LoggerMessage(EventId = 1022, Level = LogLevel.Critical, Message = "The database is damaged; the program stops and leaves it as it is. Restore a backup")]
    public static partial void StoreDamaged(this ILogger logger);

    [LoggerMessage(EventId = 1014, Level = LogLevel.Critical, Message = "Telegram refuses the token; the program stops")]
    public static partial void TokenRefused(this ILogger logger);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Warning, Message = "An outgoing request was given up: {Reason}")]
    public static partial void OutgoingDropped(this ILogger logger, DropReason reason);

    [LoggerMessage(EventId = 1013, Level = LogLevel.Warning, Message = "A message of a chat could not be deleted any more: {Reason}")]
    public static partial void Undeletable(this ILogger logger, DropReason reason);

    [LoggerMessage(EventId = 1017, Level = LogLevel.Warning, Message = "{Messages} messages were not deleted within 48 hours and cannot be any more")]
    public static partial void NeverDeleted(this ILogger logger, int messages);

    [LoggerMessage(EventId = 1010, Level = LogLevel.Warning, Message = "A desk request was refused: {Reason}")]
    public static partial void DeskRefused(this ILogger logger, string reason);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Critical, Message = "The team list is not valid any more ({Reason}); nothing is taken in until it is")]
    public static partial void TeamInvalid(this ILogger logger, string reason);
}
