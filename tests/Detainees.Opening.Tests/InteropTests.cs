using System.Security.Cryptography;
using System.Text;
using Detainees.Sealing;
using Detainees.Testing;

namespace Detainees.Opening.Tests;

/// <summary>What stock age and age-encryption for JavaScript seal opens here; passphrase files go both ways.</summary>
public sealed class InteropTests : IDisposable
{
    private readonly Identity[] people = [Identity.Create(), Identity.Create(), Identity.Create()];

    public static TheoryData<int, int> Sizes =>
        new(from bytes in new[] { 0, 1, 65_535, 65_536, 65_537, 131_072, 200_001 } from people in new[] { 1, 3 } select (bytes, people));

    public void Dispose() => Array.ForEach(people, p => p.Dispose());

    [Theory, MemberData(nameof(Sizes))]
    public async Task What_stock_age_seals_opens_with_the_identity_of_each_recipient(int bytes, int count)
    {
        var age = OutsideTools.Require("age");
        var plaintext = RandomNumberGenerator.GetBytes(bytes);
        foreach (var form in new[] { "--encrypt", "--armor" })
        {
            var arguments = people.Take(count).SelectMany(p => new[] { "-r", p.Recipient.ToString() }).Append(form);
            var made = await OutsideTools.RunAsync(age, arguments, Cancel, plaintext);
            Assert.Equal((0, ""), (made.ExitCode, made.Error));
            foreach (var identity in people.Take(count))
                Assert.Equal(plaintext, Assert.IsType<OpenResult.Opened>(AgeOpening.Open(made.Output, [identity])).Plaintext);
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public async Task What_the_implementation_for_browsers_seals_opens_with_the_identity_of_each_recipient(int bytes, int count)
    {
        var node = OutsideTools.Require("node");
        var folder = Checkout.Path("tests", "Detainees.Sealing.Tests", "interop");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            OutsideTools.Missing("age-encryption for Node ('npm ci' in tests/Detainees.Sealing.Tests/interop)");
        var plaintext = RandomNumberGenerator.GetBytes(bytes);
        string[] arguments = [Path.Combine(folder, "age.mjs"), "seal", .. people.Take(count).Select(p => p.Recipient.ToString())];
        var made = await OutsideTools.RunAsync(node, arguments, Cancel, plaintext);
        Assert.Equal((0, ""), (made.ExitCode, made.Error));
        foreach (var identity in people.Take(count))
            Assert.Equal(plaintext, Assert.IsType<OpenResult.Opened>(AgeOpening.Open(made.Output, [identity])).Plaintext);
    }

    [Fact]
    public async Task Keys_of_age_keygen_are_read_and_name_the_same_recipient()
    {
        var made = await OutsideTools.RunAsync(OutsideTools.Require("age-keygen"), [], Cancel);
        var read = Assert.IsType<IdentityReading.Read>(IdentityFile.Read(made.Output, null));
        Assert.Contains(Assert.Single(read.Identities).Recipient.ToString(), made.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stock_age_opens_a_protected_identity_file_and_takes_it_as_an_identity()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["key.age"], IdentityFile.WriteProtected(people, "long pass phrase", DateTimeOffset.UnixEpoch, 12), Cancel);
        await WithTerminal($"age -d -o '{folder["key.txt"]}' '{folder["key.age"]}'", "long pass phrase\n");
        Assert.Equal(IdentityFile.WritePlain(people, DateTimeOffset.UnixEpoch), await File.ReadAllTextAsync(folder["key.txt"], Cancel));

        await File.WriteAllBytesAsync(folder["report.age"], Age.Seal("report"u8, [people[1].Recipient]), Cancel);
        await WithTerminal($"age -d -i '{folder["key.age"]}' -o '{folder["report"]}' '{folder["report.age"]}'", "long pass phrase\n");
        Assert.Equal("report", await File.ReadAllTextAsync(folder["report"], Cancel));
    }

    [Theory, InlineData(""), InlineData("-a")]
    public async Task An_identity_file_that_stock_age_protected_is_read(string form)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["key.txt"], IdentityFile.WritePlain(people, DateTimeOffset.UnixEpoch), Cancel);
        await WithTerminal($"age -p {form} -o '{folder["key.age"]}' '{folder["key.txt"]}'", "long pass phrase\nlong pass phrase\n");
        var file = await File.ReadAllBytesAsync(folder["key.age"], Cancel);
        var read = Assert.IsType<IdentityReading.Read>(IdentityFile.Read(file, "long pass phrase"));
        Assert.Equal(people.Select(p => p.Recipient), read.Identities.Select(i => i.Recipient));
        Assert.IsType<IdentityReading.WrongPassphrase>(IdentityFile.Read(file, "other"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>age reads passphrases from a terminal only; script(1) gives it one.</summary>
    private static async Task WithTerminal(string command, string typed)
    {
        OutsideTools.Require("age");
        var run = await OutsideTools.RunAsync(
            OutsideTools.Require("script"), ["-q", "-e", "-c", command, "/dev/null"], Cancel, Encoding.UTF8.GetBytes(typed));
        Assert.True(run.ExitCode == 0, run.Text + run.Error);
    }
}
