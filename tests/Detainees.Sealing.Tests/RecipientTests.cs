using Detainees.Sealing.Curve25519;

namespace Detainees.Sealing.Tests;

public sealed class RecipientTests
{
    private const string Known = "age1lvyvwawkr0mcnnnncaghunadrqkmuf9e6507x9y920xxpp866cnql7dp2z"; // age's README

    [Fact]
    public void A_recipient_of_stock_age_reads_and_writes_back() => Assert.Equal(Known, Recipient.TryParse(Known)?.ToString());

    [Fact]
    public void Equal_keys_are_equal_recipients()
    {
        Assert.Equal(Recipient.TryParse(Known), Recipient.TryParse(Known));
        Assert.NotEqual(Recipient.TryParse(Known), Recipient.FromKey(new byte[32]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("age1")]
    [InlineData("AGE1LVYVWAWKR0MCNNNNCAGHUNADRQKMUF9E6507X9Y920XXPP866CNQL7DP2Z")] // age writes lower case
    [InlineData("age1LVYVWAWKR0MCNNNNCAGHUNADRQKMUF9E6507X9Y920XXPP866CNQL7DP2Z")]
    [InlineData("age1lvyvwawkr0mcnnnncaghunadrqkmuf9e6507x9y920xxpp866cnql7dp2z ")]
    [InlineData("age1lvyvwawkr0mcnnnncaghunadrqkmuf9e6507x9y920xxpp866cnql7dp2")]
    [InlineData("AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0")]
    [InlineData("age1lvyvwawkr0mcnnnncaghunadrqkmuf9e6507x9y920xxpp866cnql7dpİz")]
    public void Anything_else_is_no_recipient(string text) => Assert.Null(Recipient.TryParse(text));

    [Fact]
    public void Every_change_of_one_character_is_found()
    {
        for (var i = 0; i < Known.Length; i++)
        {
            var changed = Known.ToCharArray();
            changed[i] = changed[i] == 'q' ? 'p' : 'q';
            Assert.Null(Recipient.TryParse(new string(changed)));
        }
    }

    [Theory] // Points of small order (RFC 7748, section 6.1): what would be sealed to them could be opened by anybody.
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    [InlineData("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    public void A_point_that_gives_no_secret_is_no_recipient(string point)
    {
        var text = Recipient.FromKey(Convert.FromHexString(point)).ToString();
        Assert.Null(Recipient.TryParse(text));
        Assert.Throws<System.Security.Cryptography.CryptographicException>(
            () => Age.Seal("x"u8, [Recipient.FromKey(Convert.FromHexString(point))]));
    }

    [Theory] // BIP 173, test vectors of the checksum that carry whole bytes or none
    [InlineData("a12uel5l", "a", "")]
    [InlineData("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef", "00443214c74254b635cf84653a56d7c675be77df")]
    public void Bech32_reads_and_writes_the_vectors_of_its_specification(string text, string prefix, string hex)
    {
        var data = new byte[hex.Length / 2];
        Assert.True(Bech32.TryDecode(text, prefix, data));
        Assert.Equal(hex, Convert.ToHexStringLower(data));
        Assert.Equal(text, Bech32.Encode(prefix, data));
        Assert.True(Bech32.TryDecode(text.ToUpperInvariant(), prefix.ToUpperInvariant(), data));
    }

    [Fact]
    public void Bech32_has_no_limit_of_length_and_returns_what_went_in()
    {
        for (var length = 0; length < 300; length++)
        {
            var data = Enumerable.Range(0, length).Select(i => (byte)(i * 31 + length)).ToArray();
            var read = new byte[length];
            Assert.True(Bech32.TryDecode(Bech32.Encode("age", data), "age", read));
            Assert.Equal(data, read);
        }
    }

    [Theory] // 32 zero bytes, the four bits of padding in the last digit set, the checksum right
    [InlineData("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqpfwgqrs")]
    [InlineData("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqg2vceql")]
    public void Bech32_refuses_padding_bits_that_are_not_zero(string text) =>
        Assert.False(Bech32.TryDecode(text, "age", new byte[X25519.Bytes]));
}
