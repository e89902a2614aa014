using System.Collections.Immutable;
using System.Globalization;
using Detainees.Conversations;

namespace Detainees.Bot.Preview;

/// <summary>What became of one line of a walk.</summary>
internal abstract record WalkStep
{
    private WalkStep() { }

    public sealed record Done(ImmutableArray<Effect> Effects) : WalkStep;

    /// <param name="Reason">In one sentence, for whoever wrote the line.</param>
    public sealed record NotDone(string Reason) : WalkStep;
}

/// <summary>The person's lines of a walk, from and to inputs; the words are those of the golden transcripts (docs/forms-publishing.md).</summary>
internal static class WalkScript
{
    public static WalkStep Do(WalkSession session, string line)
    {
        if (session.Steps >= WalkSession.MaxSteps) return new WalkStep.NotDone($"a walk has at most {WalkSession.MaxSteps} steps");
        var rest = line.Length > 1 ? line[1..].Trim() : "";
        var (word, after) = rest.IndexOf(' ') is > 0 and var blank ? (rest[..blank], rest[(blank + 1)..].Trim()) : (rest, "");
        return (line.Length > 0 ? line[0] : ' ') switch
        {
            '@' when DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => Done(session.SetDate(date, line)),
            '@' when TimeOf(word) is { } time => Done(session.Wait(time, line)),
            '@' => new WalkStep.NotDone("after @ stands a day (2026-01-15) or a time that passes (+20h, +5m)"),
            '!' when word == "left" => Done(session.Give(new Input.Left(), line)),
            ':' when word == "jump" => Jump(session, after, line),
            ':' when word == "language" => Language(session, after, line),
            '>' => Give(session, rest, line),
            _ => new WalkStep.NotDone("a line of a walk begins with >, @, : or !"),
        };
    }

    /// <summary>The line that does an input again.</summary>
    public static string LineOf(WalkSession session, Input input) => input switch
    {
        Input.Text m => "> " + Written(m.Value),
        Input.Command m => $"> /{m.Name} {m.Argument}".TrimEnd(),
        Input.Press press => session.LabelOf(press.Token) is { } label ? $"> [press: {label}]" : $"> [token: {press.Token}]",
        Input.File file => $"> [{WordOf(file.Content.Kind)}{(file.Album is { } album ? $" album={album}" : "")}] {Flat(file.Caption ?? "")}".TrimEnd(),
        Input.Edited edited => $"> [edit: {Flat(session.TextOf(edited.Message) ?? "")} => {Flat(edited.Value)}]",
        Input.Place place => string.Create(CultureInfo.InvariantCulture, $"> [place] {place.Latitude} {place.Longitude}"),
        Input.Other other => $"> [other: {other.Kind}]",
        Input.Left => "! left",
        Input.WakeUp or Input.FileStored or Input.FileFailed => "@ +0m",
        _ => throw new System.Diagnostics.UnreachableException(input.GetType().Name),
    };

    /// <summary>Every file of a kind is the same file, so that a walk does not hang on one that lies on somebody's machine.</summary>
    public static IncomingFile FileOf(FileKind kind, int number) => new(
        $"ref{number}", $"unique{number}", kind,
        kind switch { FileKind.Photo or FileKind.Document => "image/jpeg", FileKind.Voice or FileKind.Audio => "audio/ogg", FileKind.Video or FileKind.VideoNote => "video/mp4" },
        kind is FileKind.Document ? "scan.jpg" : null, 1000, kind is FileKind.Photo or FileKind.Document ? null : 12);

    private static WalkStep Give(WalkSession session, string rest, string line)
    {
        // The ids of a walk's messages count on from what no channel gives.
        var id = new MessageId(1_000_000 + session.Steps);
        if (rest.StartsWith('\\')) return Done(session.Give(new Input.Text(id, Read(rest[1..])), line));
        if (rest.StartsWith('/') && rest.Length > 1)
        {
            var words = rest[1..].Split(' ', 2);
            return Done(session.Give(new Input.Command(id, words[0].ToLowerInvariant(), words.Length > 1 ? words[1].Trim() : ""), line));
        }

        if (!rest.StartsWith('[')) return Done(session.Give(new Input.Text(id, Read(rest)), line));
        if (Inside(rest, "[press: ") is { } label)
            return session.TokenOf(label) is { } token ? Done(session.Give(new Input.Press($"p{session.Steps}", null, token), line)) : new WalkStep.NotDone($"no message has a button \"{label}\"");
        if (Inside(rest, "[token: ") is { } raw) return Done(session.Give(new Input.Press($"p{session.Steps}", null, raw), line));
        if (Inside(rest, "[other: ") is { } other) return Done(session.Give(new Input.Other(id, other), line));
        if (Inside(rest, "[edit: ") is { } edit) return Edit(session, edit, line);
        var close = rest.IndexOf(']', StringComparison.Ordinal);
        if (close < 0) return new WalkStep.NotDone("the bracket is not closed; a text that begins with one is written \\[");
        var (head, tail) = (rest[1..close].Split(' ', 2), rest[(close + 1)..].Trim());
        if (head[0] == "place") return Place(session, id, tail, line);
        if (KindOf(head[0]) is not { } kind) return new WalkStep.NotDone($"[{head[0]}] is not a word of walks");
        var album = head.Length > 1 && head[1].StartsWith("album=", StringComparison.Ordinal) ? head[1]["album=".Length..] : null;
        return Done(session.Give(new Input.File(id, FileOf(kind, session.Steps), tail.Length > 0 ? Read(tail) : null, album), line));
    }

