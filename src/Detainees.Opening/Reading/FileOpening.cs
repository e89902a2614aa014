using System.Security.Cryptography;
using Detainees.Sealing;

namespace Detainees.Opening.Reading;

/// <summary>
/// Takes an age file piece by piece and collects verified plaintext: armor, header and payload in turn. It does no input or
/// output itself, so that one reader serves memory and streams alike.
/// </summary>
internal sealed class FileOpening(IFileKeySource keys, PlaintextBuffer output) : IDisposable
{
    /// <summary>The most plaintext that can come out beyond the length of what is pushed.</summary>
    public const int MostHeldBytes = AgeFormat.ChunkBytes;

    private readonly HeaderCollector header = new();
    private ArmorDecoder? armor;
    private PayloadOpening? payload;
    private bool begun;

    /// <returns>Why the file is no good, or null so far. After a failure nothing more may be pushed.</returns>
    public OpenFailure? Push(ReadOnlySpan<byte> input)
    {
        if (input.Length == 0) return null;
        if (!begun)
        {
            begun = true;
            // A binary file begins with "age-"; armor with dashes, or blank lines before them.
            if (input[0] is (byte)'-' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') armor = new ArmorDecoder(PushBinary);
        }

        return armor is null ? PushBinary(input) : armor.Push(input);
    }

    /// <summary>Says that the input has ended.</summary>
    public OpenFailure? Finish()
    {
        if (armor?.Finish() is { } failure) return failure;
        if (payload is not null) return payload.Finish();
        return armor is null && !header.HasIntro ? OpenFailure.NotAge : OpenFailure.HeaderInvalid;
    }

    public void Dispose() => payload?.Dispose();

    private OpenFailure? PushBinary(ReadOnlySpan<byte> input)
    {
        if (payload is not null) return payload.Push(input);
        if (header.Take(ref input) is { } failure)
            return armor is not null && failure is OpenFailure.NotAge ? OpenFailure.HeaderInvalid : failure;
        if (!header.IsComplete) return null;
        if (Unwrap() is { } reason) return reason;
        return payload?.Push(input);
    }

    private OpenFailure? Unwrap()
    {
        if (Header.TryParse(header.Bytes) is not { } parsed) return OpenFailure.HeaderInvalid;
        Span<byte> fileKey = stackalloc byte[AgeFormat.FileKeyBytes];
        try
        {
            var failure = keys.Unwrap(parsed.Stanzas, fileKey) switch
            {
                Unwrapping.Found => parsed.IsGenuine(fileKey) ? (OpenFailure?)null : OpenFailure.HeaderMacInvalid,
                Unwrapping.NoMatch => OpenFailure.NoMatch,
                Unwrapping.Malformed => OpenFailure.HeaderInvalid,
            };
            if (failure is null) payload = new PayloadOpening(fileKey, output);
            return failure;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(fileKey);
        }
    }
}
