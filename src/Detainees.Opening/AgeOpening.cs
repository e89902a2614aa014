using System.Buffers;
using Detainees.Opening.Identities;
using Detainees.Opening.Reading;

namespace Detainees.Opening;

/// <summary>Opens age v1 files, binary or armored, with X25519 identities. No input makes it throw; a failing stream does.</summary>
public static class AgeOpening
{
    private const int InputBytes = 65536;

    /// <summary>Opens a file in memory: the whole plaintext or none of it.</summary>
    public static OpenResult Open(ReadOnlySpan<byte> file, IReadOnlyList<Identity> identities) =>
        Open(file, new X25519Keys(identities));

    /// <summary>Opens a stream in constant memory, writing each chunk as soon as it is verified.</summary>
    /// <param name="destination">
    /// A temporary file, given its name only after <see cref="StreamOpenResult.Opened"/>: until the last chunk was seen, what
    /// is there may be cut short. Neither stream is closed.
    /// </param>
    public static Task<StreamOpenResult> OpenToAsync(
        Stream source, Stream destination, IReadOnlyList<Identity> identities, CancellationToken cancel) =>
        OpenToAsync(source, destination, new X25519Keys(identities), cancel);

    internal static OpenResult Open(ReadOnlySpan<byte> file, IFileKeySource keys)
    {
        // The plaintext is shorter than the file, so that nothing has to grow and leave copies behind.
        using var output = new PlaintextBuffer(file.Length);
        using var opening = new FileOpening(keys, output);
        var failure = opening.Push(file) ?? opening.Finish();
        return failure is { } reason ? new OpenResult.Failed(reason) : new OpenResult.Opened(output.Written.ToArray());
    }

    internal static async Task<StreamOpenResult> OpenToAsync(
        Stream source, Stream destination, IFileKeySource keys, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        // A read completes at most one chunk that was begun before it, and Finish releases less than one.
        using var output = new PlaintextBuffer(InputBytes + FileOpening.MostHeldBytes);
        using var opening = new FileOpening(keys, output);
        var input = ArrayPool<byte>.Shared.Rent(InputBytes);
        long released = 0;
        try
        {
            while (true)
            {
                var read = await source.ReadAsync(input.AsMemory(0, InputBytes), cancel);
                var failure = read > 0 ? opening.Push(input.AsSpan(0, read)) : opening.Finish();
                await destination.WriteAsync(output.WrittenMemory, cancel);
                released += output.Written.Length;
                output.Clear();
                if (failure is { } reason) return new StreamOpenResult.Failed(reason, released);
                if (read > 0) continue;
                await destination.FlushAsync(cancel);
                return new StreamOpenResult.Opened(released);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input);
        }
    }
}
