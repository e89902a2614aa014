using Detainees.Fuzz.Running;

namespace Detainees.Fuzz.Targets;

/// <summary>Every target there is.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        .. TelegramTargets.All(), .. ConversationTargets.All(), .. FormTargets.All(), .. SealingTargets.All(), .. SigningTargets.All(),
        .. JournalTargets.All(), .. ArchiveTargets.All(), .. DeskTargets.All(),
    ];
}
