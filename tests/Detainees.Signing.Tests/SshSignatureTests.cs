using System.Text;
using Detainees.Testing;

namespace Detainees.Signing.Tests;

public sealed class SshSignatureTests
{
    private const string Namespace = "detainees-bundle";
    private static readonly byte[] Message = Encoding.UTF8.GetBytes("manifest of a bundle\n");
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stock_ssh_keygen_accepts_ours_and_refuses_one_changed_byte()
    {
        var program = OutsideTools.Require("ssh-keygen");
        using var folder = new TemporaryFolder();
        using var key = SigningKey.Create();
        await File.WriteAllTextAsync(folder["allowed"], $"server@example.org {key.Public.ToOpenSsh("")}\n", Cancel);
        await File.WriteAllTextAsync(folder["m.sig"], SshSignature.Sign(key, Message, Namespace), Cancel);
        string[] arguments = ["-Y", "verify", "-f", folder["allowed"], "-I", "server@example.org", "-n", Namespace, "-s", folder["m.sig"]];

        var good = await OutsideTools.RunAsync(program, arguments, Cancel, Message);
        Assert.True(good.ExitCode == 0, good.Error);
        Assert.Contains("Good", good.Text, StringComparison.Ordinal);

        var changed = Message.ToArray();
        changed[3] ^= 1;
        Assert.NotEqual(0, (await OutsideTools.RunAsync(program, arguments, Cancel, changed)).ExitCode);
        arguments[7] = "another";
        Assert.NotEqual(0, (await OutsideTools.RunAsync(program, arguments, Cancel, Message)).ExitCode);
    }

    [Theory]
    [InlineData("sha512"), InlineData("sha256")]
    public async Task What_stock_ssh_keygen_signs_verifies(string hash)
    {
        var program = OutsideTools.Require("ssh-keygen");
        using var folder = new TemporaryFolder();
        await OutsideTools.RunAsync(program, ["-q", "-t", "ecdsa", "-b", "256", "-N", "", "-f", folder["key"]], Cancel);
        var key = VerifyingKey.TryParseOpenSsh(await File.ReadAllTextAsync(folder["key.pub"], Cancel));
        Assert.NotNull(key);
        var result = await OutsideTools.RunAsync(
            program, ["-Y", "sign", "-q", "-f", folder["key"], "-n", Namespace, "-O", $"hashalg={hash}"], Cancel, Message);
        Assert.True(result.ExitCode == 0, result.Error);

        Assert.Equal(new SshSignatureCheck.Valid(key), SshSignature.Verify(result.Text, Message, Namespace, [key]));
        Assert.Equal(Refused(SshSignatureFault.BadSignature), SshSignature.Verify(result.Text, "other"u8, Namespace, [key]));
        var byHash = SshSignature.VerifyHash(result.Text, System.Security.Cryptography.SHA512.HashData(Message), Namespace, [key]);
        Assert.Equal<SshSignatureCheck>(hash == "sha512" ? new SshSignatureCheck.Valid(key) : Refused(SshSignatureFault.OtherHash), byHash);
    }

    [Fact]
    public async Task A_signature_of_another_kind_of_key_is_of_an_unknown_key()
    {
        var program = OutsideTools.Require("ssh-keygen");
        using var folder = new TemporaryFolder();
        using var ours = SigningKey.Create();
        foreach (var (type, bits) in new[] { ("ed25519", "256"), ("ecdsa", "384"), ("rsa", "4096") })
        {
            await OutsideTools.RunAsync(program, ["-q", "-t", type, "-b", bits, "-N", "", "-f", folder[type]], Cancel);
            var result = await OutsideTools.RunAsync(program, ["-Y", "sign", "-q", "-f", folder[type], "-n", Namespace], Cancel, Message);
            Assert.Equal(Refused(SshSignatureFault.UnknownKey), SshSignature.Verify(result.Text, Message, Namespace, [ours.Public]));
        }
    }

    [Fact]
    public void Ours_verifies_and_a_thousand_of_them_do()
    {
        // Among so many, some r or s start with a zero byte or with a high bit: the two edges of SSH's numbers.
        using var key = SigningKey.Create();
        for (var i = 0; i < 1000; i++)
        {
            var message = BitConverter.GetBytes(i);
            Assert.IsType<SshSignatureCheck.Valid>(SshSignature.Verify(SshSignature.Sign(key, message, Namespace), message, Namespace, [key.Public]));
        }
    }

