using System.Text;
using Detainees.Opening.Reading;
using Detainees.Sealing;

namespace Detainees.Opening.Tests;

/// <summary>Headers that are well made (their MAC is right) and say what must be refused, or passed over.</summary>
public sealed class HeaderTests : IDisposable
{
    private static readonly byte[] FileKey = Encoding.ASCII.GetBytes("YELLOW SUBMARINE");
    private readonly Identity identity = Identity.Create();

    public void Dispose() => identity.Dispose();

    private Stanza Ours => SealingHeader.Wrap(FileKey, [identity.Recipient])[0];

    [Fact]
    public void Stanzas_of_unknown_kinds_are_passed_over()
    {
        var opened = Open(new Stanza("new-kind", ["!", "~"], new byte[48]), Ours, new Stanza("empty", [], []), new Stanza("long", [], new byte[1000]));
        Assert.Equal("text"u8.ToArray(), Assert.IsType<OpenResult.Opened>(opened).Plaintext);
    }

    [Fact]
    public void A_passphrase_beside_a_recipient_is_refused()
    {
        var scrypt = new Stanza("scrypt", ["rF0/NwblUHHTpgQgRpe5CQ", "10"], new byte[32]);
        Assert.Equal(new OpenResult.Failed(OpenFailure.HeaderInvalid), Open(Ours, scrypt));
        Assert.Equal(new OpenResult.Failed(OpenFailure.NoMatch), Open(scrypt));
    }

    [Theory] // points of small order: everybody knows the secret
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    public void A_share_that_gives_no_secret_is_refused(string share) =>
        Assert.Equal(new OpenResult.Failed(OpenFailure.HeaderInvalid), Open(Ours with { Arguments = [Stanza.Base64(Convert.FromHexString(share))] }));

    [Fact]
    public void A_malformed_stanza_is_refused_even_beside_one_that_fits()
    {
        foreach (var broken in new[]
        {
            Ours with { Arguments = [] }, Ours with { Arguments = [.. Ours.Arguments, "x"] }, Ours with { Body = new byte[31] },
            Ours with { Body = new byte[33] }, Ours with { Arguments = [Stanza.Base64(new byte[31])] },
        })
        {
            Assert.Equal(new OpenResult.Failed(OpenFailure.HeaderInvalid), Open(Ours, broken));
        }
    }

    [Fact]
    public void A_header_without_stanzas_or_beyond_its_limit_is_refused()
    {
        Assert.Equal(new OpenResult.Failed(OpenFailure.HeaderInvalid), Open());
        var filler = new Stanza("filler", [], new byte[HeaderCollector.MaxBytes / 4 * 3]);
        Assert.Equal(new OpenResult.Failed(OpenFailure.HeaderInvalid), Open(Ours, filler));
        Assert.IsType<OpenResult.Opened>(Open(Ours, filler with { Body = new byte[filler.Body.Length - 6000] }));
        var endless = Encoding.ASCII.GetBytes(AgeFormat.Intro + "-> " + new string('x', 1_000_000));
        Assert.Equal(new OpenResult.Failed(OpenFailure.HeaderInvalid), AgeOpening.Open(endless, [identity]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("age-encryption.org/v1")]
    [InlineData("age-encryption.org/v2\n-> X25519 a\n\n--- b\n")]
    [InlineData("hello, world")]
    [InlineData("\n\n")]
    [InlineData(" -----BEGIN AGE ENCRYPTED FILE-----\n")]
    [InlineData("\uFEFFage-encryption.org/v1\n")]
    public void What_is_no_age_file_is_called_so(string text) =>
        Assert.Equal(new OpenResult.Failed(OpenFailure.NotAge), AgeOpening.Open(Encoding.UTF8.GetBytes(text), [identity]));

    [Fact]
    public void Whoever_has_not_the_file_key_cannot_change_the_header()
    {
        var file = Encoding.Latin1.GetString(Seal(Ours, new Stanza("note", ["one"], [])));
        var changed = Encoding.Latin1.GetBytes(file.Replace("-> note one", "-> note two", StringComparison.Ordinal));
        Assert.Equal(new OpenResult.Failed(OpenFailure.HeaderMacInvalid), AgeOpening.Open(changed, [identity]));
    }

    [Fact]
    public async Task A_failing_destination_is_no_fault_of_the_file()
    {
        var source = new MemoryStream(Seal(Ours));
        var readOnly = new MemoryStream([], writable: false);
        await Assert.ThrowsAsync<NotSupportedException>(
            () => AgeOpening.OpenToAsync(source, readOnly, [identity], TestContext.Current.CancellationToken));
    }

    private OpenResult Open(params Stanza[] stanzas) => AgeOpening.Open(Seal(stanzas), [identity]);

    private static byte[] Seal(params Stanza[] stanzas) => Age.SealWith("text"u8, FileKey, stanzas);
}
