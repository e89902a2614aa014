using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Detainees.Desk.Reports;

/// <summary>A report as the family sent it: docs/report.schema.json. All of it is the family's words: no log, no exception may hold any.</summary>
internal sealed record Report(
    string Schema, [property: JsonPropertyName("report")] string Id, string Reference, ReportForm Form, string Language,
    DateTimeOffset Started, DateTimeOffset Sent, string TimeZone, ImmutableArray<ReportAnswer> Answers, ImmutableArray<ReportAttachment> Attachments)
{
    public const string KnownSchema = "detainees/report/1";

    /// <summary>Of what <see cref="DraftState"/> makes; the server seals none of it.</summary>
    public const string PartialSchema = "detainees/partial-report/1";

    /// <summary>Null for anything but a report of the schema that is expected.</summary>
    public static Report? TryRead(ReadOnlySpan<byte> json, string schema = KnownSchema)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ReportJson.Default.Report) is { } report && report.Schema == schema
                && !report.Answers.Any(answer => answer is null) && !report.Attachments.Any(file => file is null) ? report : null;
        }
        catch (JsonException)
        {
            return null; // its text may quote an answer
        }
    }

    public override string ToString() => Id;
}

internal sealed record ReportForm(string Id, string Version, string Title);

/// <param name="Field">The desk's name of what was asked, where the form gives one.</param>
/// <param name="State">answered, unknown, refused, later or skipped.</param>
/// <param name="Value">As XLSForm stores it.</param>
/// <param name="Display">As the family saw it.</param>
/// <param name="How">typed, pressed, file, edited, calculated, or forwarded: written by somebody else.</param>
internal sealed record ReportAnswer(
    string Path, string? Field, string Type, string Question, string State, string Value, string Display, DateTimeOffset At, string How,
    ImmutableArray<string> Attachments)
{
    public override string ToString() => nameof(ReportAnswer);
}

/// <param name="Bytes">True length; the sealed file may be longer, by padding.</param>
/// <param name="Sha256">Of the file as the family sent it; empty when it never came.</param>
internal sealed record ReportAttachment(string Id, string Path, string Kind, string? Mime, string? Name, long Bytes, string Sha256)
{
    public override string ToString() => Id;
}

/// <remarks>Members that are not known are passed over: the same schema may grow.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJson : JsonSerializerContext;
