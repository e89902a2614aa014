using System.Security.Cryptography;
using Detainees.Testing;

namespace Detainees.Opening.Tests;

public sealed class CctvTests
{
    public static TheoryData<string> Cases => Cctv.ArePresent ? [.. Cctv.Names] : ["(absent)"];

    [Theory, MemberData(nameof(Cases))]
    public async Task A_case_of_the_outside_vectors_ends_as_it_must(string name)
    {
        var test = Cctv.Read(name);
        foreach (var pieces in new[] { int.MaxValue, 1000, 1 })
        {
            if (pieces == 1 && test.File.Length > 5000 || pieces < int.MaxValue && test.HasPassphrase) continue;
            using var released = new MemoryStream();
            var result = await AgeOpening.OpenToAsync(
                new Pieces(test.File, pieces), released, test.Keys(), TestContext.Current.CancellationToken);
            Assert.Equal(test.Expect, Class(result, test.File));
            Assert.Equal(released.Length, result switch
            {
                StreamOpenResult.Opened(var bytes) => bytes,
                StreamOpenResult.Failed(_, var bytes) => bytes,
                _ => -1,
            });
            if (test.Payload is { } payload) Assert.Equal(payload, Convert.ToHexStringLower(SHA256.HashData(released.ToArray())));
        }

        if (test.HasPassphrase) return;
        var inMemory = AgeOpening.Open(test.File, test.Keys());
        Assert.Equal(test.Expect == "success", inMemory is OpenResult.Opened(var plaintext)
            && Convert.ToHexStringLower(SHA256.HashData(plaintext)) == test.Payload);
    }

    [Fact]
    public void All_the_cases_are_here()
    {
        if (!Cctv.ArePresent) OutsideTools.Missing("the age vectors");
        var classes = Cctv.Names.Select(n => Cctv.Read(n).Expect).CountBy(e => e).OrderBy(e => e.Key, StringComparer.Ordinal);
        Assert.Equal(
            [new("HMAC failure", 1), new("armor failure", 15), new("header failure", 38), new("no match", 6), new("payload failure", 16), new("success", 14)],
            classes);
    }

    /// <summary>The vectors say beforehand whether a file is armored; we must tell by looking, and call what is neither "not age".</summary>
    private static string Class(StreamOpenResult result, byte[] file) => result switch
    {
        StreamOpenResult.Opened => "success",
        StreamOpenResult.Failed(var reason, _) => reason switch
        {
            OpenFailure.NotAge => file.AsSpan().IndexOf("-----BEGIN AGE"u8) > 0 ? "armor failure" : "header failure",
            OpenFailure.ArmorInvalid => "armor failure",
            OpenFailure.HeaderInvalid => "header failure",
            OpenFailure.NoMatch => "no match",
            OpenFailure.HeaderMacInvalid => "HMAC failure",
            OpenFailure.PayloadInvalid => "payload failure",
        },
        _ => "?",
    };
}
