using System.Collections.Immutable;
using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Signing;

namespace Detainees.Bot.Intake;

/// <summary>A receipt as messages: text to copy and keep, in a fixed font.</summary>
internal static class ReceiptMessage
{
    /// <summary>Bot API: a message has at most 4096 UTF-16 units.</summary>
    private const int Most = 4096;

    public static ImmutableArray<Effect.Say> Write(Receipt? receipt, VerifyingKey server)
    {
        if (receipt is null) return [];
        var text = $"{receipt.ToText()}\nserver key {server.ToOpenSsh("")}".TrimEnd();
        var says = ImmutableArray.CreateBuilder<Effect.Say>();
        foreach (var part in Split(text))
            says.Add(new Effect.Say(new OutgoingMessage(part, [new TextSpan(0, part.Length, SpanKind.Code, null)], null)));
        return says.ToImmutable();
    }

    private static IEnumerable<string> Split(string text)
    {
        while (text.Length > Most)
        {
            var cut = text.LastIndexOf('\n', Most - 1);
            if (cut <= 0) cut = Most;
            yield return text[..cut];
            text = text[cut..].TrimStart('\n');
        }

        yield return text;
    }
}
