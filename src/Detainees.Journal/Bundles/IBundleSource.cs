namespace Detainees.Journal;

/// <summary>Where a bundle is written from: the server's store.</summary>
public interface IBundleSource
{
    /// <summary>
    /// The entries from the first wanted to the newest of the checkpoint, in order. Asked for four times, and the same each
    /// time: the journal only grows, and the checkpoint fixes its end.
    /// </summary>
    IAsyncEnumerable<JournalEntry> EntriesAsync(CancellationToken cancel);

    /// <summary>The sealed file, or null where it is not held (any more). The writer disposes it.</summary>
    ValueTask<Stream?> OpenAsync(BundleItem item, CancellationToken cancel);
}
