using System.Runtime.InteropServices;
using Detainees.Testing;

namespace Detainees.Sealing.Tests.Curve25519;

/// <summary>OpenSSL's X25519, as an oracle in tests only: the product depends on no library that differs between systems.</summary>
internal static class LibCrypto
{
    private const string Library = "libcrypto.so.3";
    private const int X25519 = 1034; // NID_X25519

    /// <summary>The secret, or null where the library refuses it for being all zeros. Skips the test where there is no libcrypto 3.</summary>
    public static byte[]? Agree(byte[] scalar, byte[] point)
    {
        if (!NativeLibrary.TryLoad(Library, out _)) OutsideTools.Missing("OpenSSL's libcrypto 3");
        var own = EVP_PKEY_new_raw_private_key(X25519, 0, scalar, 32);
        var peer = EVP_PKEY_new_raw_public_key(X25519, 0, point, 32);
        var context = EVP_PKEY_CTX_new(own, 0);
        try
        {
            var secret = new byte[32];
            nuint length = 32;
            Assert.Equal(1, EVP_PKEY_derive_init(context));
            Assert.Equal(1, EVP_PKEY_derive_set_peer(context, peer));
            return EVP_PKEY_derive(context, secret, ref length) == 1 ? secret : null;
        }
        finally
        {
            EVP_PKEY_CTX_free(context);
            EVP_PKEY_free(own);
            EVP_PKEY_free(peer);
        }
    }

    [DllImport(Library)] private static extern nint EVP_PKEY_new_raw_private_key(int type, nint engine, byte[] key, nuint length);
    [DllImport(Library)] private static extern nint EVP_PKEY_new_raw_public_key(int type, nint engine, byte[] key, nuint length);
    [DllImport(Library)] private static extern nint EVP_PKEY_CTX_new(nint key, nint engine);
    [DllImport(Library)] private static extern int EVP_PKEY_derive_init(nint context);
    [DllImport(Library)] private static extern int EVP_PKEY_derive_set_peer(nint context, nint peer);
    [DllImport(Library)] private static extern int EVP_PKEY_derive(nint context, byte[] secret, ref nuint length);
    [DllImport(Library)] private static extern void EVP_PKEY_CTX_free(nint context);
    [DllImport(Library)] private static extern void EVP_PKEY_free(nint key);
}
