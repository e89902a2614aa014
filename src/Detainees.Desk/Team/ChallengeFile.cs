using System.Security.Cryptography;
using System.Text;
using Detainees.Opening;
using Detainees.Sealing;

namespace Detainees.Desk.Team;

/// <summary>
/// What a new key's holder is sent: an armored age file, which holds a fixed head, the recipient and the answer. The head makes sure that nobody can have
/// something else opened by passing it off as a challenge: the key of a family's draft, above all, has 32 bytes as well.
/// </summary>
internal static class ChallengeFile
{
    private const string FirstLine = "detainees-challenge/1";
    private const int MaxBytes = 16 * 1024;

    public static (TeamChallenge Challenge, string File) Make(Recipient recipient)
    {
        Span<byte> answer = stackalloc byte[TeamChallenge.AnswerBytes];
        RandomNumberGenerator.Fill(answer);
        byte[] content = [.. Head(recipient), .. answer];
        var file = $"{FirstLine}\nrecipient {recipient}\n{Armor.Write(Age.Seal(content, [recipient]))}";
        var challenge = TeamChallenge.For(recipient, answer);
        CryptographicOperations.ZeroMemory(content);
        CryptographicOperations.ZeroMemory(answer);
        return (challenge, file);
    }

    /// <summary>The recipient that it is for and the answer, or why there is none.</summary>
    public static Attempt<(Recipient Recipient, byte[] Answer)> Open(string path, IReadOnlyList<Identity> identities)
    {
        if (!File.Exists(path)) return new Trouble(ExitCode.Stopped, $"There is no file {path}.");
        var notOne = new Trouble(ExitCode.Stopped, $"The file {path} is no challenge of a team list, or it was changed on the way. Ask for it again.");
        if (new FileInfo(path).Length > MaxBytes) return notOne;
        var lines = File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n', 3);
        if (lines is not [FirstLine, var named, var sealedText] || !named.StartsWith("recipient ", StringComparison.Ordinal)) return notOne;
        if (Recipient.TryParse(named["recipient ".Length..]) is not { } recipient) return notOne;
        if (!identities.Any(identity => identity.Recipient.Equals(recipient)))
            return new Trouble(ExitCode.Stopped, $"This challenge is for another key ({recipient}) than yours.");
        if (AgeOpening.Open(Encoding.ASCII.GetBytes(sealedText), identities) is not OpenResult.Opened(var content)) return notOne;
        var head = Head(recipient);
        return content.Length == head.Length + TeamChallenge.AnswerBytes && content.AsSpan().StartsWith(head) ? (recipient, content[head.Length..]) : notOne;
    }

    private static byte[] Head(Recipient recipient) => Encoding.ASCII.GetBytes($"{FirstLine}\n{recipient}\n");
}