    private static WalkStep Jump(WalkSession session, string to, string line)
    {
        if (session.Drafting is null) return new WalkStep.NotDone("no question is open: begin the form first");
        var path = to.StartsWith('/') ? to : session.Library.Form.Elements.FirstOrDefault(element => element.Name == to)?.Path;
        if (path is null) return new WalkStep.NotDone($"the form has no question \"{to}\"");
        return session.Jump(path, null, line) is { } effects ? Done(effects) : new WalkStep.NotDone($"\"{to}\" cannot be asked now: it is not relevant, or not a question");
    }

    private static WalkStep Language(WalkSession session, string language, string line)
    {
        if (session.Drafting is not { Draft.Here: { Length: > 0 } here }) return new WalkStep.NotDone("no question is open: begin the form first");
        var known = session.Library.Form.Languages.FirstOrDefault(name => name == language)
            ?? session.Library.Form.Languages.FirstOrDefault(name => name.Contains($"({language})", StringComparison.OrdinalIgnoreCase));
        if (known is null) return new WalkStep.NotDone($"the form has no language \"{language}\": {string.Join(", ", session.Library.Form.Languages)}");
        return session.Jump(here, known, line) is { } effects ? Done(effects) : new WalkStep.NotDone("the question that was open cannot be asked now");
    }

    private static WalkStep Edit(WalkSession session, string edit, string line)
    {
        var arrow = edit.IndexOf(" => ", StringComparison.Ordinal);
        if (arrow < 0) return new WalkStep.NotDone("an edit is written [edit: old words => new words]");
        var (before, now) = (Read(edit[..arrow]), Read(edit[(arrow + 4)..]));
        return session.MessageOf(before) is { } message ? Done(session.Give(new Input.Edited(message, now), line)) : new WalkStep.NotDone("nobody wrote the old words");
    }

    private static WalkStep Place(WalkSession session, MessageId id, string degrees, string line)
    {
        var words = degrees.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [var north, var east]
            && double.TryParse(north, NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude) && Math.Abs(latitude) <= 90
            && double.TryParse(east, NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude) && Math.Abs(longitude) <= 180
            ? Done(session.Give(new Input.Place(id, latitude, longitude, 12), line))
            : new WalkStep.NotDone("a place is written [place] 40.1 44.5");
    }

    private static WalkStep.Done Done(ImmutableArray<Effect> effects) => new(effects);

    private static string? Inside(string text, string open) =>
        text.StartsWith(open, StringComparison.Ordinal) && text.EndsWith(']') ? text[open.Length..^1] : null;

    private static TimeSpan? TimeOf(string word) =>
        word.Length > 2 && word[0] == '+' && double.TryParse(word.AsSpan(1, word.Length - 2), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 10_000
            ? word[^1] switch { 'h' => TimeSpan.FromHours(number), 'm' => TimeSpan.FromMinutes(number), _ => null }
            : null;

    private static string Written(string text) => (text.Length > 0 && text[0] is '[' or '/' or '\\' ? "\\" : "") + Flat(text);
    private static string Flat(string text) => text.Replace("\n", "\\n", StringComparison.Ordinal);
    private static string Read(string text) => text.Replace("\\n", "\n", StringComparison.Ordinal);

    private static string WordOf(FileKind kind) => kind switch
    {
        FileKind.Photo => "photo",
        FileKind.Document => "document",
        FileKind.Voice => "voice",
        FileKind.Audio => "audio",
        FileKind.Video => "video",
        FileKind.VideoNote => "video-note",
    };

    private static FileKind? KindOf(string word) => Enum.GetValues<FileKind>().Select(kind => (FileKind?)kind).FirstOrDefault(kind => WordOf(kind!.Value) == word); // of the enum itself
}
