using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Detainees.Conversations;

/// <summary>Puts a message together: text with styled runs. Splitting keeps every message within the limit.</summary>
internal sealed class MessageBuilder
{
    /// <summary>One after the other; put together when the message is whole.</summary>
    private readonly List<string> pieces = [];
    private List<TextSpan>? spans;

    public int Length { get; private set; }

    public void Clear()
    {
        pieces.Clear();
        spans?.Clear();
        Length = 0;
    }

    public MessageBuilder Append(string value)
    {
        if (value.Length > 0) pieces.Add(value);
        Length += value.Length;
        return this;
    }

    public MessageBuilder Append(string value, SpanKind kind, string? url = null)
    {
        if (value.Length == 0) return this;
        (spans ??= []).Add(new TextSpan(Length, value.Length, kind, url));
        return Append(value);
    }

    /// <summary>Starts a new line, with <paramref name="blank"/> an empty one before it; nothing at the very beginning.</summary>
    public MessageBuilder Line(bool blank = false)
    {
        return Length > 0 ? Append(blank ? "\n\n" : "\n") : this;
    }

    /// <summary>Text of a form's author: **bold**, *italic*, [text](https://…) and # headings; other marks are dropped.</summary>
    public MessageBuilder Marked(string value, SpanKind? whole = null)
    {
        foreach (var run in Markup.Read(value))
        {
            if (run.Kind is { } kind) Append(run.Text, kind, run.Url);
            else if (whole is { } all) Append(run.Text, all);
            else Append(run.Text);
        }

        return this;
    }

    public MessageBuilder Add(MessageBuilder other)
    {
        foreach (var span in other.spans ?? []) (spans ??= []).Add(span with { Offset = span.Offset + Length });
        pieces.AddRange(other.pieces);
        Length += other.Length;
        return this;
    }

    /// <summary>One or more messages; the keyboard stands under the last.</summary>
    public ImmutableArray<OutgoingMessage> Build(Keyboard? keyboard)
    {
        var whole = string.Concat(CollectionsMarshal.AsSpan(pieces));
        if (string.IsNullOrWhiteSpace(whole)) return [new OutgoingMessage("…", [.. (spans ?? []).Where(s => s.Offset + s.Length <= 1)], keyboard)]; // a message must have a text, whatever a form's author left empty
        if (whole.Length <= OutgoingMessage.MaxLength) return [new OutgoingMessage(whole, spans is null ? [] : [.. spans], keyboard)];
        var messages = ImmutableArray.CreateBuilder<OutgoingMessage>();
        for (var start = 0; start < whole.Length;)
        {
            var end = Cut(whole, start);
            var piece = whole[start..end];
            if (!string.IsNullOrWhiteSpace(piece)) messages.Add(new OutgoingMessage(piece, Inside(start, end), null));
            start = end;
        }

        messages[^1] = messages[^1] with { Keyboard = keyboard };
        return messages.ToImmutable();
    }

    /// <summary>The first message only, cut where it must be: an edit cannot become two.</summary>
    public OutgoingMessage BuildOne(Keyboard? keyboard) => Build(null)[0] with { Keyboard = keyboard };

    private static int Cut(string whole, int start)
    {
        var end = start + OutgoingMessage.MaxLength;
        if (end >= whole.Length) return whole.Length;
        var line = whole.LastIndexOf('\n', end - 1, OutgoingMessage.MaxLength / 2);
        if (line > start) return line + 1;
        var blank = whole.LastIndexOf(' ', end - 1, OutgoingMessage.MaxLength / 2);
        if (blank > start) return blank + 1;
        return char.IsHighSurrogate(whole[end - 1]) ? end - 1 : end;
    }

    private ImmutableArray<TextSpan> Inside(int start, int end)
    {
        var inside = ImmutableArray.CreateBuilder<TextSpan>();
        foreach (var span in spans ?? [])
        {
            var first = Math.Max(span.Offset, start);
            var last = Math.Min(span.Offset + span.Length, end);
            if (last > first) inside.Add(span with { Offset = first - start, Length = last - first });
        }

        return inside.ToImmutable();
    }
}
