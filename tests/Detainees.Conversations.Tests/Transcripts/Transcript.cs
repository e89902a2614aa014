using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Detainees.Conversations.Tests;

/// <summary>
/// A conversation as a file: what the person does (lines with &gt;, @, =, !, %) and, recorded below each, what the bot says.
/// See golden/README.md for the words.
/// </summary>
internal static class Transcript
{
    /// <summary>Plays the person's lines of a file and gives back the whole file as it should be.</summary>
    public static string Play(string script)
    {
        var output = new StringBuilder();
        Phone? phone = null;
        var forms = new List<string>();
        var rules = new ConversationRules();
        string? hint = null;
        foreach (var line in script.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith('#')) output.Append(line).Append('\n');
            else if (line.StartsWith("% forms ", StringComparison.Ordinal)) Header(() => forms.AddRange(line[8..].Split(' ')));
            else if (line.StartsWith("% hint ", StringComparison.Ordinal)) Header(() => hint = line[7..]);
            else if (line == "% seal on expiry") Header(() => rules = rules with { SealOnExpiry = true });
            else if (line.StartsWith("% locked ", StringComparison.Ordinal))
            {
                phone ??= new Phone(new TestLibrary([.. forms.Select(TestForms.Get)]), rules, hint);
                phone.State = new ConversationState.Locked(new ChatId(5001), line[9..], forms[0], "1", 7, phone.Now.AddHours(-3));
                output.Append(line).Append('\n');
            }
            else if (line.Length > 0 && line[0] is '>' or '@' or '=' or '!')
            {
                phone ??= new Phone(new TestLibrary([.. forms.Select(TestForms.Get)]), rules, hint);
                if (output.Length > 0) output.Append('\n');
                output.Append(line).Append('\n');
                foreach (var effect in Do(phone, line)) Write(output, effect);
            }

            void Header(Action set)
            {
                set();
                output.Append(line).Append('\n');
            }
        }

