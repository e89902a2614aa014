using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Detainees.Opening.Identities;
using Detainees.Sealing;

namespace Detainees.Opening;

/// <summary>
/// Identity files as <c>age-keygen</c> and <c>age -p</c> make them: one identity a line, "#" comments and empty lines, UTF-8;
/// plain, or as a whole under a passphrase (an age file, binary or armored).
/// </summary>
public static class IdentityFile
{
    /// <summary>As the Go reference: 16 MiB.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The exponent of scrypt's cost that stock age takes: 256 MiB and about a second.</summary>
    public const int DefaultWorkFactor = 18;

    /// <summary>Reads a file. With a passphrase this takes as long, and as much memory, as the file's work factor asks for.</summary>
    /// <param name="passphrase">Null when none was asked for yet; ignored for a plain file.</param>
    public static IdentityReading Read(ReadOnlySpan<byte> file, string? passphrase)
    {
        if (file.Length > MaxBytes) return new IdentityReading.TooLarge();
        if (!IsAge(file)) return ReadLines(file, wasProtected: false);
        if (string.IsNullOrEmpty(passphrase)) return new IdentityReading.PassphraseNeeded();
        var key = new ScryptKey(passphrase);
        OpenResult opened;
        try
        {
            opened = AgeOpening.Open(file, key);
        }
        catch (OutOfMemoryException)
        {
            return new IdentityReading.NotEnoughMemory();
        }

        switch (opened)
        {
            case OpenResult.Opened(var plaintext):
                var reading = ReadLines(plaintext, wasProtected: true);
                CryptographicOperations.ZeroMemory(plaintext);
                return reading;
            case OpenResult.Failed(OpenFailure.NoMatch):
                return key.WasAsked ? new IdentityReading.WrongPassphrase() : new IdentityReading.NotPassphraseProtected();
            case OpenResult.Failed(var reason):
                return new IdentityReading.Damaged(reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Writes a plain file: for tests and for keys that never leave a guarded disk. Prefer <see cref="WriteProtected"/>.</summary>
    public static string WritePlain(IReadOnlyList<Identity> identities, DateTimeOffset created)
    {
        ArgumentNullException.ThrowIfNull(identities);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# created: {created:yyyy-MM-ddTHH:mm:ssK}\n");
        foreach (var identity in identities)
        {
            text.Append(CultureInfo.InvariantCulture, $"# public key: {identity.Recipient}\n");
            text.Append(identity.Reveal()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes an armored file under a passphrase, which stock <c>age</c> takes as an identity file and <c>age -d</c> opens.</summary>
    /// <param name="workFactor">1 to 22; each step doubles time and memory.</param>
    /// <exception cref="ArgumentException">The passphrase is empty.</exception>
    public static string WriteProtected(
        IReadOnlyList<Identity> identities, string passphrase, DateTimeOffset created, int workFactor = DefaultWorkFactor)
    {
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        ArgumentOutOfRangeException.ThrowIfLessThan(workFactor, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workFactor, ScryptKey.MaxLogN);
        var plaintext = Encoding.UTF8.GetBytes(WritePlain(identities, created));
        Span<byte> fileKey = stackalloc byte[AgeFormat.FileKeyBytes];
        RandomNumberGenerator.Fill(fileKey);
        try
        {
            return Armor.Write(Age.SealWith(plaintext, fileKey, [ScryptKey.Wrap(fileKey, passphrase, workFactor)]));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
            CryptographicOperations.ZeroMemory(fileKey);
        }
    }

    private static bool IsAge(ReadOnlySpan<byte> file) =>
        file.StartsWith("age-encryption.org/"u8) || file.TrimStart(" \t\r\n"u8).StartsWith(Armor.BeginLine);

    private static IdentityReading ReadLines(ReadOnlySpan<byte> text, bool wasProtected)
    {
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        var identities = ImmutableArray.CreateBuilder<Identity>();
        var number = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            number++;
            var line = text[range].Trim(" \t\r"u8);
            if (line.Length == 0 || line[0] == (byte)'#') continue;
            if (ReadIdentity(line) is { } identity)
            {
                identities.Add(identity);
                continue;
            }

            foreach (var read in identities) read.Dispose();
            return new IdentityReading.BadLine(number);
        }

        return identities.Count > 0 ? new IdentityReading.Read(identities.ToImmutable(), wasProtected) : new IdentityReading.Empty();
    }

    private static Identity? ReadIdentity(ReadOnlySpan<byte> line)
    {
        Span<char> chars = stackalloc char[128];
        if (line.Length > chars.Length) return null;
        Encoding.Latin1.GetChars(line, chars);
        var identity = Identity.TryParse(chars[..line.Length]);
        chars.Clear();
        return identity;
    }
}