    [Fact]
    public void Another_namespace_another_key_and_no_key_are_refused()
    {
        using var key = SigningKey.Create();
        using var stranger = SigningKey.Create();
        var signature = SshSignature.Sign(key, Message, Namespace);
        Assert.Equal(Refused(SshSignatureFault.WrongNamespace), SshSignature.Verify(signature, Message, "detainees-team", [key.Public]));
        Assert.Equal(Refused(SshSignatureFault.UnknownKey), SshSignature.Verify(signature, Message, Namespace, [stranger.Public]));
        Assert.Equal(Refused(SshSignatureFault.UnknownKey), SshSignature.Verify(signature, Message, Namespace, []));
        Assert.Equal(new SshSignatureCheck.Valid(key.Public), SshSignature.Verify(signature, Message, Namespace, [stranger.Public, key.Public]));
        Assert.Throws<ArgumentException>(() => SshSignature.Sign(key, Message, ""));
        Assert.Throws<ArgumentException>(() => SshSignature.SignHash(key, new byte[32], Namespace));
    }

    [Fact]
    public void Line_ends_of_windows_are_read_and_text_around_the_armor_is_not()
    {
        using var key = SigningKey.Create();
        var signature = SshSignature.Sign(key, Message, Namespace);
        Assert.IsType<SshSignatureCheck.Valid>(
            SshSignature.Verify(signature.Replace("\n", "\r\n", StringComparison.Ordinal), Message, Namespace, [key.Public]));
        foreach (var text in new[] { " " + signature, signature + "x", signature + "\n", signature.TrimEnd(), "\uFEFF" + signature })
            Assert.Equal(Refused(SshSignatureFault.Malformed), SshSignature.Verify(text, Message, Namespace, [key.Public]));
    }

    [Fact]
    public void Every_cut_is_refused()
    {
        using var key = SigningKey.Create();
        var signature = SshSignature.Sign(key, Message, Namespace);
        for (var length = 0; length < signature.Length; length++)
            Assert.Equal(Refused(SshSignatureFault.Malformed), SshSignature.Verify(signature[..length], Message, Namespace, [key.Public]));
    }

    [Fact]
    public void No_damaged_signature_verifies_and_none_throws()
    {
        using var key = SigningKey.Create();
        var signature = SshSignature.Sign(key, Message, Namespace);
        foreach (var text in Mutations.Of(signature, 8000, seed: 3))
        {
            if (text.Replace("\r\n", "\n", StringComparison.Ordinal) == signature) continue;
            Assert.IsType<SshSignatureCheck.Refused>(SshSignature.Verify(text, Message, Namespace, [key.Public]));
        }
    }

    [Fact]
    public void No_damage_inside_the_armor_verifies_and_none_throws()
    {
        using var key = SigningKey.Create();
        var lines = SshSignature.Sign(key, Message, Namespace).Split('\n');
        var blob = Convert.FromBase64String(string.Concat(lines[1..^2]));
        var random = new Random(4);
        for (var i = 0; i < 8000; i++)
        {
            var damaged = blob.ToArray();
            for (var faults = random.Next(1, 4); faults > 0; faults--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) damaged = damaged[..random.Next(damaged.Length)];
            if (damaged.AsSpan().SequenceEqual(blob) || damaged.Length == 0) continue;
            var body = Convert.ToBase64String(damaged).Chunk(70).Select(c => new string(c));
            var armored = string.Join('\n', [lines[0], .. body, lines[^2], ""]);
            Assert.IsType<SshSignatureCheck.Refused>(SshSignature.Verify(armored, Message, Namespace, [key.Public]));
        }
    }

    [Theory]
    [InlineData("0000000101", true), InlineData("0000000200ff", true), InlineData("000000020001", false), InlineData("00000000", false)]
    [InlineData("00000001ff", false), InlineData("0000000100", false), InlineData("00000005", false)]
    public void A_number_is_read_in_its_shortest_positive_form_only(string hex, bool good) =>
        Assert.Equal(good, new SshReader(Convert.FromHexString(hex)).TryInteger(new byte[32]));

    [Fact]
    public void Garbage_is_refused_and_never_throws()
    {
        using var key = SigningKey.Create();
        var random = new Random(5);
        for (var i = 0; i < 3000; i++)
        {
            var text = Mutations.Garbage(random, 2000);
            Assert.IsType<SshSignatureCheck.Refused>(SshSignature.Verify(text, Message, Namespace, [key.Public]));
            Assert.IsType<SshSignatureCheck.Refused>(SshSignature.Verify(
                $"-----BEGIN SSH SIGNATURE-----\n{text}\n-----END SSH SIGNATURE-----\n", Message, Namespace, [key.Public]));
        }
    }

    private static SshSignatureCheck.Refused Refused(SshSignatureFault fault) => new(fault);
}
