namespace Detainees.Storage.Tests.Faults;

/// <summary>What happens at one write, truncation, sync or removal of the engine's files.</summary>
public enum DiskFault
{
    /// <summary>The process is killed before the operation: what was written stays, nothing more is.</summary>
    Kill,

    /// <summary>As <see cref="Kill"/>, and of the operation, if it is a write, the first part was done.</summary>
    KillTorn,

    /// <summary>The power fails: of what was written since the last sync any part may be gone or torn.</summary>
    PowerCut,

    /// <summary>No room, this once.</summary>
    Full,

    /// <summary>No room, for this operation and the next ones.</summary>
    FullForAWhile,

    /// <summary>The disk fails, this once.</summary>
    Failed,

    /// <summary>The disk fails after it has done half of a write, this once.</summary>
    FailedTorn,

    /// <summary>The file system was remounted read-only for a while.</summary>
    ReadOnlyForAWhile,
}
