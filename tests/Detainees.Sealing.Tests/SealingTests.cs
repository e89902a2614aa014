using System.Security.Cryptography;
using System.Text;
using Detainees.Testing;

namespace Detainees.Sealing.Tests;

/// <summary>What can be said of sealed files without opening them; the tests of Opening open them.</summary>
public sealed class SealingTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 3)]
    [InlineData(65_535, 1)]
    [InlineData(65_536, 2)]
    [InlineData(65_537, 1)]
    [InlineData(131_072, 3)]
    [InlineData(200_001, 1)]
    public void A_sealed_file_is_longer_by_what_the_format_says_and_a_stream_gives_the_same_length(int bytes, int recipients)
    {
        var team = Enumerable.Range(1, recipients).Select(Somebody).ToArray();
        var chunks = Math.Max(1, (bytes + 65_535) / 65_536);
        var expected = bytes + 102 + 98 * recipients + 16 * (chunks - 1);
        Assert.Equal(expected, Age.Seal(new byte[bytes], team).Length);

        using var file = new MemoryStream();
        using (var sealing = Age.SealTo(file, team, leaveOpen: true))
        {
            sealing.Write(new byte[bytes]);
            sealing.Complete();
        }

        Assert.Equal(expected, file.Length);
    }

    [Fact]
    public void The_header_names_no_recipient_and_shares_nothing_with_the_header_of_another_file()
    {
        Recipient[] team = [Somebody(1), Somebody(2)];
        var lines = Enumerable.Range(0, 20)
            .SelectMany(_ => Encoding.Latin1.GetString(Age.Seal("x"u8, team)).Split('\n').Skip(1).Take(5)).ToArray();
        Assert.Equal(lines.Length, lines.Distinct().Count());
        Assert.All(lines.Chunk(5), header =>
        {
            Assert.Matches("^-> X25519 [A-Za-z0-9+/]{43}$", header[0]);
            Assert.Matches("^[A-Za-z0-9+/]{43}$", header[1]);
            Assert.Matches("^-> X25519 [A-Za-z0-9+/]{43}$", header[2]);
            Assert.Matches("^--- [A-Za-z0-9+/]{43}$", header[4]);
        });
    }

    [Fact]
    public void Nothing_is_sealed_to_nobody()
    {
        Assert.Throws<ArgumentException>(() => Age.Seal("x"u8, []));
        Assert.Throws<ArgumentException>(() => Age.SealTo(Stream.Null, [], leaveOpen: true));
    }

    [Fact]
    public async Task Asynchronous_writes_never_write_synchronously()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var sealing = Age.SealTo(new AsyncOnly(), [Somebody(1)], leaveOpen: false);
        await sealing.WriteAsync(new byte[200_000], cancel);
        await sealing.FlushAsync(cancel);
        await sealing.CompletePaddedAsync(cancel);
        Assert.Equal(Padding.PaddedLength(200_000), sealing.PlaintextBytes);
    }

    [Fact]
    public void After_a_failed_write_the_file_cannot_be_completed()
    {
        using var sealing = Age.SealTo(new AsyncOnly(), [Somebody(1)], leaveOpen: false);
        Assert.Throws<IOException>(() => sealing.Write(new byte[200_000]));
        Assert.Throws<InvalidOperationException>(sealing.Complete);
        Assert.Throws<InvalidOperationException>(() => sealing.Write([1]));
        Assert.False(sealing.CanWrite);
    }

    [Fact]
    public void A_completed_file_takes_nothing_more()
    {
        using var sealing = Age.SealTo(Stream.Null, [Somebody(1)], leaveOpen: false);
        sealing.Complete();
        Assert.Throws<InvalidOperationException>(() => sealing.Write([1]));
        Assert.Throws<InvalidOperationException>(sealing.Complete);
        sealing.Dispose();
        Assert.Throws<ObjectDisposedException>(() => sealing.Write([1]));
    }

    [Fact]
    public void Fifty_megabytes_are_sealed_in_constant_memory()
    {
        var piece = new byte[81_920];
        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var sealing = Age.SealTo(Stream.Null, [Somebody(1)], leaveOpen: false))
        {
            for (long written = 0; written < 50_000_000; written += piece.Length) sealing.Write(piece);
            sealing.Complete();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact] // the bot takes this half only (the promise that a server cannot open)
    public void The_sealing_half_calls_nothing_that_decrypts()
    {
        using var file = File.OpenRead(typeof(Age).Assembly.Location);
        using var portable = new System.Reflection.PortableExecutable.PEReader(file);
        var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(portable);
        var called = metadata.MemberReferences.Select(h => metadata.GetString(metadata.GetMemberReference(h).Name));
        var own = metadata.MethodDefinitions.Select(h => metadata.GetString(metadata.GetMethodDefinition(h).Name));
        var types = metadata.TypeDefinitions.Select(h => metadata.GetString(metadata.GetTypeDefinition(h).Name)).ToArray();
        Assert.DoesNotContain(called.Concat(own), name =>
            name.Contains("Decrypt", StringComparison.Ordinal) || name.Contains("Unwrap", StringComparison.Ordinal));
        Assert.DoesNotContain(types, name => name.Contains("Identity", StringComparison.Ordinal));
        Assert.Contains(nameof(Age), types);
    }

    /// <summary>A recipient whose identity nobody has.</summary>
    internal static Recipient Somebody(int seed)
    {
        var key = new byte[32];
        Detainees.Sealing.Curve25519.X25519.Instance.MultiplyBase(SHA256.HashData(BitConverter.GetBytes(seed)), key);
        return Recipient.FromKey(key);
    }

    /// <summary>A destination that fails on every synchronous call.</summary>
    private sealed class AsyncOnly : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("synchronous");
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("synchronous");
        public override void Flush() => throw new IOException("synchronous");
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
