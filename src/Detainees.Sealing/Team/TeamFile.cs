using System.Security.Cryptography;
using System.Text;
using Detainees.Signing;

namespace Detainees.Sealing;

/// <summary>
/// The team list: a text that people read and write, signed apart (<c>ssh-keygen -Y sign -n detainees-team</c>, or
/// <see cref="Sign"/>). Lines are "key: value"; "#" begins a comment line.
/// </summary>
/// <example>
/// <code>
/// name: Search team
/// serial: 3
/// valid-until: 2027-01-31
/// recipient: age1… Anna (desk)
/// recipient: age1… Borys (desk)
/// recovery: age1… offline safe
/// device: ecdsa-sha2-nistp256 AAAA… Anna's laptop
/// device: carrier ecdsa-sha2-nistp256 AAAA… bundle stick
/// challenge: age1… 3f…
/// proof: age1… 9c… ecdsa-sha2-nistp256 AAAA… MEUC…
/// </code>
/// </example>
/// <remarks>Each key has a challenge and a proof (<see cref="TeamProof"/>), those of the demo team excepted.</remarks>
public static class TeamFile
{
    /// <summary>The SSHSIG namespace of team lists: a signature for anything else is none here.</summary>
    public const string SignatureNamespace = "detainees-team";

    internal const int MaxBytes = 256 * 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a list as its signer wrote it: UTF-8, LF or CR LF, with or without a byte order mark.</summary>
    /// <param name="file">The very bytes that were signed.</param>
    /// <param name="signature">The armored SSHSIG; empty when there is none.</param>
    /// <param name="roots">The keys that may sign the list; set up by people, never taken from the same place as the list.</param>
    public static TeamReading Read(
        ReadOnlySpan<byte> file, string signature, IReadOnlyCollection<VerifyingKey> roots, DateTimeOffset now)
    {
        if (file.Length > MaxBytes) return new TeamReading.TooLarge();
        if (string.IsNullOrWhiteSpace(signature)) return new TeamReading.Unsigned();
        return SshSignature.Verify(signature, file, SignatureNamespace, roots) switch
        {
            SshSignatureCheck.Valid => Parse(file, now),
            SshSignatureCheck.Refused(SshSignatureFault.UnknownKey) => new TeamReading.WrongKey(),
            _ => new TeamReading.BadSignature(),
        };
    }

    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, string, IReadOnlyCollection{VerifyingKey}, DateTimeOffset)"/>
    /// <param name="text">Signed as UTF-8 without a byte order mark.</param>
    public static TeamReading Read(string text, string signature, IReadOnlyCollection<VerifyingKey> roots, DateTimeOffset now) =>
        Read(Encoding.UTF8.GetBytes(text), signature, roots, now);

    /// <summary>Reads a list that is being written, before it is signed; never enough to seal to.</summary>
    public static TeamReading ReadDraft(string text, DateTimeOffset now) => Parse(Encoding.UTF8.GetBytes(text), now);

    /// <summary>Signs a list; check it with <see cref="ReadDraft"/> first.</summary>
    public static string Sign(string text, SigningKey root) =>
        SshSignature.Sign(root, Encoding.UTF8.GetBytes(text), SignatureNamespace);

    private static TeamReading Parse(ReadOnlySpan<byte> file, DateTimeOffset now)
    {
        if (file.Length > MaxBytes) return new TeamReading.TooLarge();
        var text = file.StartsWith("\uFEFF"u8) ? file[3..] : file;
        try
        {
            var reading = new TeamLines().Read(Strict.GetString(text), now);
            return reading is TeamReading.Valid(var team)
                ? new TeamReading.Valid(team with { Digest = Convert.ToHexStringLower(SHA256.HashData(file)) }) : reading;
        }
        catch (DecoderFallbackException)
        {
            return new TeamReading.NotText();
        }
    }
}
