namespace Detainees.Journal;

/// <summary>Where a bundle is read to: the desk's store. What it throws ends the reading.</summary>
public interface IBundleReceiver
{
    /// <summary>
    /// An entry that the desk does not have, in order, following the one before it. Provisional: only
    /// <see cref="JournalCheck.Sound"/> in the result makes it part of the journal.
    /// </summary>
    ValueTask EntryAsync(JournalEntry entry, CancellationToken cancel);

    /// <summary>
    /// A sealed file comes: where to write it, outside the place of verified files; null where it is not wanted. The receiver
    /// owns the stream.
    /// </summary>
    ValueTask<Stream?> BeginAsync(BundleItem item, CancellationToken cancel);

    /// <summary>All of the file was written, or all that there was.</summary>
    /// <param name="whole">Its size and hash are those that were signed: keep it. Otherwise throw it away.</param>
    ValueTask EndAsync(BundleItem item, bool whole, CancellationToken cancel);
}
