using BenchmarkDotNet.Attributes;
using Detainees.Journal;
using Detainees.Signing;

namespace Detainees.Benchmarks.Micro;

/// <summary>One more entry on a journal of 100,000.</summary>
public class JournalBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private readonly SigningKey key = SigningKey.Create();
    private readonly SealedItem body = new(4492, Sha256Hash.Of("body"u8));
    private readonly EntryId id = new(Guid.NewGuid());
    private readonly ThreadKey thread = new(Guid.NewGuid());
    private JournalHead head = JournalHead.Empty;

    [GlobalSetup]
    public void Prepare()
    {
        for (var i = 0; i < 100_000; i++) head = head.Append(Next());
    }

    [Benchmark]
    public JournalHead Append() => head.Append(Next());

    [Benchmark]
    public string AppendAndSignCheckpoint() => Checkpoint.Of(head.Append(Next()), "example.org/intake", Now).Sign(key);

    private JournalEntry Next() => head.Next(EntryKind.Report, id, thread, Now, "bench 1", body, []);
}
