using System.Security.Cryptography;
using System.Text.Json;
using Detainees.Opening.Ciphers;
using Detainees.Sealing.Ciphers;
using Detainees.Testing;

namespace Detainees.Opening.Tests.Ciphers;

public sealed class OpeningCipherTests
{
    [Theory, InlineData(true), InlineData(false)]
    public void The_platform_and_our_own_open_the_valid_cases_of_Wycheproof_and_refuse_the_others(bool platform)
    {
        using var stream = File.OpenRead(ReferenceData.Path("age/wycheproof_chacha20_poly1305.json"));
        using var document = JsonDocument.Parse(stream);
        var (opened, refused) = (0, 0);
        foreach (var group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            if (group.GetProperty("ivSize").GetInt32() != 96) continue; // another length is not this cipher
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                byte[] Hex(string name) => Convert.FromHexString(test.GetProperty(name).GetString() ?? "");
                var valid = test.GetProperty("result").GetString() == "valid";
                var plaintext = new byte[Hex("ct").Length];
                Assert.Equal(valid, TryOpen(platform, Hex("key"), Hex("iv"), Hex("aad"), Hex("ct"), Hex("tag"), plaintext));
                Assert.Equal(valid ? Hex("msg") : new byte[plaintext.Length], plaintext);
                if (valid) opened++;
                else refused++;
            }
        }

        Assert.Equal((256, 60), (opened, refused));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Every_flipped_bit_of_a_chunk_is_found_and_nothing_is_released(bool platform)
    {
        byte[] key = SHA256.HashData("key"u8), nonce = new byte[12], chunk = new byte[100 + 16];
        using var sealing = SealingCipher.Create(key, !platform);
        using var cipher = OpeningCipher.Create(key, platform);
        sealing.Seal(nonce, Enumerable.Repeat((byte)5, 100).ToArray(), chunk);
        var plaintext = new byte[100];
        for (var bit = 0; bit < chunk.Length * 8; bit++)
        {
            chunk[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(cipher.TryOpen(nonce, chunk, plaintext));
            Assert.Equal(new byte[100], plaintext);
            chunk[bit / 8] ^= (byte)(1 << bit % 8);
        }

        Assert.True(cipher.TryOpen(nonce, chunk, plaintext));
        Assert.Equal(Enumerable.Repeat((byte)5, 100), plaintext);
    }

    /// <summary>age has no associated data, so that the product's way takes none: cases with some go to the parts that it is made of.</summary>
    private static bool TryOpen(bool platform, byte[] key, byte[] nonce, byte[] associated, byte[] body, byte[] tag, byte[] plaintext)
    {
        if (associated.Length == 0)
        {
            using var cipher = OpeningCipher.Create(key, platform);
            return cipher.TryOpen(nonce, [.. body, .. tag], plaintext);
        }

        if (!platform)
        {
            var expected = new byte[16];
            Poly1305.Authenticate(key, nonce, associated, body, expected);
            if (!CryptographicOperations.FixedTimeEquals(expected, tag)) return false;
            ChaCha20.Xor(key, nonce, 1, body, plaintext);
            return true;
        }

        try
        {
            using var cipher = new ChaCha20Poly1305(key);
            cipher.Decrypt(nonce, body, tag, plaintext, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}
