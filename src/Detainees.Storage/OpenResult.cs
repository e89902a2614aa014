namespace Detainees.Storage;

/// <summary>Whether the store could be opened. It never opens half.</summary>
public abstract record OpenResult
{
    private OpenResult() { }

    /// <param name="Store">To be disposed by the caller.</param>
    public sealed record Opened(IIntakeStore Store) : OpenResult;

    /// <summary>The data directory does not exist. It is not created: a disk that is not mounted must not be taken for a new store.</summary>
    public sealed record DirectoryMissing : OpenResult;

    /// <summary>The data directory cannot be written.</summary>
    public sealed record NotWritable : OpenResult;

    /// <summary>No room for the database.</summary>
    public sealed record Full : OpenResult;

    /// <summary>Another process, or another store of this one, has it open.</summary>
    public sealed record Locked : OpenResult;

    /// <summary>The database is damaged, or is none of ours. It was left as it is.</summary>
    public sealed record Corrupt : OpenResult;

    /// <summary>The disk or the engine failed otherwise. Trying again may help.</summary>
    /// <param name="Code">The engine's extended result code.</param>
    public sealed record Failed(int Code) : OpenResult;

    /// <summary>A newer program made it. It was left as it is.</summary>
    /// <param name="Version">The schema's version found.</param>
    public sealed record NewerSchema(int Version) : OpenResult;

    /// <summary>The data directory belongs to a journal of another name.</summary>
    public sealed record OtherOrigin : OpenResult;

    /// <summary>The epoch keys would lie inside the data directory, so that a copy of it would open the drafts.</summary>
    public sealed record EpochKeysInsideData : OpenResult;

    /// <summary>The folder of the epoch keys cannot be made or written.</summary>
    public sealed record EpochKeysNotWritable : OpenResult;
}
