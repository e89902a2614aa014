using System.Text;
using Detainees.Sealing;

namespace Detainees.Opening.Tests;

public sealed class IdentityFileTests : IDisposable
{
    private const int Quick = 10; // the cost changes nothing but the time
    private static readonly DateTimeOffset Created = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));
    private readonly Identity first = Identity.Create();
    private readonly Identity second = Identity.Create();

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }

    [Fact]
    public void A_plain_file_looks_as_age_keygen_writes_it_and_reads_back()
    {
        var text = IdentityFile.WritePlain([first], Created);
        Assert.Equal($"# created: 2026-01-02T03:04:05+02:00\n# public key: {first.Recipient}\n{first.Reveal()}\n", text);
        Assert.Equal([first.Recipient], Read(text, null, wasProtected: false));
    }

    [Theory, InlineData("correct horse battery"), InlineData("гасло з їжаком ☂")]
    public void A_protected_file_opens_with_its_passphrase_and_no_other(string passphrase)
    {
        var text = IdentityFile.WriteProtected([first, second], passphrase, Created, Quick);
        Assert.StartsWith("-----BEGIN AGE ENCRYPTED FILE-----\n", text, StringComparison.Ordinal);
        Assert.Equal([first.Recipient, second.Recipient], Read(text, passphrase, wasProtected: true));
        Assert.IsType<IdentityReading.WrongPassphrase>(IdentityFile.Read(Encoding.UTF8.GetBytes(text), passphrase + " "));
        Assert.IsType<IdentityReading.PassphraseNeeded>(IdentityFile.Read(Encoding.UTF8.GetBytes(text), null));
        Assert.IsType<IdentityReading.PassphraseNeeded>(IdentityFile.Read(Encoding.UTF8.GetBytes(text), ""));
    }

    [Fact]
    public void Several_identities_comments_blank_lines_a_mark_and_other_line_ends_are_read()
    {
        var text = $"\uFEFF# two keys\r\n\r\n  {first.Reveal()}  \r\n#\r\n{second.Reveal()}";
        Assert.Equal([first.Recipient, second.Recipient], Read(text, "ignored", wasProtected: false));
    }

    [Fact]
    public void What_is_wrong_with_a_file_is_told_apart()
    {
        IdentityReading Of(string text, string? passphrase = null) => IdentityFile.Read(Encoding.UTF8.GetBytes(text), passphrase);
        Assert.IsType<IdentityReading.Empty>(Of(""));
        Assert.IsType<IdentityReading.Empty>(Of("# nothing\n"));
        Assert.Equal(new IdentityReading.BadLine(2), Of($"{first.Reveal()}\n{first.Recipient}\n"));
        Assert.Equal(new IdentityReading.BadLine(1), Of(first.Reveal().ToLowerInvariant()));
        Assert.Equal(new IdentityReading.BadLine(1), Of(first.Reveal()[..^1]));
        Assert.IsType<IdentityReading.TooLarge>(IdentityFile.Read(new byte[IdentityFile.MaxBytes + 1], null));

        var toKey = Age.Seal(Encoding.UTF8.GetBytes(first.Reveal()), [second.Recipient]);
        Assert.IsType<IdentityReading.NotPassphraseProtected>(IdentityFile.Read(toKey, "passphrase"));
        var text = IdentityFile.WriteProtected([first], "passphrase", Created, Quick);
        Assert.Equal(new IdentityReading.Damaged(OpenFailure.ArmorInvalid), Of(text[..^20], "passphrase"));
    }

    [Fact]
    public void A_file_is_never_written_without_a_passphrase_or_at_a_price_nobody_pays()
    {
        Assert.Throws<ArgumentException>(() => IdentityFile.WriteProtected([first], "", Created));
        Assert.Throws<ArgumentOutOfRangeException>(() => IdentityFile.WriteProtected([first], "x", Created, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => IdentityFile.WriteProtected([first], "x", Created, 23));
    }

    [Fact]
    public void An_identity_does_not_show_itself_and_cannot_be_used_after_it_was_wiped()
    {
        Assert.Equal("[redacted]", first.ToString());
        Assert.Equal(first.Recipient, Identity.TryParse(first.Reveal())?.Recipient);
        Assert.Matches("^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$", first.Reveal());
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(first.Reveal);
        Assert.Throws<ObjectDisposedException>(() => AgeOpening.Open(Age.Seal("x"u8, [second.Recipient]), [first]));
    }

    private static Recipient[] Read(string text, string? passphrase, bool wasProtected)
    {
        var read = Assert.IsType<IdentityReading.Read>(IdentityFile.Read(Encoding.UTF8.GetBytes(text), passphrase));
        Assert.Equal(wasProtected, read.WasProtected);
        return [.. read.Identities.Select(i => i.Recipient)];
    }
}
