using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Detainees.Storage.Tests;

/// <summary>Reads a sealed draft as docs/storage.md describes it, with nothing of the store's own code.</summary>
internal static class SealedDraftReading
{
    public static byte[] Open(byte[] container, byte[] draftKey)
    {
        var headEnd = container.AsSpan().IndexOf("\n\n"u8) + 2;
        var lines = Encoding.ASCII.GetString(container, 0, headEnd).Split('\n');
        Assert.Equal("detainees/sealed-draft/2", lines[0]);
        var thread = Convert.FromHexString(lines[1]["thread ".Length..]);
        var revision = long.Parse(lines[2]["revision ".Length..], CultureInfo.InvariantCulture);
        var referenceLength = int.Parse(lines[3]["reference ".Length..], CultureInfo.InvariantCulture);
        var keyLength = int.Parse(lines[4]["key ".Length..], CultureInfo.InvariantCulture);
        var stateLength = int.Parse(lines[5]["state ".Length..], CultureInfo.InvariantCulture);
        Assert.Equal(headEnd + referenceLength + keyLength + stateLength, container.Length);
        Assert.Equal(Some.Reference, container.AsMemory(headEnd, referenceLength));
        Assert.StartsWith("sealed-to-team ", Encoding.ASCII.GetString(container, headEnd + referenceLength, keyLength), StringComparison.Ordinal);
        var state = container.AsSpan(headEnd + referenceLength + keyLength);
        byte[] bound = [.. "detainees/draft/1"u8, .. thread, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64BigEndian(bound.AsSpan(bound.Length - 8), revision);
        var padded = new byte[state.Length - 28];
        using var gcm = new AesGcm(draftKey, 16);
        gcm.Decrypt(state[..12], state[12..^16], state[^16..], padded, bound);
        return padded.AsSpan(4, BinaryPrimitives.ReadInt32BigEndian(padded)).ToArray();
    }
}
