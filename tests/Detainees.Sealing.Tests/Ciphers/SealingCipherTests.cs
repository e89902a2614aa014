using System.Security.Cryptography;
using Detainees.Sealing.Ciphers;

namespace Detainees.Sealing.Tests.Ciphers;

public sealed class SealingCipherTests
{
    [Theory, InlineData(true), InlineData(false)]
    public void The_platform_and_our_own_seal_as_every_valid_case_of_Wycheproof(bool platform)
    {
        var cases = 0;
        foreach (var (group, test) in Wycheproof.Cases("wycheproof_chacha20_poly1305.json"))
        {
            // Other lengths of nonce are not ChaCha20-Poly1305; a forged tag has no sealing side.
            if (group.GetProperty("ivSize").GetInt32() != 96 || test.Text("result") != "valid") continue;
            byte[] message = test.Hex("msg"), associated = test.Hex("aad"), expected = [.. test.Hex("ct"), .. test.Hex("tag")];
            byte[] key = test.Hex("key"), nonce = test.Hex("iv"), written = new byte[message.Length + 16];
            if (associated.Length == 0)
            {
                using var cipher = SealingCipher.Create(key, platform);
                cipher.Seal(nonce, message, written);
            }
            else if (platform)
            {
                using var cipher = new ChaCha20Poly1305(key);
                cipher.Encrypt(nonce, message, written.AsSpan(0, message.Length), written.AsSpan(message.Length), associated);
            }
            else
            {
                ChaCha20.Xor(key, nonce, 1, message, written.AsSpan(0, message.Length));
                Poly1305.Authenticate(key, nonce, associated, written.AsSpan(0, message.Length), written.AsSpan(message.Length));
            }

            Assert.Equal(expected, written);
            cases++;
        }

        Assert.Equal(256, cases);
    }

    [Fact]
    public void Our_own_seals_as_the_platform_at_every_length_up_to_three_blocks_and_at_a_whole_chunk()
    {
        var key = SHA256.HashData("key"u8);
        var nonce = new byte[12];
        foreach (var length in Enumerable.Range(0, 200).Append(AgeFormat.ChunkBytes))
        {
            nonce[0] = (byte)length;
            var plaintext = Enumerable.Range(0, length).Select(i => (byte)(i * 7)).ToArray();
            byte[] ours = new byte[length + 16], theirs = new byte[length + 16];
            using var managed = SealingCipher.Create(key, platform: false);
            using var platform = SealingCipher.Create(key, platform: true);
            managed.Seal(nonce, plaintext, ours);
            platform.Seal(nonce, plaintext, theirs);
            Assert.Equal(theirs, ours);
        }
    }

    [Fact]
    public void The_platforms_HKDF_gives_every_valid_case_of_Wycheproof()
    {
        var cases = 0;
        foreach (var (_, test) in Wycheproof.Cases("wycheproof_hkdf_sha256.json"))
        {
            if (test.Text("result") == "valid")
            {
                var size = test.GetProperty("size").GetInt32();
                var derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, test.Hex("ikm"), size, test.Hex("salt"), test.Hex("info"));
                Assert.Equal(test.Text("okm"), Convert.ToHexStringLower(derived));
            }

            cases++;
        }

        Assert.Equal(86, cases);
    }
}