        return output.ToString();
    }

    private static ImmutableArray<Effect> Do(Phone phone, string line)
    {
        var rest = line[1..].Trim().Replace("\\n", "\n", StringComparison.Ordinal);
        var (word, after) = rest.IndexOf(' ') is > 0 and var blank ? (rest[..blank], rest[(blank + 1)..]) : (rest, "");
        switch (line[0], word)
        {
            case ('@', _): return phone.Wait(TimeOf(word));
            case ('=', "stored"): return phone.Stored();
            case ('=', "failed"): return phone.Failed(Enum.Parse<FileFailure>(after));
            case ('!', "left"): return phone.Give(new Input.Left());
            case ('>', "[press:"): return phone.Press(after.TrimEnd(']'));
            case ('>', "[button:"): return phone.PressAt(int.Parse(after.TrimEnd(']'), CultureInfo.InvariantCulture));
            case ('>', "[contact:"): return phone.Contact(after.TrimEnd(']'));
            case ('>', "[old:"): return phone.PressOld(after.TrimEnd(']'));
            case ('>', "[token:"): return phone.PressToken(after.TrimEnd(']'));
            case ('>', "[edit:"):
                var arrow = after.IndexOf(" => ", StringComparison.Ordinal);
                return phone.Edit(after[..arrow], after[(arrow + 4)..].TrimEnd(']'));
            case ('>', "[photo]"): return phone.File(FileKind.Photo, Optional(after));
            case ('>', "[voice]"): return phone.File(FileKind.Voice, Optional(after));
            case ('>', "[video]"): return phone.File(FileKind.Video, Optional(after));
            case ('>', "[big]"): return phone.File(FileKind.Video, null, null, 50_000_000);
            case ('>', "[document]"): return phone.File(FileKind.Document, Optional(after), null, 5000, "image/jpeg", "scan.jpg");
            case ('>', "[album]"):
                var items = ImmutableArray.CreateBuilder<Effect>();
                for (var i = 0; i < 3; i++) items.AddRange(phone.File(FileKind.Photo, i == 0 ? Optional(after) : null, "album1"));
                return items.ToImmutable();
            case ('>', "[place]"):
                var degrees = after.Split(' ');
                return phone.Place(double.Parse(degrees[0], CultureInfo.InvariantCulture), double.Parse(degrees[1], CultureInfo.InvariantCulture));
            case ('>', "[other:"): return phone.Other(after.TrimEnd(']'));
            case ('>', _) when word.StartsWith('/'): return phone.Command(word[1..], after);
            case ('>', _): return phone.Text(rest);
            default: throw new InvalidOperationException($"Not a line of a transcript: {line}");
        }
    }

    private static string? Optional(string text) => text.Length == 0 ? null : text;

    private static TimeSpan TimeOf(string text)
    {
        var number = double.Parse(text.AsSpan(1, text.Length - 2), CultureInfo.InvariantCulture);
        return text[^1] == 'h' ? TimeSpan.FromHours(number) : TimeSpan.FromMinutes(number);
    }

    private static void Write(StringBuilder output, Effect effect)
    {
        switch (effect)
        {
            case Effect.Say say: Write(output, "< ", say.Message); break;
            case Effect.Edit edit: Write(output, "≈ ", edit.Message); break;
            case Effect.AnswerPress { Text: null }: break;
            case Effect.AnswerPress press: output.Append(CultureInfo.InvariantCulture, $"(notice) {press.Text}\n"); break;
            case Effect.Fetch fetch: output.Append(CultureInfo.InvariantCulture, $"(fetch {fetch.Kind})\n"); break;
            case Effect.Discard: output.Append("(discard file)\n"); break;
            case Effect.DeleteMessage: output.Append("(delete that message)\n"); break;
            case Effect.DeleteMessages: output.Append("(delete messages)\n"); break;
            case Effect.SendSealed: output.Append("(send the sealed draft)\n"); break;
            case Effect.ShowReceipt receipt: output.Append(CultureInfo.InvariantCulture, $"(receipt {receipt.Reference}, {receipt.Language})\n"); break;
            case Effect.TakeBack: output.Append("(take back)\n"); break;
            case Effect.Forget: output.Append("(forget)\n"); break;
            case Effect.Send send: Write(output, send.Report); break;
            default: throw new InvalidOperationException(effect.GetType().Name);
        }
    }

    private static void Write(StringBuilder output, string mark, OutgoingMessage message)
    {
        if (message.Media is { } media) output.Append(CultureInfo.InvariantCulture, $"{mark}({media.Kind} {media.Name} of {media.FormId} {media.FormVersion})\n");
        if (message.Text.Length == 0) return;
        if (message.Media is not null) mark = "  ";
        var lines = Styled(message).Split('\n');
        for (var i = 0; i < lines.Length; i++) output.Append((i == 0 ? mark : "  ") + lines[i]).Append('\n');
        if (message.Input is InputButtons.SharePlace share) output.Append(CultureInfo.InvariantCulture, $"    [[{share.Label}]]\n");
        if (message.Input is InputButtons.Removed) output.Append("    [[]]\n");
        foreach (var row in message.Keyboard?.Rows ?? [])
            output.Append("    ").AppendJoin(' ', row.Select(b => b is Button.Copy copy ? $"[{b.Label} ⧉ {copy.Text}]" : $"[{b.Label}]")).Append('\n');
    }

    private static string Styled(OutgoingMessage message)
    {
        var text = new StringBuilder(message.Text);
        foreach (var span in message.Spans.OrderByDescending(s => s.Offset))
        {
            var (open, close) = span.Kind switch
            {
                SpanKind.Bold => ("**", "**"),
                SpanKind.Italic => ("_", "_"),
                SpanKind.Code => ("`", "`"),
                SpanKind.Link => ("[", $"]({span.Url})"),
                _ => throw new InvalidOperationException(),
            };
            text.Insert(span.Offset + span.Length, close).Insert(span.Offset, open);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder output, ReportDraft report)
    {
        using var json = JsonDocument.Parse(report.ToJson());
        output.Append(CultureInfo.InvariantCulture, $"(send {report.Reference}, form {report.FormId} {report.FormVersion}, {json.RootElement.GetProperty("language").GetString()})\n");
        foreach (var answer in json.RootElement.GetProperty("answers").EnumerateArray())
        {
            output.Append(CultureInfo.InvariantCulture, $"    {answer.GetProperty("path").GetString()} = {answer.GetProperty("value").GetString()}")
                .Append(CultureInfo.InvariantCulture, $" | {answer.GetProperty("display").GetString()}")
                .Append(CultureInfo.InvariantCulture, $" | {answer.GetProperty("state").GetString()} {answer.GetProperty("how").GetString()}")
                .Append(CultureInfo.InvariantCulture, $" | {answer.GetProperty("field").GetString()}\n");
        }

        foreach (var file in json.RootElement.GetProperty("attachments").EnumerateArray())
            output.Append(CultureInfo.InvariantCulture, $"    {file.GetProperty("kind").GetString()} at {file.GetProperty("path").GetString()}\n");
    }
}
