using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Detainees.Forms;
using Detainees.Journal;

namespace Detainees.Desk.Reports;

/// <summary>
/// Makes a partial report of a conversation's stored state. The state knows paths and values; the words of the questions are
/// the form's, where this desk has it. Members that are not needed are passed over.
/// </summary>
internal static class DraftState
{
    private const int KnownVersion = 1;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON of the shape of a report, with its own schema; null where the state holds no draft that this program knows.</summary>
    /// <param name="reference">What the family was told; empty where that is not known.</param>
    public static byte[]? ToPartialReport(JournalEntry entry, ReadOnlyMemory<byte> state, FormShelf forms, string reference)
    {
        try
        {
            using var file = JsonDocument.Parse(state);
            var root = file.RootElement;
            if (root.GetProperty("v").GetInt32() != KnownVersion) return null;
            var conversation = root.GetProperty("state");
            if (conversation.GetProperty("kind").GetString() != "drafting") return null;
            using var json = new MemoryStream();
            using (var writer = new Utf8JsonWriter(json, Options)) Write(writer, entry, conversation, conversation.GetProperty("draft"), forms, reference);
            return json.ToArray();
        }
        // The last two: a member that is there twice, and a note that is too short.
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or ArgumentException or IndexOutOfRangeException)
        {
            return null; // its text may quote an answer
        }
    }

    private static void Write(Utf8JsonWriter writer, JournalEntry entry, JsonElement conversation, JsonElement draft, FormShelf forms, string reference)
    {
        var words = WordsOf(draft, conversation.GetProperty("language").GetString() ?? "", forms);
        writer.WriteStartObject();
        writer.WriteString("schema", Report.PartialSchema);
        writer.WriteString("report", entry.Id.ToString());
        writer.WriteString("reference", reference);
        writer.WriteStartObject("form");
        writer.WriteString("id", draft.GetProperty("form").GetString());
        writer.WriteString("version", draft.GetProperty("version").GetString());
        writer.WriteString("title", words.Title);
        writer.WriteEndObject();
        writer.WriteString("language", conversation.GetProperty("language").GetString());
        writer.WriteString("started", draft.GetProperty("started").GetDateTimeOffset().ToUniversalTime());
        writer.WriteString("sent", draft.GetProperty("touched").GetDateTimeOffset().ToUniversalTime());
        writer.WriteString("time_zone", "");
        writer.WriteStartObject("chat");
        writer.WriteString("channel", "telegram");
        writer.WriteNumber("id", conversation.GetProperty("chat").GetInt64());
        writer.WriteEndObject();
        WriteAnswers(writer, draft, words);
        writer.WriteStartArray("attachments");
        foreach (var attachment in draft.GetProperty("attachments").EnumerateArray()) WriteAttachment(writer, attachment);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static DraftWords WordsOf(JsonElement draft, string language, FormShelf forms)
    {
        var form = forms.Find(draft.GetProperty("form").GetString() ?? "", draft.GetProperty("version").GetString() ?? "");
        var answers = draft.GetProperty("answers");
        var values = new PathDictionary<string>(answers.GetProperty("values").EnumerateObject().Select(v => KeyValuePair.Create(v.Name, v.Value.GetString() ?? "")));
        var repeats = new PathDictionary<int>(answers.GetProperty("repeats").EnumerateObject().Select(r => KeyValuePair.Create(r.Name, r.Value.GetInt32())));
        var moment = new Moment(draft.GetProperty("touched").GetDateTimeOffset(), language, draft.GetProperty("seed").GetUInt64());
        return new DraftWords(form, new FormAnswers(values, repeats), moment);
    }

    private static void WriteAnswers(Utf8JsonWriter writer, JsonElement draft, DraftWords words)
    {
        var values = draft.GetProperty("answers").GetProperty("values").EnumerateObject()
            .ToDictionary(value => value.Name, value => value.Value.GetString() ?? "", StringComparer.Ordinal);
        var notes = draft.GetProperty("notes").EnumerateObject().ToDictionary(note => note.Name, note => note.Value, StringComparer.Ordinal);
        var files = draft.GetProperty("attachments").EnumerateArray()
            .ToLookup(file => file.GetProperty("path").GetString() ?? "", file => file.GetProperty("id").GetString(), StringComparer.Ordinal);
        writer.WriteStartArray("answers");
        var paths = values.Keys.Union(notes.Keys).Union(files.Select(group => group.Key))
            .Select(path => (Path: path, Value: values.GetValueOrDefault(path, ""))).Select(a => (a.Path, a.Value, Words: words.Of(a.Path, a.Value)));
        foreach (var (path, value, wording) in paths.OrderBy(a => a.Words.Order).ThenBy(a => a.Path, StringComparer.Ordinal))
        {
            // A note is [state, origin, moment]; what the form worked out by itself has none.
            var note = notes.TryGetValue(path, out var found) ? found : default(JsonElement?);
            if (note is null && value.Length == 0 && !files[path].Any()) continue;
            writer.WriteStartObject();
            writer.WriteString("path", path);
            writer.WriteString("field", wording.Field);
            writer.WriteString("type", wording.Type);
            writer.WriteString("question", wording.Question);
            writer.WriteString("state", note?[0].GetString() ?? "answered");
            writer.WriteString("value", value);
            writer.WriteString("display", wording.Display);
            writer.WriteString("at", (note?[2] ?? draft.GetProperty("touched")).GetDateTimeOffset().ToUniversalTime());
            writer.WriteString("how", note?[1].GetString() ?? (value.Length > 0 ? "calculated" : "file"));
            writer.WriteStartArray("attachments");
            foreach (var id in files[path]) writer.WriteStringValue(id);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteAttachment(Utf8JsonWriter writer, JsonElement attachment)
    {
        var isStored = attachment.TryGetProperty("stored", out var stored) && stored.ValueKind == JsonValueKind.Object;
        writer.WriteStartObject();
        writer.WriteString("id", attachment.GetProperty("id").GetString());
        writer.WriteString("path", attachment.GetProperty("path").GetString());
        writer.WriteString("kind", KindOf(attachment.GetProperty("kind").GetString()));
        writer.WriteString("mime", TextOf(attachment, "mime"));
        writer.WriteString("name", TextOf(attachment, "name"));
        writer.WriteNumber("bytes", isStored ? stored.GetProperty("bytes").GetInt64() : 0);
        writer.WriteString("sha256", isStored ? stored.GetProperty("sha256").GetString() : "");
        writer.WriteString("caption", TextOf(attachment, "caption"));
        writer.WriteEndObject();
    }

    /// <summary>The state's names of kinds, in the words that reports use.</summary>
    private static string KindOf(string? kind) => kind switch
    {
        "Photo" => "photo",
        "Document" => "document",
        "Voice" => "voice",
        "Audio" => "audio",
        "Video" => "video",
        "VideoNote" => "video_note",
        _ => "file",
    };

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
