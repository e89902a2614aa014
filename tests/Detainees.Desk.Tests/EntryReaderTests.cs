using Detainees.Desk.Store;
using Detainees.Journal;

namespace Detainees.Desk.Tests;

public class EntryReaderTests
{
    [Fact]
    public async Task However_the_bytes_arrive_the_entries_come_out_as_they_were_encoded()
    {
        using var intake = new Intake();
        intake.Team.Add(Opening.Identity.Create().Recipient);
        for (var i = 0; i < 40; i++) intake.Add(TestReport.Number(i) with { Files = [.. Enumerable.Repeat(new TestFile("photo", [1]), i % 4)] });
        var encoded = intake.Entries.Select(entry => entry.Encode()).ToList();
        byte[] whole = [.. encoded.SelectMany(e => e)];
        for (var seed = 0; seed < 30; seed++)
        {
            var reader = new EntryReader(new DrippingStream(whole, new Random(seed)), whole.Length);
            var read = new List<byte[]>();
            while (await reader.NextAsync(DeskFixture.Cancel) is { } next) read.Add(next);
            Assert.Equal(encoded, read);
        }
    }

    [Fact]
    public async Task What_is_no_entry_comes_out_as_bytes_that_do_not_decode_and_ends_the_reading()
    {
        foreach (var content in (byte[][])[[.. "detainees-entry/1\nnumber 1\n"u8], new byte[JournalEntry.MaxEncodedBytes * 3], [.. "previous \n"u8]])
        {
            var reader = new EntryReader(new MemoryStream(content), content.Length);
            var first = await reader.NextAsync(DeskFixture.Cancel);
            Assert.NotNull(first);
            Assert.False(JournalEntry.TryDecode(first, out _));
            Assert.Null(await reader.NextAsync(DeskFixture.Cancel));
        }
    }

    /// <summary>Gives a few bytes at a time, as networks do.</summary>
    private sealed class DrippingStream(byte[] content, Random random) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 500))], cancellationToken);
    }
}
