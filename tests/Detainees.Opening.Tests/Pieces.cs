namespace Detainees.Opening.Tests;

/// <summary>A source that gives only so many bytes at a time, as a network does.</summary>
internal sealed class Pieces(byte[] bytes, int atMost) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(atMost, buffer.Length)], cancellationToken);
}
