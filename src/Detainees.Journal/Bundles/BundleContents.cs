namespace Detainees.Journal;

/// <summary>
/// What a bundle must hold, and what of it has come. About 150 bytes for each file, at most 60 MB: this is all that reading
/// a bundle keeps in memory.
/// </summary>
internal sealed class BundleContents
{
    private readonly Dictionary<ThreadKey, long> erasures = [];
    private long retiredThrough;

    public SealedItem? Checkpoint { get; private set; }
    public SealedItem? Journal { get; private set; }
    public Dictionary<(BundleItemKind Kind, Guid Id), ExpectedItem> Items { get; } = [];

    /// <summary>Takes one line of the manifest; false for a name that is foreign or there twice.</summary>
    public bool TryAdd(ReadOnlySpan<char> name, SealedItem file)
    {
        if (name.SequenceEqual(BundleNames.Checkpoint) && Checkpoint is null) Checkpoint = file;
        else if (name.SequenceEqual(BundleNames.Journal) && Journal is null) Journal = file;
        else return BundleNames.TryItem(name, out var kind, out var id) && file.IsFile && Items.TryAdd((kind, id), new ExpectedItem(file));
        return true;
    }

    /// <summary>
    /// Whether the journal came and is the signed one. Only then does what it says of files count: a
    /// damaged entry must not cost a good file.
    /// </summary>
    public bool IsJournalWhole { get; set; }

    /// <summary>Compares an entry of the bundle's journal with the manifest.</summary>
    public void Note(JournalEntry entry)
    {
        if (entry.IsTombstone) erasures[entry.Thread] = entry.Number;
        retiredThrough = Math.Max(retiredThrough, entry.RetiredThrough);
        foreach (var item in BundleManifest.ItemsOf(entry))
        {
            if (!Items.TryGetValue((item.Kind, item.Id), out var expected)) continue;
            (expected.Thread, expected.Number) = (entry.Thread, entry.Number);
            if (expected.Sealed != item.Sealed) expected.IsAsInJournal = false;
        }
    }

    /// <summary>The files that were signed for and have not come.</summary>
    public IEnumerable<BundleFileReport> NotCome() =>
        from item in Items
        where !item.Value.HasCome
        select new BundleFileReport(BundleNames.Of(item.Key.Kind, item.Key.Id), WhyNotCome(item.Value));

    private BundleFileFault WhyNotCome(ExpectedItem item)
    {
        if (!IsJournalWhole || item.Thread is not { } thread) return BundleFileFault.Missing;
        if (erasures.TryGetValue(thread, out var number) && number > item.Number) return BundleFileFault.Erased;
        return item.Number <= retiredThrough ? BundleFileFault.Retired : BundleFileFault.Missing;
    }
}

/// <summary>One sealed file of the manifest.</summary>
internal sealed class ExpectedItem(SealedItem file)
{
    public SealedItem Sealed { get; } = file;

    /// <summary>Known once the journal of the bundle was read.</summary>
    public ThreadKey? Thread { get; set; }

    public long Number { get; set; }
    public bool IsAsInJournal { get; set; } = true;
    public bool HasCome { get; set; }
}
