using System.Security.Cryptography;
using System.Text;

namespace Detainees.Sealing;

/// <summary>
/// What a new key's holder has to answer before the key may stand in a team list: 32 random bytes were sealed to the key, and the list
/// holds what their hash must be. docs/team.md, "Proofs".
/// </summary>
/// <param name="Check">64 lower-case hex digits: SHA-256 of the recipient and the answer, so that an answer fits one key only.</param>
public sealed record TeamChallenge(Recipient Recipient, string Check)
{
    public const int AnswerBytes = 32;

    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdef");

    /// <param name="answer">32 random bytes, which are then sealed to the recipient and forgotten.</param>
    public static TeamChallenge For(Recipient recipient, ReadOnlySpan<byte> answer)
    {
        if (answer.Length != AnswerBytes) throw new ArgumentException("An answer has 32 bytes.", nameof(answer));
        return new TeamChallenge(recipient, CheckOf(recipient, answer));
    }

    /// <summary>The line of the team list.</summary>
    public string Line => $"challenge: {Recipient} {Check}";

    public bool IsAnsweredBy(ReadOnlySpan<byte> answer) => CheckOf(Recipient, answer) == Check;

    /// <summary>Reads what follows "challenge:"; null for anything else.</summary>
    public static TeamChallenge? TryParse(string value) =>
        value.Split(' ') is [var key, { Length: 64 } check] && check.AsSpan().IndexOfAnyExcept(Hex) < 0 && Recipient.TryParse(key) is { } recipient
            ? new TeamChallenge(recipient, check) : null;

    private static string CheckOf(Recipient recipient, ReadOnlySpan<byte> answer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes($"detainees-challenge/1\n{recipient}\n"));
        hash.AppendData(answer);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
