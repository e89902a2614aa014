using System.Collections.Frozen;

namespace Detainees.Forms;

internal enum RowKind { Question, External, BeginGroup, EndGroup, BeginRepeat, EndRepeat, Ignored, Refused }

/// <summary>What a row of the survey is.</summary>
/// <param name="Kind">Which kind of row.</param>
/// <param name="Type">For a question.</param>
/// <param name="Arguments">The words after the type: list name, or_other.</param>
/// <param name="Reason">For Ignored and Refused: why, and what to do instead.</param>
/// <param name="FileEnding">For External: how its file's name ends.</param>
internal sealed record RowType(RowKind Kind, QuestionType Type, string[] Arguments, string Reason = "", string FileEnding = "")
{
    /// <summary>For a select: whether its argument is a file beside the form rather than a list of the sheet.</summary>
    public bool IsFromFile { get; init; }
}

/// <summary>The words of the column type (pyxform, question_type_dictionary.py and aliases.py).</summary>
internal static class QuestionTypes
{
    private static readonly FrozenDictionary<string, QuestionType> Plain = new Dictionary<string, QuestionType>(StringComparer.Ordinal)
    {
        ["text"] = QuestionType.Text, ["string"] = QuestionType.Text, ["q string"] = QuestionType.Text, ["add text prompt"] = QuestionType.Text,
        ["integer"] = QuestionType.Integer, ["int"] = QuestionType.Integer, ["q int"] = QuestionType.Integer, ["add integer prompt"] = QuestionType.Integer,
        ["decimal"] = QuestionType.Decimal, ["q decimal"] = QuestionType.Decimal, ["range"] = QuestionType.Range,
        ["note"] = QuestionType.Note, ["add note prompt"] = QuestionType.Note, ["calculate"] = QuestionType.Calculate, ["q calculate"] = QuestionType.Calculate,
        ["hidden"] = QuestionType.Hidden, ["acknowledge"] = QuestionType.Acknowledge, ["trigger"] = QuestionType.Acknowledge,
        ["q acknowledge"] = QuestionType.Acknowledge, ["add acknowledge prompt"] = QuestionType.Acknowledge,
        ["date"] = QuestionType.Date, ["q date"] = QuestionType.Date, ["add date prompt"] = QuestionType.Date,
        ["time"] = QuestionType.Time, ["q time"] = QuestionType.Time, ["datetime"] = QuestionType.DateTime, ["date time"] = QuestionType.DateTime,
        ["q datetime"] = QuestionType.DateTime, ["geopoint"] = QuestionType.Geopoint, ["location"] = QuestionType.Geopoint, ["gps"] = QuestionType.Geopoint,
        ["q geopoint"] = QuestionType.Geopoint, ["image"] = QuestionType.Image, ["photo"] = QuestionType.Image, ["q image"] = QuestionType.Image,
        ["audio"] = QuestionType.Audio, ["q audio"] = QuestionType.Audio, ["video"] = QuestionType.Video, ["q video"] = QuestionType.Video,
        ["file"] = QuestionType.File, ["barcode"] = QuestionType.Barcode, ["q barcode"] = QuestionType.Barcode,
        ["start"] = QuestionType.Start, ["start time"] = QuestionType.Start, ["get start time"] = QuestionType.Start,
        ["end"] = QuestionType.End, ["end time"] = QuestionType.End, ["get end time"] = QuestionType.End,
        ["today"] = QuestionType.Today, ["get today"] = QuestionType.Today,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, QuestionType> Selects = new Dictionary<string, QuestionType>(StringComparer.Ordinal)
    {
        ["select one"] = QuestionType.SelectOne, ["select1"] = QuestionType.SelectOne, ["select one from"] = QuestionType.SelectOne,
        ["select one using"] = QuestionType.SelectOne, ["add select one prompt using"] = QuestionType.SelectOne, ["q select1"] = QuestionType.SelectOne,
        ["select multiple"] = QuestionType.SelectMultiple, ["select all that apply from"] = QuestionType.SelectMultiple,
        ["select all that apply"] = QuestionType.SelectMultiple, ["select multiple from"] = QuestionType.SelectMultiple,
        ["select multiple using"] = QuestionType.SelectMultiple, ["add select multiple prompt using"] = QuestionType.SelectMultiple,
        ["rank"] = QuestionType.Rank,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, QuestionType> FileSelects = new Dictionary<string, QuestionType>(StringComparer.Ordinal)
    {
        ["select one from file"] = QuestionType.SelectOne, ["select multiple from file"] = QuestionType.SelectMultiple,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Externals = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["csv-external"] = ".csv", ["xml-external"] = ".xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, RowKind> Structure = new Dictionary<string, RowKind>(StringComparer.Ordinal)
    {
        ["begin group"] = RowKind.BeginGroup, ["begin lgroup"] = RowKind.BeginGroup, ["group"] = RowKind.BeginGroup, ["lgroup"] = RowKind.BeginGroup,
        ["end group"] = RowKind.EndGroup, ["end lgroup"] = RowKind.EndGroup,
        ["begin repeat"] = RowKind.BeginRepeat, ["repeat"] = RowKind.BeginRepeat, ["end repeat"] = RowKind.EndRepeat,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Metadata = new[]
    {
        "username", "phonenumber", "email", "deviceid", "imei", "simserial", "subscriberid", "device id", "phone number", "sim id", "subscriber id",
        "get device id", "get phone number", "get sim id", "get subscriber id",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Ignored = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["audit"] = "A chat keeps no audit log of the client, so \"audit\" is left out.",
        ["start-geopoint"] = "A bot cannot read a location unasked, so \"start-geopoint\" stays empty.",
        ["background-geopoint"] = "A bot cannot read a location unasked, so \"background-geopoint\" stays empty.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Refused = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["geotrace"] = "\"geotrace\" is not supported in a chat, which has no map. Ask for a geopoint, or for the way in words.",
        ["geoshape"] = "\"geoshape\" is not supported in a chat, which has no map. Ask for a geopoint, or for the area in words.",
        ["background-audio"] = "\"background-audio\" is refused: a bot cannot record unasked, and must not.",
        ["begin loop"] = "\"begin loop\" is not supported. Use a repeat, or write the questions out.",
        ["end loop"] = "\"end loop\" is not supported. Use a repeat, or write the questions out.",
        ["select one external"] = "\"select_one_external\" is not supported. Put the choices on the choices sheet and use choice_filter.",
        ["osm"] = "\"osm\" is not supported in a chat.",
        ["include"] = "\"include\" is not supported. Write the questions out.",
        ["cascading select"] = "\"cascading_select\" is not supported. Use choice_filter.",
        ["percentage"] = "\"percentage\" is not supported. Use integer with a constraint.",
        ["text audit"] = "\"text audit\" is not supported: it belongs to another product.",
        ["audio audit"] = "\"audio audit\" is not supported: it belongs to another product.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] Suggestions =
    [
        "text", "integer", "decimal", "range", "select_one", "select_multiple", "rank", "note", "calculate", "hidden", "acknowledge", "date",
        "time", "dateTime", "geopoint", "image", "audio", "video", "file", "barcode", "begin_group", "end_group", "begin_repeat", "end_repeat",
        "start", "end", "today", "select_one_from_file", "select_multiple_from_file", "csv-external", "xml-external",
    ];

    /// <summary>The longest beginning of the cell that is a type; the words after it are arguments. Null when there is none.</summary>
    public static RowType? Read(string text)
    {
        var words = text.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        for (var length = Math.Min(words.Length, 6); length > 0; length--)
        {
            var key = string.Join(' ', words.Take(length)).Replace('_', ' ').ToLowerInvariant();
            var rest = words[length..];
            if (Refused.TryGetValue(key, out var refusal)) return new(RowKind.Refused, default, rest, refusal);
            if (FileSelects.TryGetValue(key, out var fromFile)) return new(RowKind.Question, fromFile, rest) { IsFromFile = true };
            if (Selects.TryGetValue(key, out var select)) return new(RowKind.Question, select, rest);
            if (rest.Length > 0) continue;
            if (Plain.TryGetValue(key, out var type)) return new(RowKind.Question, type, []);
            if (Structure.TryGetValue(key, out var kind)) return new(kind, default, []);
            if (Externals.TryGetValue(key, out var ending)) return new(RowKind.External, default, [], FileEnding: ending);
            if (Metadata.Contains(key)) return new(RowKind.Question, QuestionType.Metadata, []);
            if (Ignored.TryGetValue(key, out var reason)) return new(RowKind.Ignored, default, [], reason);
        }

        return null;
    }

    public static string? Suggest(string text)
    {
        var first = text.Split(' ')[0];
        return Names.Near(text.Replace(' ', '_'), Suggestions) ?? Names.Near(first, Suggestions);
    }
}
