using System.Globalization;
using System.Text;
using System.Text.Json;
using Detainees.Conversations;

namespace Detainees.Bot.Preview;

/// <summary>A walk as text, in the words of the golden transcripts: lines of the person, and below each what the bot says.</summary>
internal sealed class WalkText
{
    private readonly StringBuilder output = new();

    public static string Date(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public void Header(string name, string value) => output.Append("% ").Append(name).Append(' ').Append(value).Append('\n');

    public void Step(string line, IEnumerable<Effect> effects)
    {
        output.Append('\n').Append(line).Append('\n');
        More(effects);
    }

    public void More(IEnumerable<Effect> effects)
    {
        foreach (var effect in effects) Write(effect);
    }

    public override string ToString() => output.ToString();

    /// <summary>One effect in the same words, for whoever reads along.</summary>
    public static string Of(Effect effect)
    {
        var text = new WalkText();
        text.Write(effect);
        return text.ToString();
    }

    private void Write(Effect effect)
    {
        switch (effect)
        {
            case Effect.Say say: Write("< ", say.Message); break;
            case Effect.Edit edit: Write("≈ ", edit.Message); break;
            case Effect.AnswerPress { Text: { } notice }: output.Append("(notice) ").Append(notice).Append('\n'); break;
            case Effect.AnswerPress: break;
            case Effect.Fetch fetch: output.Append(CultureInfo.InvariantCulture, $"(fetch {fetch.Kind})\n"); break;
            case Effect.Discard: output.Append("(discard file)\n"); break;
            case Effect.DeleteMessages: output.Append("(delete messages)\n"); break;
            case Effect.SendSealed: output.Append("(send the sealed draft)\n"); break;
            case Effect.ShowReceipt: output.Append("(receipt)\n"); break;
            case Effect.Forget: output.Append("(forget)\n"); break;
            case Effect.Send send: Write(send.Report); break;
            default: throw new System.Diagnostics.UnreachableException(effect.GetType().Name);
        }
    }

    private void Write(string mark, OutgoingMessage message)
    {
        if (message.Media is { } media) output.Append(CultureInfo.InvariantCulture, $"{mark}({media.Kind.ToString().ToLowerInvariant()} {media.Name})\n");
        if (message.Text.Length == 0) return;
        if (message.Media is not null) mark = "  ";
        var lines = Styled(message).Split('\n');
        for (var i = 0; i < lines.Length; i++) output.Append((i == 0 ? mark : "  ") + lines[i]).Append('\n');
        foreach (var row in message.Keyboard?.Rows ?? [])
            output.Append("    ").AppendJoin(' ', row.Select(button => button is Button.Copy copy ? $"[{button.Label} ⧉ {copy.Text}]" : $"[{button.Label}]")).Append('\n');
    }

    private static string Styled(OutgoingMessage message)
    {
        var text = new StringBuilder(message.Text);
        foreach (var span in message.Spans.OrderByDescending(span => span.Offset))
        {
            var (open, close) = span.Kind switch
            {
                SpanKind.Bold => ("**", "**"),
                SpanKind.Italic => ("_", "_"),
                SpanKind.Code => ("`", "`"),
                SpanKind.Link => ("[", $"]({span.Url})"),
            };
            text.Insert(span.Offset + span.Length, close).Insert(span.Offset, open);
        }

        return text.ToString();
    }

    // Without the version: a walk of the version before is what the next one is tried with.
    private void Write(ReportDraft report)
    {
        using var json = JsonDocument.Parse(report.ToJson());
        output.Append(CultureInfo.InvariantCulture, $"(send {report.Reference}, form {report.FormId}, {json.RootElement.GetProperty("language").GetString()})\n");
        foreach (var answer in json.RootElement.GetProperty("answers").EnumerateArray())
            output.Append($"    {Get(answer, "path")} = {Get(answer, "value")} | {Get(answer, "display")} | {Get(answer, "state")} {Get(answer, "how")} | {Get(answer, "field")}".ReplaceLineEndings(" ")).Append('\n');
        foreach (var file in json.RootElement.GetProperty("attachments").EnumerateArray())
            output.Append(CultureInfo.InvariantCulture, $"    {Get(file, "kind")} at {Get(file, "path")}\n");
    }

    private static string? Get(JsonElement of, string name) => of.GetProperty(name).GetString();
}
