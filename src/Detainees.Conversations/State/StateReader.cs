using System.Collections.Immutable;
using System.Text.Json;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>
/// Reads what <see cref="StateWriter"/> writes, member after member in its order. A number, a flag or a list of a prompt that is missing is
/// zero, false or empty, and what may be null is null; all else must be there. What is unknown, said twice or out of its place is refused.
/// </summary>
/// <exception cref="JsonException">As from the reader under it: also <see cref="InvalidOperationException"/> and <see cref="FormatException"/>.</exception>
internal ref partial struct StateReader
{
    private static readonly KindWord<AnswerState>[] States = Words<AnswerState>(ReportWords.Of);
    private static readonly KindWord<AnswerOrigin>[] Origins = Words<AnswerOrigin>(ReportWords.Of);
    private static readonly KindWord<Confirmation>[] Confirmations = Words<Confirmation>(ReportWords.Of);
    private Utf8JsonReader json;

    public StateReader(ReadOnlySpan<byte> utf8) => json = new Utf8JsonReader(utf8);

    public ConversationState Read()
    {
        Move();
        Open();
        if (Number("v"u8) != ConversationStateJson.Version || !Is("state"u8)) throw new JsonException();
        var state = State();
        // Nothing may follow the last bracket.
        return json.TokenType == JsonTokenType.EndObject && !json.Read() ? state : throw new JsonException();
    }

    private ConversationState State()
    {
        Open();
        ConversationState state = Text("kind"u8) switch
        {
            "new" => new ConversationState.New(default, TextOrNull("hint"u8)),
            "welcoming" => new ConversationState.Welcoming(
                default, TextOrNull("language"u8), TextOrNull("hint"u8), Moment("since"u8), Welcome("prompt"u8), Report("last"u8)),
            "drafting" => new ConversationState.Drafting(default, Text("language"u8), Draft("draft"u8), Report("last"u8)),
            "locked" => new ConversationState.Locked(
                default, Text("language"u8), Text("formId"u8), Text("formVersion"u8), Number("answered"u8), Moment("started"u8), Report("last"u8),
                Text("nonce"u8), Word<LockedChoice>("confirming"u8)),
            "sent" => new ConversationState.Sent(default, Text("language"u8), Report("report"u8) ?? throw new JsonException()),
            "resting" => new ConversationState.Resting(default, Text("language"u8), Report("last"u8), MomentOrNull("since"u8)),
            _ => throw new JsonException(),
        };
        var chat = new ChatId(Long("chat"u8));
        Close();
        return state with { Chat = chat };
    }

    private WelcomePrompt Welcome(ReadOnlySpan<byte> name)
    {
        Enter(name);
        var prompt = new WelcomePrompt(Word<WelcomeKind>("kind"u8), Text("nonce"u8), TextsOrNone("choices"u8));
        Close();
        return prompt;
    }

    private SentReport? Report(ReadOnlySpan<byte> name)
    {
        if (!IsThere(name)) return null;
        Open();
        var report = new SentReport(Text("reportId"u8), Text("reference"u8), Moment("at"u8));
        Close();
        return report;
    }

    private Draft Draft(ReadOnlySpan<byte> name)
    {
        Enter(name);
        var draft = new Draft
        {
            FormId = Text("form"u8), FormVersion = Text("version"u8), Session = Text("session"u8), Seed = Seed("seed"u8),
            Started = Moment("started"u8), Touched = Moment("touched"u8), Reminders = Number("reminders"u8), Away = Flag("away"u8),
            Confirmed = Flag("confirmed"u8), Count = Number("count"u8), Answers = Answers("answers"u8, out var answered), Notes = Notes("notes"u8, answered),
            Attachments = Attachments("attachments"u8), Messages = Messages("messages"u8), Closed = Texts("closed"u8), Prompt = Prompt("prompt"u8),
            Here = Text("here"u8), Album = Album("album"u8), AdvisedFiles = Flag("advisedFiles"u8), OffersPlace = Flag("offersPlace"u8),
            Refusals = Refusals("refusals"u8),
        };
        Close();
        return draft;
    }

    private FormAnswers Answers(ReadOnlySpan<byte> name, out int count)
    {
        Enter(name);
        Enter("values"u8);
        var values = new PathDictionary<string>.Builder();
        while (MemberName() is { } path) Add(values, path, Text());
        Enter("repeats"u8);
        var given = values.ToDictionary();
        count = given.Count;
        var repeats = new PathDictionary<int>.Builder();
        while (MemberName() is { } path) Add(repeats, path, Number());
        Close();
        return new FormAnswers(given, repeats.ToDictionary());
    }

    private PathDictionary<AnswerNote> Notes(ReadOnlySpan<byte> name, int expected)
    {
        Enter(name);
        var notes = new PathDictionary<AnswerNote>.Builder(expected);
        while (MemberName() is { } path) Add(notes, path, Note());
        return notes.ToDictionary();
    }

    /// <summary>Paths are written in order; so one that comes twice is seen as well.</summary>
    private static void Add<T>(PathDictionary<T>.Builder map, string path, T value)
    {
        if (!map.TryAdd(path, value)) throw new JsonException();
    }

    /// <summary>An array: state, origin, moment and, when it is so, true for "put off twice".</summary>
    private AnswerNote Note()
    {
        Expect(JsonTokenType.StartArray);
        var (state, how, at) = (Word(States), Word(Origins), Moment());
        if (IsEnd()) return new AnswerNote(state, at, how);
        Expect(JsonTokenType.True);
        Expect(JsonTokenType.EndArray);
        return new AnswerNote(state, at, how, Again: true);
    }

    private ImmutableArray<Attachment> Attachments(ReadOnlySpan<byte> name)
    {
        EnterList(name);
        var files = ImmutableArray.CreateBuilder<Attachment>();
        while (!IsEnd())
        {
            Open();
            files.Add(new Attachment(
                AttachmentId.TryParse(Text("id"u8), out var id) ? id : throw new JsonException(), Text("path"u8), Word<FileKind>("kind"u8), TextOrNull("mime"u8),
                TextOrNull("name"u8), LongOrNull("bytes"u8), NumberOrNull("seconds"u8), Text("unique"u8), Flag("forwarded"u8), Text("caption"u8),
                new MessageId(Long("message"u8)), Moment("received"u8), Stored("stored"u8)));
            Close();
        }

        return files.DrainToImmutable();
    }

    private StoredFile? Stored(ReadOnlySpan<byte> name)
    {
        if (!IsThere(name)) return null;
        Open();
        var stored = new StoredFile(Long("bytes"u8), Text("sha256"u8), Long("sealedBytes"u8), Text("sealedSha256"u8));
        Close();
        return stored;
    }

    private ImmutableArray<MessageAnswer> Messages(ReadOnlySpan<byte> name)
    {
        EnterList(name);
        var messages = ImmutableArray.CreateBuilder<MessageAnswer>();
        while (!IsEnd())
        {
            Open();
            messages.Add(new MessageAnswer(new MessageId(Long("m"u8)), Text("p"u8), Number("n"u8)));
            Close();
        }

        return messages.DrainToImmutable();
    }

    private Prompt Prompt(ReadOnlySpan<byte> name)
    {
        Enter(name);
        Prompt prompt = Text("kind"u8) switch
        {
            "question" => Question(),
            "repeat" => new Prompt.Repeat("", Text("path"u8)),
            "review" => new Prompt.Review("", Number("page"u8)),
            "confirm" => new Prompt.Confirm("", What("what"u8), Text("path"u8)),
            "resume" => new Prompt.Resume(""),
            "languages" => new Prompt.Languages(""),
            "waiting" => new Prompt.Waiting(""),
            "together" => new Prompt.Together("", Text("path"u8), Flag("guidance"u8)),
            _ => throw new JsonException(),
        };
        var nonce = Text("nonce"u8);
        Close();
        return prompt with { Nonce = nonce };
    }

    private Confirmation What(ReadOnlySpan<byte> name)
    {
        Name(name);
        return Word(Confirmations);
    }

    private Prompt.Question Question() => new(
        "", Text("path"u8), Number("page"u8), TextOrNull("search"u8), TextsOrNone("picked"u8), TextsOrNone("offered"u8), TextOrNull("date"u8), Flag("guidance"u8))
        { Collecting = Flag("collecting"u8) };

    private Album? Album(ReadOnlySpan<byte> name)
    {
        if (!IsThere(name)) return null;
        Open();
        var album = new Album(Text("id"u8), Text("path"u8));
        Close();
        return album;
    }

    private RefusalRun? Refusals(ReadOnlySpan<byte> name)
    {
        if (!IsThere(name)) return null;
        Open();
        var run = new RefusalRun(Number("prompt"u8), Text("kind"u8), Number("same"u8), Number("all"u8), Moment("last"u8));
        Close();
        return run;
    }
}
