using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Detainees.Conversations;

/// <summary>Writes a state; <see cref="StateReader"/> names the same members in the same order. What is null is left out, and a few more where they are false or zero.</summary>
internal static class StateWriter
{
    /// <summary>Names in Armenian or Russian as they are: escaped they would be three times as long.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Write(ConversationState state)
    {
        using var buffer = new ClearedBuffer();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("v"u8, ConversationStateJson.Version);
            json.WriteStartObject("state"u8);
            WriteState(json, state);
            json.WriteNumber("chat"u8, state.Chat.Value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteState(Utf8JsonWriter json, ConversationState state)
    {
        switch (state)
        {
            case ConversationState.New some:
                json.WriteString("kind"u8, "new"u8);
                Text(json, "hint"u8, some.Hint);
                break;
            case ConversationState.Welcoming some:
                json.WriteString("kind"u8, "welcoming"u8);
                Text(json, "language"u8, some.Language);
                Text(json, "hint"u8, some.Hint);
                json.WriteString("since"u8, some.Since);
                json.WriteStartObject("prompt"u8);
                json.WriteString("kind"u8, some.Prompt.Kind.ToString());
                json.WriteString("nonce"u8, some.Prompt.Nonce);
                Texts(json, "choices"u8, some.Prompt.Choices);
                json.WriteEndObject();
                Report(json, "last"u8, some.Last);
                break;
            case ConversationState.Drafting some:
                json.WriteString("kind"u8, "drafting"u8);
                json.WriteString("language"u8, some.Language);
                json.WriteStartObject("draft"u8);
                WriteDraft(json, some.Draft);
                json.WriteEndObject();
                Report(json, "last"u8, some.Last);
                break;
            case ConversationState.Locked some:
                json.WriteString("kind"u8, "locked"u8);
                json.WriteString("language"u8, some.Language);
                json.WriteString("formId"u8, some.FormId);
                json.WriteString("formVersion"u8, some.FormVersion);
                json.WriteNumber("answered"u8, some.Answered);
                json.WriteString("started"u8, some.Started);
                Report(json, "last"u8, some.Last);
                json.WriteString("nonce"u8, some.Nonce);
                json.WriteString("confirming"u8, some.Confirming.ToString());
                break;
            case ConversationState.Sent some:
                json.WriteString("kind"u8, "sent"u8);
                json.WriteString("language"u8, some.Language);
                Report(json, "report"u8, some.Report);
                break;
            case ConversationState.Resting some:
                json.WriteString("kind"u8, "resting"u8);
                json.WriteString("language"u8, some.Language);
                Report(json, "last"u8, some.Last);
                if (some.Since is { } since) json.WriteString("since"u8, since);
                break;
            default:
                throw new UnreachableException("ConversationState is closed.");
        }
    }

    private static void WriteDraft(Utf8JsonWriter json, Draft draft)
    {
        json.WriteString("form"u8, draft.FormId);
        json.WriteString("version"u8, draft.FormVersion);
        json.WriteString("session"u8, draft.Session);
        json.WriteNumber("seed"u8, draft.Seed);
        json.WriteString("started"u8, draft.Started);
        json.WriteString("touched"u8, draft.Touched);
        json.WriteNumber("reminders"u8, draft.Reminders);
        json.WriteBoolean("away"u8, draft.Away);
        OnlyTrue(json, "confirmed"u8, draft.Confirmed);
        json.WriteNumber("count"u8, draft.Count);
        json.WriteStartObject("answers"u8);
        json.WriteStartObject("values"u8);
        foreach (var (path, value) in draft.Answers.Values) json.WriteString(path, value);
        json.WriteEndObject();
        json.WriteStartObject("repeats"u8);
        foreach (var (path, count) in draft.Answers.Repeats) json.WriteNumber(path, count);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("notes"u8);
        foreach (var (path, note) in draft.Notes) Note(json, path, note);
        json.WriteEndObject();
        json.WriteStartArray("attachments"u8);
        foreach (var file in draft.Attachments) File(json, file);
        json.WriteEndArray();
        json.WriteStartArray("messages"u8);
        foreach (var said in draft.Messages) Message(json, said);
        json.WriteEndArray();
        Texts(json, "closed"u8, draft.Closed);
        json.WriteStartObject("prompt"u8);
        WritePrompt(json, draft.Prompt);
        json.WriteString("nonce"u8, draft.Prompt.Nonce);
        json.WriteEndObject();
        json.WriteString("here"u8, draft.Here);
        if (draft.Album is { } album)
        {
            json.WriteStartObject("album"u8);
            json.WriteString("id"u8, album.Id);
            json.WriteString("path"u8, album.Path);
            json.WriteEndObject();
        }

        json.WriteBoolean("advisedFiles"u8, draft.AdvisedFiles);
        OnlyTrue(json, "offersPlace"u8, draft.OffersPlace);
        if (draft.Refusals is { } run)
        {
            json.WriteStartObject("refusals"u8);
            json.WriteNumber("prompt"u8, run.Prompt);
            json.WriteString("kind"u8, run.Kind);
            json.WriteNumber("same"u8, run.Same);
            json.WriteNumber("all"u8, run.All);
            json.WriteString("last"u8, run.Last);
            json.WriteEndObject();
        }
    }

    private static void WritePrompt(Utf8JsonWriter json, Prompt prompt)
    {
        switch (prompt)
        {
            case Prompt.Question asked:
                json.WriteString("kind"u8, "question"u8);
                json.WriteString("path"u8, asked.Path);
                json.WriteNumber("page"u8, asked.Page);
                Text(json, "search"u8, asked.Search);
                Texts(json, "picked"u8, asked.Picked);
                Texts(json, "offered"u8, asked.Offered);
                Text(json, "date"u8, asked.Date);
                json.WriteBoolean("guidance"u8, asked.Guidance);
                OnlyTrue(json, "collecting"u8, asked.Collecting);
                break;
            case Prompt.Together together:
                json.WriteString("kind"u8, "together"u8);
                json.WriteString("path"u8, together.Path);
                json.WriteBoolean("guidance"u8, together.Guidance);
                break;
            case Prompt.Repeat gate:
                json.WriteString("kind"u8, "repeat"u8);
                json.WriteString("path"u8, gate.Path);
                break;
            case Prompt.Review review:
                json.WriteString("kind"u8, "review"u8);
                json.WriteNumber("page"u8, review.Page);
                break;
            case Prompt.Confirm confirm:
                json.WriteString("kind"u8, "confirm"u8);
                json.WriteString("what"u8, ReportWords.Of(confirm.What));
                json.WriteString("path"u8, confirm.Path);
                break;
            case Prompt.Resume:
                json.WriteString("kind"u8, "resume"u8);
                break;
            case Prompt.Languages:
                json.WriteString("kind"u8, "languages"u8);
                break;
            case Prompt.Waiting:
                json.WriteString("kind"u8, "waiting"u8);
                break;
            default:
                throw new UnreachableException("Prompt is closed.");
        }
    }

    /// <summary>An array: state, origin, moment and, when it is so, true for "put off twice".</summary>
    private static void Note(Utf8JsonWriter json, string path, AnswerNote note)
    {
        json.WriteStartArray(path);
        json.WriteStringValue(ReportWords.Of(note.State));
        json.WriteStringValue(ReportWords.Of(note.How));
        json.WriteStringValue(note.At);
        if (note.Again) json.WriteBooleanValue(true);
        json.WriteEndArray();
    }

    private static void File(Utf8JsonWriter json, Attachment file)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, file.Id.ToString());
        json.WriteString("path"u8, file.Path);
        json.WriteString("kind"u8, file.Kind.ToString());
        Text(json, "mime"u8, file.Mime);
        Text(json, "name"u8, file.Name);
        if (file.Bytes is { } bytes) json.WriteNumber("bytes"u8, bytes);
        if (file.Seconds is { } seconds) json.WriteNumber("seconds"u8, seconds);
        json.WriteString("unique"u8, file.Unique);
        json.WriteBoolean("forwarded"u8, file.Forwarded);
        json.WriteString("caption"u8, file.Caption);
        json.WriteNumber("message"u8, file.Message.Value);
        json.WriteString("received"u8, file.Received);
        if (file.Stored is { } stored)
        {
            json.WriteStartObject("stored"u8);
            json.WriteNumber("bytes"u8, stored.Bytes);
            json.WriteString("sha256"u8, stored.Sha256);
            json.WriteNumber("sealedBytes"u8, stored.SealedBytes);
            json.WriteString("sealedSha256"u8, stored.SealedSha256);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, MessageAnswer said)
    {
        json.WriteStartObject();
        json.WriteNumber("m"u8, said.Message.Value);
        json.WriteString("p"u8, said.Path);
        if (said.Part != 0) json.WriteNumber("n"u8, said.Part);
        json.WriteEndObject();
    }

    private static void Report(Utf8JsonWriter json, ReadOnlySpan<byte> name, SentReport? report)
    {
        if (report is null) return;
        json.WriteStartObject(name);
        json.WriteString("reportId"u8, report.ReportId);
        json.WriteString("reference"u8, report.Reference);
        json.WriteString("at"u8, report.At);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    private static void Texts(Utf8JsonWriter json, ReadOnlySpan<byte> name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void OnlyTrue(Utf8JsonWriter json, ReadOnlySpan<byte> name, bool flag)
    {
        if (flag) json.WriteBoolean(name, true);
    }
}
