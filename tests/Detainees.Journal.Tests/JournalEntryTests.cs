using System.Security.Cryptography;
using System.Text;

namespace Detainees.Journal.Tests;

public sealed class JournalEntryTests
{
    private static readonly JournalEntry Fixed = new(
        7, EntryKind.Report, new EntryId(new Guid("00112233-4455-6677-8899-aabbccddeeff")),
        new ThreadKey(new Guid("ffeeddcc-bbaa-9988-7766-554433221100")), new DateTimeOffset(2026, 1, 15, 9, 0, 0, TimeSpan.Zero), "intake 3",
        new SealedItem(8592, Sha256Hash.Of("body"u8)),
        [
            new AttachmentItem(new Guid("0123456789abcdef0123456789abcdef"), new SealedItem(20_000_000, Sha256Hash.Of("photo"u8))),
            new AttachmentItem(new Guid("fedcba9876543210fedcba9876543210"), new SealedItem(1, Sha256Hash.Of("voice"u8))),
        ],
        Sha256Hash.Of("previous"u8));

    private const string Encoded = """
        detainees-entry/1
        number 7
        kind report
        id 00112233445566778899aabbccddeeff
        thread ffeeddccbbaa99887766554433221100
        hour 2026-01-15T09Z
        form intake 3
        body 8592 230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5
        attachment 0123456789abcdef0123456789abcdef 20000000 55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8
        attachment fedcba9876543210fedcba9876543210 1 c57d7e92019708b614c90fa3685cd644f543a60153fb99ec9b67c381a245fb2a
        previous 6da0633528deaa0144e7b058315f0b753ec0b945163a72bf96a0d18180f9de0d

        """;

    [Fact]
    public void An_entry_is_encoded_as_these_bytes_forever()
    {
        Assert.Equal(Encoded.ReplaceLineEndings("\n"), Some.Text(Fixed.Encode()));
        Assert.Equal(SHA256.HashData([0, .. Fixed.Encode()]), Fixed.Hash.ToArray());
    }

    [Fact]
    public void Every_kind_has_its_word_in_the_encoding()
    {
        var words = new Dictionary<EntryKind, string>
        {
            [EntryKind.Report] = "report", [EntryKind.SealedDraft] = "sealed-draft", [EntryKind.Addition] = "addition",
            [EntryKind.Erasure] = "erasure", [EntryKind.Event] = "event", [EntryKind.Removal] = "removal", [EntryKind.Hold] = "hold",
            [EntryKind.Release] = "release",
        };
        // A retention has a form line of its own: DeskTextsTests.
        foreach (var kind in Enum.GetValues<EntryKind>().Where(kind => kind != EntryKind.Retention))
            Assert.Contains($"\nkind {words[kind]}\n", Some.Text((Fixed with { Kind = kind }).Encode()), StringComparison.Ordinal);
    }

    [Fact]
    public void An_erasure_without_a_body_and_an_entry_without_a_form_have_a_spelling()
    {
        var entry = Fixed with { Kind = EntryKind.Erasure, Body = SealedItem.None, Form = "", Attachments = [] };
        var text = Some.Text(entry.Encode());
        Assert.Contains("\nform -\nbody none\nprevious ", text, StringComparison.Ordinal);
        Assert.True(JournalEntry.TryDecode(entry.Encode(), out var decoded));
        Assert.Equal(entry, decoded);
    }

    [Fact]
    public void What_is_encoded_decodes_to_the_same_entry_and_the_same_bytes()
    {
        foreach (var entry in Some.Journal(500, seed: 1))
        {
            Assert.True(JournalEntry.TryDecode(entry.Encode(), out var decoded));
            Assert.Equal(entry, decoded);
            Assert.Equal(entry.Encode(), decoded?.Encode());
            Assert.Equal(entry.Hash, decoded?.Hash);
        }
    }

    public static TheoryData<string> BrokenFields => ["number 0", "number", "kind", "hour", "minutes", "form line", "form blank", "form long",
        "form dash", "form half", "body none", "body size", "attachments many", "attachments twice", "attachments none", "attachments empty", "previous"];

