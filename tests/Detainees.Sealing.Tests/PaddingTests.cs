using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Detainees.Sealing.Tests;

public sealed class PaddingTests
{
    private const int KiB = 1024;

    [Theory]
    [InlineData(0, 4 * KiB)]
    [InlineData(4 * KiB - 1, 4 * KiB)]
    [InlineData(4 * KiB, 8 * KiB)] // the final newline needs a place
    [InlineData(8 * KiB - 1, 8 * KiB)]
    [InlineData(8 * KiB, 16 * KiB)]
    [InlineData(512 * KiB, 1024 * KiB)]
    [InlineData(1024 * KiB - 1, 1024 * KiB)]
    [InlineData(1024 * KiB, 1280 * KiB)]
    [InlineData(1280 * KiB - 1, 1280 * KiB)]
    [InlineData(1280 * KiB, 1536 * KiB)]
    public void A_report_falls_into_its_bucket(int bytes, int bucket) => Assert.Equal(bucket, Padding.BucketFor(bytes));

    [Theory, InlineData(-1), InlineData(int.MaxValue)]
    public void A_length_that_no_report_has_is_refused(int bytes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Padding.BucketFor(bytes));

    [Fact]
    public void Padded_JSON_is_the_same_JSON_ends_with_a_newline_and_fills_its_bucket()
    {
        foreach (var length in new[] { 2, 100, 4094, 4095, 4096, 10_000 })
        {
            var json = Encoding.UTF8.GetBytes("\"" + new string('a', length - 2) + "\"");
            var padded = Padding.PadJson(json);
            Assert.Equal(Padding.BucketFor(length), padded.Length);
            Assert.Equal((byte)'\n', padded[^1]);
            Assert.Equal(json, padded[..length]);
            Assert.Equal(length - 2, JsonDocument.Parse(padded).RootElement.GetString()?.Length);
        }
    }

    [Fact]
    public void All_reports_of_a_bucket_are_equally_long_when_sealed()
    {
        Recipient[] team = [SealingTests.Somebody(1), SealingTests.Somebody(2), SealingTests.Somebody(3)];
        foreach (var (from, to) in new[] { (0, 4095), (4096, 8191), (65_536, 131_071) })
        {
            var sizes = Enumerable.Range(0, 12).Select(i => from + (int)((to - from) * (i / 11.0)))
                .Select(length => Age.Seal(Padding.PadJson(new byte[length]), team).Length).Distinct();
            Assert.Single(sizes);
        }
    }

    [Fact]
    public void An_attachment_grows_by_an_eighth_at_most_and_its_length_tells_few_bits()
    {
        long last = 0;
        for (long bytes = 0; bytes < 40_000_000; bytes = bytes * 33 / 32 + 1)
        {
            var padded = Padding.PaddedLength(bytes);
            Assert.InRange(padded, Math.Max(bytes, last), Math.Max(Padding.SmallestBytes, bytes + bytes / 8));
            Assert.Equal(padded, Padding.PaddedLength(padded));
            // Padmé: the length written in floating point has no more bits of mantissa than of exponent.
            var significant = BitOperations.Log2((ulong)padded) - BitOperations.TrailingZeroCount(padded);
            Assert.InRange(significant, 0, BitOperations.Log2((uint)BitOperations.Log2((ulong)padded)) + 1);
            last = padded;
        }
    }

    [Theory]
    [InlineData(0, 4096)]
    [InlineData(4096, 4096)]
    [InlineData(4097, 4352)]
    [InlineData(1_000_000, 1_015_808)]
    [InlineData(20 * 1024 * 1024, 20 * 1024 * 1024)]
    public void An_attachment_has_the_length_of_Padmé(long bytes, long padded) => Assert.Equal(padded, Padding.PaddedLength(bytes));
}
