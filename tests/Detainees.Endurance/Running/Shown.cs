using System.Text.Json;

namespace Detainees.Endurance.Running;

/// <summary>A message as the phone shows it.</summary>
/// <param name="Copies">What a button copies, such as a reference; null without such a button.</param>
internal sealed record Shown(long Id, bool Own, string Text, IReadOnlyList<(string Label, int Row, int Column)> Buttons, string? Copies)
{
    /// <summary>The file above the text: its kind as the Bot API names it, and its id; empty where there is none.</summary>
    public (string Kind, string Id) File { get; init; } = ("", "");

    public static Shown Read(JsonElement item)
    {
        var message = item.GetProperty("message");
        var text = message.TryGetProperty("text", out var t) ? t.GetString() : message.TryGetProperty("caption", out var c) ? c.GetString() : "";
        var buttons = new List<(string, int, int)>();
        string? copies = null;
        if (message.TryGetProperty("reply_markup", out var markup) && markup.TryGetProperty("inline_keyboard", out var rows))
        {
            var row = 0;
            foreach (var cells in rows.EnumerateArray())
            {
                var column = 0;
                foreach (var cell in cells.EnumerateArray())
                {
                    buttons.Add((cell.GetProperty("text").GetString() ?? "", row, column++));
                    if (cell.TryGetProperty("copy_text", out var copy)) copies = copy.GetProperty("text").GetString();
                }

                row++;
            }
        }

        return new Shown(message.GetProperty("message_id").GetInt64(), item.GetProperty("own").GetBoolean(), text ?? "", buttons, copies) { File = FileOf(message) };
    }

    private static (string Kind, string Id) FileOf(JsonElement message)
    {
        if (message.TryGetProperty("photo", out var sizes)) return ("photo", sizes[sizes.GetArrayLength() - 1].GetProperty("file_id").GetString() ?? "");
        foreach (var kind in (ReadOnlySpan<string>)["voice", "audio", "video"])
            if (message.TryGetProperty(kind, out var file)) return (kind, file.GetProperty("file_id").GetString() ?? "");
        return ("", "");
    }

    public override string ToString() => $"{(Own ? ">" : "<")} {Text} [{string.Join(" | ", Buttons.Select(b => b.Label))}]";
}