    [Theory, MemberData(nameof(BrokenFields))]
    public void An_entry_outside_its_limits_is_not_encoded(string field)
    {
        var item = Fixed.Attachments[0];
        var entry = field switch
        {
            "number 0" => Fixed with { Number = 0 },
            "number" => Fixed with { Number = JournalEntry.MaxNumber + 1 },
            "kind" => Fixed with { Kind = (EntryKind)99 },
            "hour" => Fixed with { Hour = new DateTimeOffset(2026, 1, 15, 9, 0, 0, TimeSpan.FromHours(2)) },
            "minutes" => Fixed with { Hour = Fixed.Hour.AddMinutes(1) },
            "form line" => Fixed with { Form = "intake\n3" },
            "form blank" => Fixed with { Form = "intake " },
            "form long" => Fixed with { Form = new string('x', JournalEntry.MaxFormLength + 1) },
            "form dash" => Fixed with { Form = "-" },
            "form half" => Fixed with { Form = "\ud800" },
            "body none" => Fixed with { Body = SealedItem.None },
            "body size" => Fixed with { Body = new SealedItem(SealedItem.MaxBytes + 1, Fixed.Body.Hash) },
            "attachments many" => Fixed with { Attachments = [.. Enumerable.Range(0, 1001).Select(i => item with { Id = new Guid(i, 0, 0, new byte[8]) })] },
            "attachments twice" => Fixed with { Attachments = [item, item] },
            "attachments none" => Fixed with { Attachments = default },
            "attachments empty" => Fixed with { Attachments = [item with { Sealed = SealedItem.None }] },
            _ => Fixed with { Number = 1 },
        };
        var fault = Assert.Throws<InvalidOperationException>(() => entry.Encode());
        Assert.DoesNotContain("intake", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_entry_fits_its_limit()
    {
        var item = Fixed.Attachments[0] with { Sealed = new SealedItem(SealedItem.MaxBytes, Fixed.Body.Hash) };
        var entry = Fixed with
        {
            Form = new string('\u4e00', JournalEntry.MaxFormLength),
            Attachments = [.. Enumerable.Range(0, 1000).Select(i => item with { Id = new Guid(i, 0, 0, new byte[8]) })],
        };
        Assert.InRange(entry.Encode().Length, 100_000, JournalEntry.MaxEncodedBytes);
        Assert.True(JournalEntry.TryDecode(entry.Encode(), out var decoded));
        Assert.Equal(entry, decoded);
    }

    [Theory]
    [InlineData("number 7", "number 07"), InlineData("number 7", "number +7"), InlineData("number 7", "number 7 "), InlineData("number 7", "number 0")]
    [InlineData("kind report", "kind Report"), InlineData("kind report", "kind 0"), InlineData("eeff\n", "EEFF\n"), InlineData("T09Z", "T24Z")]
    [InlineData("T09Z", "T09:00Z"), InlineData("2026-01-15", "2026-1-15"), InlineData("form intake 3", "form "), InlineData("form intake 3", "form  intake 3")]
    [InlineData("body 8592", "body 0"), InlineData("body 8592", "body -1"), InlineData("body 8592 ", "body 8592  "), InlineData("previous", "Previous")]
    [InlineData("detainees-entry/1", "detainees-entry/2"), InlineData("\n", "\r\n"), InlineData("form intake 3", "form intake\u00853")]
    [InlineData("fedcba9876543210fedcba9876543210", "0123456789abcdef0123456789abcdef"), InlineData("number 7", "number 99999999999999999999")]
    public void Another_spelling_is_not_an_entry(string old, string spelled)
    {
        var text = Some.Text(Fixed.Encode());
        var other = text.Replace(old, spelled, StringComparison.Ordinal);
        Assert.NotEqual(text, other);
        Assert.False(JournalEntry.TryDecode(Encoding.UTF8.GetBytes(other), out var entry));
        Assert.Null(entry);
    }

    [Fact]
    public void Whatever_decodes_encodes_to_the_same_bytes_and_nothing_throws()
    {
        var random = new Random(2);
        var accepted = 0;
        var originals = Some.Journal(50, seed: 3).Select(e => e.Encode()).ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Damage.Once(originals[random.Next(originals.Length)], random);
            if (!JournalEntry.TryDecode(bytes, out var entry)) continue;
            Assert.Equal(bytes, entry?.Encode());
            accepted++;
        }

        Assert.InRange(accepted, 1, 19_999); // a changed digit of a hash is another entry
        for (var i = 0; i < 2000; i++)
        {
            var garbage = new byte[random.Next(500)];
            random.NextBytes(garbage);
            Assert.False(JournalEntry.TryDecode(garbage, out _));
        }

        Assert.False(JournalEntry.TryDecode([], out _));
        Assert.False(JournalEntry.TryDecode(new byte[JournalEntry.MaxEncodedBytes + 1], out _));
    }

    [Fact]
    public void Ids_and_hashes_have_one_spelling()
    {
        var hash = Sha256Hash.Of("x"u8);
        Assert.True(Sha256Hash.TryParse(hash.ToString(), out var again));
        Assert.Equal(hash, again);
        Assert.Equal(hash, Sha256Hash.FromBytes(hash.ToArray()));
        Assert.False(Sha256Hash.TryParse(hash.ToString().ToUpperInvariant(), out _));
        Assert.False(Sha256Hash.TryParse(hash.ToString().AsSpan(1), out _));
        Assert.Throws<ArgumentException>(() => Sha256Hash.FromBytes(new byte[31]));
        Assert.True(ThreadKey.TryParse("00112233445566778899aabbccddeeff", out var key));
        Assert.Equal(ThreadKey.FromBytes(Convert.FromHexString("00112233445566778899aabbccddeeff")), key);
        Assert.False(EntryId.TryParse("00112233-4455-6677-8899-aabbccddeeff", out _));
        Assert.False(EntryId.TryParse(" 0112233445566778899aabbccddeeff", out _));
    }
}
