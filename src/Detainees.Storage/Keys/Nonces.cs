using System.Security.Cryptography;

namespace Detainees.Storage.Keys;

/// <summary>Random nonces, drawn from the system many at a time: a nonce is no secret, and each draw alone costs as much as sealing a small box.</summary>
internal static class Nonces
{
    private const int Drawn = 64 * Box.NonceSize;

    [ThreadStatic]
    private static byte[]? drawn;

    [ThreadStatic]
    private static int left;

    /// <param name="nonce"><see cref="Box.NonceSize"/> bytes, given to nobody else.</param>
    public static void Fill(Span<byte> nonce)
    {
        if (left == 0)
        {
            drawn ??= new byte[Drawn];
            RandomNumberGenerator.Fill(drawn);
            left = Drawn;
        }

        left -= Box.NonceSize;
        drawn.AsSpan(left, Box.NonceSize).CopyTo(nonce);
    }
}
