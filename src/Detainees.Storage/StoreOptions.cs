using Detainees.Signing;

namespace Detainees.Storage;

/// <summary>Where the store lies and how long it keeps what.</summary>
public sealed class StoreOptions
{
    /// <summary>The folder of the database and the attachments. It must exist; it is made 0700.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// The folder of the epoch keys, outside <see cref="DataDirectory"/>: memory (tmpfs) or another disk. Created if missing, 0700.
    /// Losing it locks the open drafts and loses nothing.
    /// </summary>
    public required string EpochKeyDirectory { get; init; }

    /// <summary>The journal's name in its checkpoints; stays the same for the life of the data directory.</summary>
    public required string Origin { get; init; }

    /// <summary>Signs checkpoints. The caller owns it and keeps it until the store is disposed.</summary>
    public required SigningKey SigningKey { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long one epoch key is used: 1 hour.</summary>
    public TimeSpan Epoch { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a draft may live: 44 hours, because a bot can delete messages for 48 only.</summary>
    public TimeSpan MaxDraftLife { get; init; } = TimeSpan.FromHours(44);

    /// <summary>How long the ids of updates are kept; the channel repeats an update for 24 hours at most. 48 hours.</summary>
    public TimeSpan UpdateWindow { get; init; } = TimeSpan.FromHours(48);

    /// <summary>How long after <see cref="DraftDetails.EndsAt"/> the server's own key to a draft is destroyed: 2 hours.</summary>
    public TimeSpan ExpiredDraftCloses { get; init; } = TimeSpan.FromHours(2);

    /// <summary>
    /// How long after <see cref="DraftDetails.EndsAt"/> a draft is removed if the shell never dealt with it: 3 days.
    /// All that is kept so long is the copy that only the team can read.
    /// </summary>
    public TimeSpan ExpiredDraftGrace { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How old an attachment without an owner must be to be removed: 3 hours.</summary>
    public TimeSpan OrphanAge { get; init; } = TimeSpan.FromHours(3);

    /// <summary>
    /// How long after a great leap of the clock nothing is removed by its age: 1 hour. A wrong clock must not cost anybody's answers.
    /// </summary>
    public TimeSpan ClockGrace { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Between two pieces of a purge, so that the disk is free for those who write: none.</summary>
    public TimeSpan PurgePause { get; init; }

    /// <summary>What attachments must leave free on the disk, so that answers can still be stored: 256 MiB.</summary>
    public long ReservedBytes { get; init; } = 256L << 20;
}
