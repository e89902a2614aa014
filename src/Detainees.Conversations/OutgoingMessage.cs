using System.Collections.Immutable;

namespace Detainees.Conversations;

/// <summary>One message to the person.</summary>
/// <param name="Text">Empty only under a file that stands alone; at most <see cref="MaxLength"/> UTF-16 code units, under a file <see cref="MaxCaption"/>; the engine splits longer ones.</param>
/// <param name="Spans">Inside the text, in the order of their offsets.</param>
public sealed record OutgoingMessage(string Text, ImmutableArray<TextSpan> Spans, Keyboard? Keyboard)
{
    /// <summary>What is to stand in the place of the phone's keyboard from now on; null changes nothing. Never together with <see cref="Keyboard"/>.</summary>
    public InputButtons? Input { get; init; }

    /// <summary>The file above the text. Where it cannot be sent the text goes alone.</summary>
    public OutgoingMedia? Media { get; init; }

    /// <summary>Bot API, sendPhoto: "0-1024 characters after entities parsing".</summary>
    public const int MaxCaption = 1024;

    /// <summary>Bot API, sendMessage: "1-4096 characters after entities parsing".</summary>
    public const int MaxLength = 4096;

    /// <summary>Never the text: it may hold answers.</summary>
    public override string ToString() => $"message of {Text.Length} characters";
}
