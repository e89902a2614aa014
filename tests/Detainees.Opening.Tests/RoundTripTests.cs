using System.Security.Cryptography;
using System.Text;
using Detainees.Sealing;
using FsCheck;
using FsCheck.Fluent;

namespace Detainees.Opening.Tests;

public sealed class RoundTripTests
{
    private static readonly Identity Anna = Identity.Create();
    private static readonly Identity Borys = Identity.Create();
    private static readonly Identity Stranger = Identity.Create();
    private static readonly Recipient[] Team = [Anna.Recipient, Borys.Recipient];

    public static TheoryData<int> Sizes => [0, 1, 65_535, 65_536, 65_537, 131_072, 200_001];

    [Theory, MemberData(nameof(Sizes))]
    public void Each_recipient_opens_what_was_sealed_and_nobody_else(int bytes)
    {
        var plaintext = RandomNumberGenerator.GetBytes(bytes);
        var file = Age.Seal(plaintext, Team);
        Assert.Equal(plaintext, Opened(file, Anna));
        Assert.Equal(plaintext, Opened(file, Stranger, Borys));
        Assert.Equal(new OpenResult.Failed(OpenFailure.NoMatch), AgeOpening.Open(file, [Stranger]));
        Assert.Equal(new OpenResult.Failed(OpenFailure.NoMatch), AgeOpening.Open(file, []));
        Assert.Equal(plaintext, Opened(Encoding.ASCII.GetBytes(Armor.Write(file)), Anna));
        Assert.Equal(plaintext, Opened(Encoding.ASCII.GetBytes("\r\n\n" + Armor.Write(file).ReplaceLineEndings("\r\n") + " \n"), Anna));
    }

    [Theory, InlineData(7), InlineData(8), InlineData(9), InlineData(17)] // eight are agreed with at once
    public void Each_of_a_large_team_opens_what_was_sealed_to_all(int people)
    {
        var team = Enumerable.Range(0, people).Select(_ => Identity.Create()).ToArray();
        var file = Age.Seal("a report"u8, [.. team.Select(identity => identity.Recipient)]);
        Assert.All(team, identity => Assert.Equal("a report"u8, Opened(file, identity)));
    }

    [Theory, MemberData(nameof(Sizes))]
    public void A_stream_that_was_not_completed_does_not_open(int bytes)
    {
        using var file = new MemoryStream();
        using (var sealing = Age.SealTo(file, Team, leaveOpen: true)) sealing.Write(RandomNumberGenerator.GetBytes(bytes));
        Assert.IsType<OpenResult.Failed>(AgeOpening.Open(file.ToArray(), [Anna]));
    }

    [Fact]
    public void However_it_is_cut_into_writes_and_reads_the_same_comes_out() =>
        Prop.ForAll(
            Gen.Choose(1, 70_000).ListOf(4).ToArbitrary(), Gen.Choose(1, 70_000).ToArbitrary(),
            (writes, atMost) =>
            {
                var plaintext = RandomNumberGenerator.GetBytes(writes.Sum());
                using var file = new MemoryStream();
                using (var sealing = Age.SealTo(file, Team, leaveOpen: true))
                {
                    var at = 0;
                    foreach (var length in writes)
                    {
                        sealing.Write(plaintext.AsSpan(at, length));
                        at += length;
                    }

                    sealing.Complete();
                }

                using var opened = new MemoryStream();
                var result = AgeOpening.OpenToAsync(new Pieces(file.ToArray(), atMost), opened, [Borys], CancellationToken.None);
                return result.IsCompletedSuccessfully && result.Result == new StreamOpenResult.Opened(plaintext.Length)
                    && opened.ToArray().AsSpan().SequenceEqual(plaintext);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public async Task A_padded_attachment_opens_with_its_zero_bytes()
    {
        using var file = new MemoryStream();
        await using (var sealing = Age.SealTo(file, Team, leaveOpen: true))
        {
            await sealing.WriteAsync(Enumerable.Repeat((byte)7, 70_000).ToArray(), TestContext.Current.CancellationToken);
            await sealing.CompletePaddedAsync(TestContext.Current.CancellationToken);
        }

        var plaintext = Opened(file.ToArray(), Anna);
        Assert.Equal(Padding.PaddedLength(70_000), plaintext.Length);
        Assert.Equal(70_000, plaintext.AsSpan().IndexOf((byte)0));
        Assert.False(plaintext.AsSpan(70_000).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void Every_flipped_bit_of_a_small_file_is_found()
    {
        var file = Age.Seal("answer"u8, Team);
        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            file[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.IsType<OpenResult.Failed>(AgeOpening.Open(file, [Anna]));
            file[bit / 8] ^= (byte)(1 << bit % 8);
        }

        Assert.IsType<OpenResult.Opened>(AgeOpening.Open(file, [Anna]));
    }

    [Fact]
    public void Every_cut_is_found_and_so_is_every_chunk_that_was_moved_doubled_or_put_into_another_file()
    {
        var file = Age.Seal(new byte[3 * 65_536], Team);
        var header = file.Length - 3 * 65_552;
        for (var length = 0; length < header + 100; length++) Assert.IsType<OpenResult.Failed>(AgeOpening.Open(file.AsSpan(0, length), [Anna]));
        byte[] Chunk(int i) => file[(header + i * 65_552)..(header + (i + 1) * 65_552)];
        byte[] Spliced(params byte[][] chunks) => [.. file[..header], .. chunks.SelectMany(c => c)];
        Assert.IsType<OpenResult.Opened>(AgeOpening.Open(Spliced(Chunk(0), Chunk(1), Chunk(2)), [Anna]));
        foreach (var spliced in new[]
        {
            Spliced(Chunk(1), Chunk(0), Chunk(2)), Spliced(Chunk(0), Chunk(0), Chunk(2)), Spliced(Chunk(0), Chunk(2)), Spliced(Chunk(0), Chunk(1)),
            Spliced(Chunk(0), Chunk(1), Chunk(2), Chunk(2)), Spliced(Chunk(2)), Spliced(Chunk(0), Chunk(1), Chunk(2), [0]),
            [.. Age.Seal(new byte[3 * 65_536], Team)[..header], .. Chunk(0), .. Chunk(1), .. Chunk(2)],
        })
        {
            Assert.Equal(new OpenResult.Failed(OpenFailure.PayloadInvalid), AgeOpening.Open(spliced, [Anna]));
        }
    }

    [Fact]
    public async Task Fifty_megabytes_are_opened_in_constant_memory()
    {
        var file = Age.Seal(new byte[50_000_000], Team);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var opening = AgeOpening.OpenToAsync(new MemoryStream(file), Stream.Null, [Anna], TestContext.Current.CancellationToken);
        Assert.True(opening.IsCompletedSuccessfully); // all on this thread, so that all is counted
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal(new StreamOpenResult.Opened(50_000_000), await opening);
    }

    private static byte[] Opened(byte[] file, params Identity[] identities) =>
        Assert.IsType<OpenResult.Opened>(AgeOpening.Open(file, identities)).Plaintext;
}
