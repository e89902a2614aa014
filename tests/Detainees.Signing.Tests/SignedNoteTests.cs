using System.Security.Cryptography;
using System.Text;

namespace Detainees.Signing.Tests;

public sealed class SignedNoteTests
{
    private const string Name = "intake.example.org/journal";
    private const string Text = "intake.example.org/journal\n5\nroot\n\nlast paragraph\n";

    [Fact]
    public void A_signed_note_opens_to_the_same_text()
    {
        using var key = SigningKey.Create();
        Assert.Equal(new NoteCheck.Signed(Text), SignedNote.Open(SignedNote.Sign(key, Name, Text), key.Public, Name));
    }

    [Fact]
    public void The_signature_line_is_as_c2sp_describes_it()
    {
        using var key = SigningKey.Create();
        var note = SignedNote.Sign(key, Name, Text);
        Assert.StartsWith(Text + "\n\u2014 " + Name + " ", note, StringComparison.Ordinal);
        var bytes = Convert.FromBase64String(note[..^1].Split(' ')[^1]);
        Assert.Equal(SHA256.HashData(key.Public.SubjectPublicKeyInfo)[..4], bytes[..4]);
        // Verified here with nothing of ours: SPKI, SHA-256 and DER, as the log tools of others do it.
        using var stock = ECDsa.Create();
        stock.ImportSubjectPublicKeyInfo(key.Public.SubjectPublicKeyInfo, out _);
        Assert.True(stock.VerifyData(Encoding.UTF8.GetBytes(Text), bytes[4..], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    [Fact]
    public void The_verifier_key_holds_name_hash_and_key()
    {
        using var key = SigningKey.Create();
        var parts = SignedNote.VerifierKey(key.Public, Name).Split('+', 3);
        Assert.Equal(Name, parts[0]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(key.Public.SubjectPublicKeyInfo)[..4]), parts[1]);
        Assert.Equal([2, .. key.Public.SubjectPublicKeyInfo], Convert.FromBase64String(parts[2]));
    }

    [Fact]
    public void Lines_of_other_keys_are_passed_over()
    {
        using var key = SigningKey.Create();
        using var witness = SigningKey.Create();
        var line = SignedNote.Sign(witness, "witness.example.org", Text)[(Text.Length + 1)..];
        var note = SignedNote.Sign(key, Name, Text);
        Assert.IsType<NoteCheck.Signed>(SignedNote.Open(note + line, key.Public, Name));
        Assert.IsType<NoteCheck.Signed>(SignedNote.Open(Text + "\n" + line + note[(Text.Length + 1)..], key.Public, Name));
        Assert.Equal(Refused(NoteFault.NotSigned), SignedNote.Open(Text + "\n" + line, key.Public, Name));
    }

    [Fact]
    public void Sixteen_signatures_are_read_and_thirty_three_are_too_many()
    {
        using var key = SigningKey.Create();
        using var witness = SigningKey.Create();
        var line = SignedNote.Sign(witness, "witness.example.org", Text)[(Text.Length + 1)..];
        var note = SignedNote.Sign(key, Name, Text);
        Assert.IsType<NoteCheck.Signed>(SignedNote.Open(note + string.Concat(Enumerable.Repeat(line, 31)), key.Public, Name));
        Assert.Equal(Refused(NoteFault.Malformed), SignedNote.Open(note + string.Concat(Enumerable.Repeat(line, 32)), key.Public, Name));
    }

    [Fact]
    public void A_false_line_of_the_known_key_refuses_the_note_beside_a_good_one()
    {
        using var key = SigningKey.Create();
        var other = SignedNote.Sign(key, Name, "other\n")["other\n\n".Length..];
        Assert.Equal(Refused(NoteFault.BadSignature), SignedNote.Open(SignedNote.Sign(key, Name, Text) + other, key.Public, Name));
    }

    [Fact]
    public void Another_name_another_key_and_another_text_are_refused()
    {
        using var key = SigningKey.Create();
        using var stranger = SigningKey.Create();
        var note = SignedNote.Sign(key, Name, Text);
        Assert.Equal(Refused(NoteFault.NotSigned), SignedNote.Open(note, key.Public, "another"));
        Assert.Equal(Refused(NoteFault.NotSigned), SignedNote.Open(note, stranger.Public, Name));
        Assert.Equal(Refused(NoteFault.BadSignature), SignedNote.Open(note.Replace("\n5\n", "\n6\n", StringComparison.Ordinal), key.Public, Name));
    }

    [Theory]
    [InlineData(""), InlineData("no line end"), InlineData("a tab\t\n"), InlineData("\r\n")]
    public void Text_that_cannot_be_in_a_note_is_not_signed(string text)
    {
        using var key = SigningKey.Create();
        Assert.Throws<ArgumentException>(() => SignedNote.Sign(key, Name, text));
    }

    [Fact]
    public void Half_a_character_is_not_signed()
    {
        // Not a row of the theory: an attribute cannot hold it.
        using var key = SigningKey.Create();
        Assert.Throws<ArgumentException>(() => SignedNote.Sign(key, Name, "half \ud800 a character\n"));
        Assert.IsType<NoteCheck.Signed>(SignedNote.Open(SignedNote.Sign(key, Name, "whole \U0001F54A\n"), key.Public, Name));
    }

    [Fact]
    public void No_changed_character_verifies_and_no_damage_throws()
    {
        using var key = SigningKey.Create();
        var note = SignedNote.Sign(key, Name, Text);
        for (var i = 0; i < note.Length; i++)
        {
            var changed = note[..i] + (char)(note[i] ^ 1) + note[(i + 1)..];
            Assert.IsType<NoteCheck.Refused>(SignedNote.Open(changed, key.Public, Name));
        }

        foreach (var text in Mutations.Of(note, 6000, seed: 6))
        {
            // A doubled signature line is a good note too; no other change is.
            if (SignedNote.Open(text, key.Public, Name) is NoteCheck.Signed signed) Assert.Equal(Text, signed.Text);
        }
    }

    private static NoteCheck.Refused Refused(NoteFault fault) => new(fault);
}
