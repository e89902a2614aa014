using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Detainees.Testing;

namespace Detainees.Sealing.Tests;

/// <summary>Everything sealed opens with stock age, and with age-encryption for JavaScript, to the same bytes.</summary>
public sealed class InteropTests
{
    public static TheoryData<int, int> Sizes =>
        new(from bytes in new[] { 0, 1, 65_535, 65_536, 65_537, 131_072, 200_001 } from people in new[] { 1, 3 } select (bytes, people));

    [Theory, MemberData(nameof(Sizes))]
    public async Task Stock_age_opens_what_is_sealed_with_the_identity_of_each_recipient(int bytes, int people)
    {
        var (age, keygen) = (OutsideTools.Require("age"), OutsideTools.Require("age-keygen"));
        using var folder = new TemporaryFolder();
        var team = new List<Recipient>();
        for (var i = 0; i < people; i++)
        {
            var made = await OutsideTools.RunAsync(keygen, ["-o", folder[$"{i}.txt"]], Cancel);
            team.Add(Recipient.TryParse(Regex.Match(made.Error, "age1[a-z0-9]+").Value) ?? throw new InvalidDataException("age-keygen"));
        }

        var plaintext = RandomNumberGenerator.GetBytes(bytes);
        foreach (var file in new[] { Age.Seal(plaintext, team), await Stream(plaintext, team) })
        {
            for (var i = 0; i < people; i++)
            {
                var opened = await OutsideTools.RunAsync(age, ["-d", "-i", folder[$"{i}.txt"]], Cancel, file);
                Assert.Equal((0, ""), (opened.ExitCode, opened.Error));
                Assert.Equal(plaintext, opened.Output);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(65_536)]
    [InlineData(100_000)]
    public async Task Stock_age_refuses_a_file_that_was_not_completed(int bytes)
    {
        var (age, keygen) = (OutsideTools.Require("age"), OutsideTools.Require("age-keygen"));
        using var folder = new TemporaryFolder();
        var made = await OutsideTools.RunAsync(keygen, ["-o", folder["key.txt"]], Cancel);
        var somebody = Recipient.TryParse(Regex.Match(made.Error, "age1[a-z0-9]+").Value);
        using var file = new MemoryStream();
        using (var sealing = Age.SealTo(file, [Assert.IsType<Recipient>(somebody)], leaveOpen: true)) sealing.Write(new byte[bytes]);
        var opened = await OutsideTools.RunAsync(age, ["-d", "-i", folder["key.txt"]], Cancel, file.ToArray());
        Assert.NotEqual(0, opened.ExitCode);
    }

    [Theory, MemberData(nameof(Sizes))]
    public async Task The_implementation_for_browsers_opens_what_is_sealed(int bytes, int people)
    {
        var node = OutsideTools.Require("node");
        var script = Checkout.Path("tests", "Detainees.Sealing.Tests", "interop", "age.mjs");
        if (!Directory.Exists(Checkout.Path("tests", "Detainees.Sealing.Tests", "interop", "node_modules")))
            OutsideTools.Missing("age-encryption for Node ('npm ci' in tests/Detainees.Sealing.Tests/interop)");
        // The key of age's own test vectors: only a test's data is sealed to it.
        const string identity = "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0";
        var scalar = new byte[32];
        var key = new byte[32];
        Assert.True(Bech32.TryDecode(identity, "AGE-SECRET-KEY-", scalar));
        Detainees.Sealing.Curve25519.X25519.Instance.MultiplyBase(scalar, key);

        var plaintext = RandomNumberGenerator.GetBytes(bytes);
        var team = Enumerable.Range(1, people - 1).Select(SealingTests.Somebody).Append(Recipient.FromKey(key)).ToArray();
        var opened = await OutsideTools.RunAsync(node, [script, "open", identity], Cancel, await Stream(plaintext, team));
        Assert.Equal((0, ""), (opened.ExitCode, opened.Error));
        Assert.Equal(plaintext, opened.Output);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<byte[]> Stream(byte[] plaintext, IReadOnlyList<Recipient> team)
    {
        using var file = new MemoryStream();
        await using (var sealing = Age.SealTo(file, team, leaveOpen: true))
        {
            await new MemoryStream(plaintext).CopyToAsync(sealing, 10_007, Cancel);
            await sealing.CompleteAsync(Cancel);
        }

        return file.ToArray();
    }
}
