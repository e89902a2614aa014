using Detainees.Sealing;

namespace Detainees.Opening.Reading;

/// <summary>What can find the file key in a header: identities, or a passphrase.</summary>
internal interface IFileKeySource
{
    /// <param name="fileKey">Receives 16 bytes when the answer is <see cref="Unwrapping.Found"/>.</param>
    Unwrapping Unwrap(IReadOnlyList<Stanza> stanzas, Span<byte> fileKey);
}

internal enum Unwrapping { Found, NoMatch, Malformed }
