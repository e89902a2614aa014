using System.Text;
using Detainees.Signing;

namespace Detainees.Sealing;

/// <summary>
/// The answer to a <see cref="TeamChallenge"/>, signed with the device key of whoever opened it: it proves both keys at once.
/// </summary>
/// <param name="Answer">The 32 bytes that were sealed. They protect nothing any more.</param>
/// <param name="Signature">64 bytes.</param>
public sealed record TeamProof(Recipient Recipient, ReadOnlyMemory<byte> Answer, VerifyingKey Device, ReadOnlyMemory<byte> Signature)
{
    public static TeamProof Make(Recipient recipient, ReadOnlySpan<byte> answer, SigningKey device) =>
        new(recipient, answer.ToArray(), device.Public, device.Sign(Signed(recipient, answer)));

    /// <summary>The line of the team list.</summary>
    public string Line => $"proof: {Recipient} {Convert.ToHexStringLower(Answer.Span)} {Device.ToOpenSsh("")} {Convert.ToBase64String(Signature.Span)}";

    /// <summary>Whether the challenge was opened, and by the holder of the device key.</summary>
    public bool Answers(TeamChallenge challenge) =>
        challenge.Recipient.Equals(Recipient) && challenge.IsAnsweredBy(Answer.Span) && Device.Verify(Signed(Recipient, Answer.Span), Signature.Span);

    /// <summary>Reads what follows "proof:"; null for anything that <see cref="Line"/> does not write.</summary>
    public static TeamProof? TryParse(string value)
    {
        if (value.Split(' ') is not [var key, { Length: 64 } answer, var type, var blob, { Length: 88 } signature]) return null;
        Span<byte> opened = stackalloc byte[TeamChallenge.AnswerBytes];
        Span<byte> signed = stackalloc byte[66];
        if (Recipient.TryParse(key) is not { } recipient || VerifyingKey.TryParseOpenSsh($"{type} {blob}") is not { } device) return null;
        if (Convert.FromHexString(answer, opened, out _, out _) != System.Buffers.OperationStatus.Done) return null;
        if (!Convert.TryFromBase64String(signature, signed, out var length) || length != 64) return null;
        var proof = new TeamProof(recipient, opened.ToArray(), device, signed[..length].ToArray());
        // One spelling only: capitals in hex or stray bits at the end of base64 would make two proofs of one.
        return proof.Line.AsSpan("proof: ".Length).SequenceEqual(value) ? proof : null;
    }

    private static byte[] Signed(Recipient recipient, ReadOnlySpan<byte> answer) =>
        Encoding.ASCII.GetBytes($"detainees-proof/1\nrecipient {recipient}\nanswer {Convert.ToHexStringLower(answer)}\n");
}
