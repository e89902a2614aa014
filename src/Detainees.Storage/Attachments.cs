using Detainees.Journal;

namespace Detainees.Storage;

/// <summary>Whether an attachment can be written.</summary>
public abstract record AttachmentCreation
{
    private AttachmentCreation() { }

    /// <param name="Writer">To be disposed; without a commit that removes what was written.</param>
    public sealed record Created(AttachmentWriter Writer) : AttachmentCreation;

    /// <summary>Less is free than is kept for answers (<see cref="StoreOptions.ReservedBytes"/>).</summary>
    public sealed record NoRoom : AttachmentCreation;

    /// <summary>The folder cannot be written.</summary>
    public sealed record NotWritable : AttachmentCreation;
}

/// <summary>What became of a written attachment.</summary>
public abstract record AttachmentCommit
{
    private AttachmentCommit() { }

    /// <summary>It is on the disk under its own name. Without an owner (<see cref="Turn.AttachmentsStored"/>) it is swept after hours.</summary>
    public sealed record Kept(AttachmentItem Item) : AttachmentCommit;

    /// <summary>The disk became full; what was written is removed.</summary>
    public sealed record NoRoom : AttachmentCommit;

    /// <summary>The disk failed; what was written is removed.</summary>
    public sealed record Failed : AttachmentCommit;
}

/// <summary>Takes the sealed bytes of one attachment. Not for several threads at once.</summary>
public abstract class AttachmentWriter : IAsyncDisposable
{
    /// <summary>
    /// Where the SEALED bytes go; forward only. It does not throw when the disk is full: what comes after is thrown away, and
    /// <see cref="CommitAsync"/> says so.
    /// </summary>
    public abstract Stream Content { get; }

    /// <summary>Whether writing has failed, so that a download can be given up early.</summary>
    public abstract bool HasFailed { get; }

    /// <summary>Flushes to the disk, gives the file its name, flushes the folder. Once.</summary>
    public abstract ValueTask<AttachmentCommit> CommitAsync(CancellationToken cancel);

    public abstract ValueTask DisposeAsync();
}
