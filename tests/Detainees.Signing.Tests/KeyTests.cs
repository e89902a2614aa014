using System.Security.Cryptography;
using System.Text;
using Detainees.Testing;

namespace Detainees.Signing.Tests;

public sealed class KeyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_key_written_as_pem_reads_back_as_the_same_key()
    {
        using var key = SigningKey.Create();
        using var again = SigningKey.TryReadPem(key.ToPem());
        Assert.NotNull(again);
        Assert.Equal(key.Public, again.Public);
        Assert.True(key.Public.Verify("x"u8, again.Sign("x"u8)));
    }

    [Fact]
    public void A_key_never_shows_itself_as_text()
    {
        using var key = SigningKey.Create();
        Assert.Equal("[redacted]", key.ToString());
    }

    [Fact]
    public void Keys_of_other_kinds_and_damaged_keys_are_not_read()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var key = SigningKey.Create();
        var pem = key.ToPem();
        string[] bad =
        [
            "", "x", other.ExportPkcs8PrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem(), other.ExportSubjectPublicKeyInfoPem(),
            pem.Replace("PRIVATE KEY", "PUBLIC KEY", StringComparison.Ordinal), pem + new string(' ', 5000),
            pem.Replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY", StringComparison.Ordinal),
        ];
        Assert.All(bad, text => Assert.Null(SigningKey.TryReadPem(text)));
        foreach (var text in Mutations.Of(pem, 2000, seed: 1)) SigningKey.TryReadPem(text)?.Dispose();
    }

    [Fact]
    public void A_public_key_written_for_openssh_reads_back_as_the_same_key()
    {
        using var key = SigningKey.Create();
        foreach (var line in new[] { key.Public.ToOpenSsh(""), key.Public.ToOpenSsh("desk of Nour 2"), key.Public.ToOpenSsh("a") + "\r\n" })
            Assert.Equal(key.Public, VerifyingKey.TryParseOpenSsh(line));
        Assert.Throws<ArgumentException>(() => key.Public.ToOpenSsh("two\nlines"));
    }

    [Fact]
    public async Task The_id_is_the_fingerprint_that_ssh_keygen_prints()
    {
        var program = OutsideTools.Require("ssh-keygen");
        using var folder = new TemporaryFolder();
        using var key = SigningKey.Create();
        await File.WriteAllTextAsync(folder["key.pub"], key.Public.ToOpenSsh("desk"), Cancel);
        var result = await OutsideTools.RunAsync(program, ["-l", "-f", folder["key.pub"]], Cancel);
        Assert.Equal($"256 {key.Public.Id} desk (ECDSA)", result.Text.Trim());
    }

    [Fact]
    public async Task Public_keys_of_other_kinds_are_not_read()
    {
        var program = OutsideTools.Require("ssh-keygen");
        using var folder = new TemporaryFolder();
        foreach (var (type, bits) in new[] { ("ed25519", "256"), ("ecdsa", "384"), ("rsa", "2048") })
        {
            await OutsideTools.RunAsync(program, ["-q", "-t", type, "-b", bits, "-N", "", "-f", folder[type]], Cancel);
            Assert.Null(VerifyingKey.TryParseOpenSsh(await File.ReadAllTextAsync(folder[type + ".pub"], Cancel)));
        }
    }

    [Fact]
    public void A_point_that_is_not_on_the_curve_is_not_a_key()
    {
        using var key = SigningKey.Create();
        var refused = 0;
        for (var bit = 0; bit < 64; bit++)
        {
            var blob = key.Public.Blob.ToArray();
            blob[^(1 + bit / 2)] ^= (byte)(1 << (bit % 8));
            if (VerifyingKey.TryParseOpenSsh("ecdsa-sha2-nistp256 " + Convert.ToBase64String(blob)) is null) refused++;
        }

        Assert.Equal(64, refused);
        Assert.Null(VerifyingKey.TryReadBlob(new SshWriter().Text("ecdsa-sha2-nistp256").Text("nistp256").Bytes(new byte[65]).ToArray()));
    }

    [Fact]
    public void No_damaged_public_key_line_throws_or_reads_as_the_same_key_with_other_text()
    {
        using var key = SigningKey.Create();
        var line = key.Public.ToOpenSsh("");
        foreach (var text in Mutations.Of(line, 5000, seed: 2))
        {
            if (VerifyingKey.TryParseOpenSsh(text) is { } read && read.Equals(key.Public))
                Assert.StartsWith(line, text, StringComparison.Ordinal); // only what follows as a comment differs
        }
    }

    [Theory]
    [InlineData(0), InlineData(63), InlineData(65), InlineData(64)]
    public void A_signature_of_another_length_or_of_zeros_is_false(int length)
    {
        using var key = SigningKey.Create();
        Assert.False(key.Public.Verify("x"u8, new byte[length]));
    }

    [Fact]
    public void A_key_signs_and_verifies_on_many_threads_at_once()
    {
        using var key = SigningKey.Create();
        var good = 0;
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancel }, i =>
        {
            var data = Encoding.UTF8.GetBytes($"message {i}");
            if (key.Public.Verify(data, key.Sign(data))) Interlocked.Increment(ref good);
        });
        Assert.Equal(200, good);
    }
}
