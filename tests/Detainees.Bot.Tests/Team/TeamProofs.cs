using System.Security.Cryptography;
using Detainees.Sealing;
using Detainees.Signing;

namespace Detainees.Bot.Tests.Team;

/// <summary>The lines that prove keys, as a whole ceremony gives them.</summary>
internal static class TeamProofs
{
    public static string For(IReadOnlyList<string> recipients, SigningKey device) => string.Concat(recipients.Select(key =>
    {
        var recipient = Recipient.TryParse(key) ?? throw new ArgumentException("not a recipient");
        var answer = RandomNumberGenerator.GetBytes(TeamChallenge.AnswerBytes);
        return $"{TeamChallenge.For(recipient, answer).Line}\n{TeamProof.Make(recipient, answer, device).Line}\n";
    }));
}
