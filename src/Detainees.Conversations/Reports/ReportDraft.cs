using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>A report as it is sealed: everything readable is inside <see cref="ToJson"/>.</summary>
public sealed class ReportDraft
{
    /// <summary>Only what JSON itself asks for is escaped: names in Armenian stay readable and short.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] json;

    internal ReportDraft(
        string id, string reference, FormDefinition form, string language, DateTimeOffset started, DateTimeOffset sent, string timeZone, string channel,
        ChatId chat, IReadOnlyList<ReportAnswer> answers, ImmutableArray<Attachment> attachments)
    {
        (ReportId, Reference, FormId, FormVersion, Attachments) = (id, reference, form.Id, form.Version, attachments);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("schema", Schema);
            writer.WriteString("report", id);
            writer.WriteString("reference", reference);
            writer.WriteStartObject("form");
            writer.WriteString("id", form.Id);
            writer.WriteString("version", form.Version);
            writer.WriteString("title", form.Title);
            writer.WriteString("fingerprint", form.Fingerprint);
            writer.WriteEndObject();
            writer.WriteString("language", language);
            writer.WriteString("started", Utc(started));
            writer.WriteString("sent", Utc(sent));
            writer.WriteString("time_zone", timeZone);
            writer.WriteStartObject("chat");
            writer.WriteString("channel", channel);
            writer.WriteNumber("id", chat.Value);
            writer.WriteEndObject();
            writer.WriteStartArray("answers");
            foreach (var answer in answers) Write(writer, answer);
            writer.WriteEndArray();
            writer.WriteStartArray("attachments");
            foreach (var attachment in attachments) Write(writer, attachment);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        json = stream.ToArray();
    }

    /// <summary>The value of "schema": a reader that does not know it must not guess.</summary>
    public const string Schema = "detainees/report/1";

    /// <summary>32 lower-case hex digits.</summary>
    public string ReportId { get; }

    /// <summary>The short code told to the person.</summary>
    public string Reference { get; }
    public string FormId { get; }
    public string FormVersion { get; }

    /// <summary>Every one of them is stored; their sealed files now belong to the report.</summary>
    public ImmutableArray<Attachment> Attachments { get; }

    /// <summary>The canonical JSON of docs/report.schema.json: UTF-8, keys in their order, no blanks, no padding.</summary>
    public byte[] ToJson() => [.. json];

    /// <summary>Overwrites the content, once it is sealed.</summary>
    public void Clear() => Array.Clear(json);

    /// <summary>Never the content.</summary>
    public override string ToString() => ReportId;

    private static void Write(Utf8JsonWriter writer, ReportAnswer answer)
    {
        writer.WriteStartObject();
        writer.WriteString("path", answer.Path);
        writer.WriteString("field", answer.Field);
        writer.WriteString("type", TypeWords.Of(answer.Type));
        writer.WriteString("question", answer.Label);
        writer.WriteString("state", ReportWords.Of(answer.State));
        writer.WriteString("value", answer.Value);
        writer.WriteString("display", answer.Display);
        writer.WriteString("at", Utc(answer.At));
        writer.WriteString("how", ReportWords.Of(answer.How));
        writer.WriteStartArray("attachments");
        foreach (var id in answer.Attachments) writer.WriteStringValue(id.ToString());
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Attachment attachment)
    {
        writer.WriteStartObject();
        writer.WriteString("id", attachment.Id.ToString());
        writer.WriteString("path", attachment.Path);
        writer.WriteString("kind", ReportWords.Of(attachment.Kind));
        writer.WriteString("mime", attachment.Mime);
        writer.WriteString("name", attachment.Name);
        writer.WriteNumber("bytes", attachment.Stored?.Bytes ?? 0);
        writer.WriteString("sha256", attachment.Stored?.Sha256 ?? "");
        writer.WriteNumber("sealed_bytes", attachment.Stored?.SealedBytes ?? 0);
        writer.WriteString("sealed_sha256", attachment.Stored?.SealedSha256 ?? "");
        writer.WriteString("received", Utc(attachment.Received));
        writer.WriteString("unique", attachment.Unique);
        writer.WriteBoolean("forwarded", attachment.Forwarded);
        writer.WriteEndObject();
    }

    private static string Utc(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
