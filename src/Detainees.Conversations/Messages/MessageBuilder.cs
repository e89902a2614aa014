using System.Collections.Immutable;
using System.Text;

namespace Detainees.Conversations;

/// <summary>Puts a message together: text with styled runs. Splitting keeps every message within the limit.</summary>
internal sealed class MessageBuilder
{
    private readonly StringBuilder text = new();
    private readonly List<TextSpan> spans = [];

    public int Length => text.Length;

    public MessageBuilder Append(string value)
    {
        text.Append(value);
        return this;
    }

    public MessageBuilder Append(string value, SpanKind kind, string? url = null)
    {
        if (value.Length == 0) return this;
        spans.Add(new TextSpan(text.Length, value.Length, kind, url));
        text.Append(value);
        return this;
    }

    /// <summary>Starts a new line, with <paramref name="blank"/> an empty one before it; nothing at the very beginning.</summary>
    public MessageBuilder Line(bool blank = false)
    {
        if (text.Length > 0) text.Append(blank ? "\n\n" : "\n");
        return this;
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
        foreach (var span in other.spans) spans.Add(span with { Offset = span.Offset + text.Length });
        text.Append(other.text);
        return this;
    }

    /// <summary>Takes over what another holds in place of its own.</summary>
    public void Replace(MessageBuilder other)
    {
        var (otherText, otherSpans) = (other.text.ToString(), other.spans.ToArray());
        text.Clear().Append(otherText);
        spans.Clear();
        spans.AddRange(otherSpans);
    }

    /// <summary>One or more messages; the keyboard stands under the last.</summary>
    public ImmutableArray<OutgoingMessage> Build(Keyboard? keyboard)
    {
        var whole = text.ToString();
        if (string.IsNullOrWhiteSpace(whole)) return [new OutgoingMessage("…", [.. spans.Where(s => s.Offset + s.Length <= 1)], keyboard)]; // a message must have a text, whatever a form's author left empty
        if (whole.Length <= OutgoingMessage.MaxLength) return [new OutgoingMessage(whole, [.. spans], keyboard)];
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
        foreach (var span in spans)
        {
            var first = Math.Max(span.Offset, start);
            var last = Math.Min(span.Offset + span.Length, end);
            if (last > first) inside.Add(span with { Offset = first - start, Length = last - first });
        }

        return inside.ToImmutable();
    }
}
