using System.Collections.Immutable;
using Detainees.Forms;

namespace Detainees.Conversations.Tests;

/// <summary>States that no conversation need ever reach, with every member in turn there and not there.</summary>
internal static class AnyState
{
    private static readonly string[] Words =
    [
        "", "a", "Արամ Թեստյան", "Иван Петров", "محمد", "a \"quoted\" \\ word", "two\nlines\t\u0007", "<b>&'+`", "📷 🎤", "\u2028 \u00A0 \u202E", new string('x', 90),
    ];

    public static ConversationState Make(Random random)
    {
        var chat = new ChatId(random.NextInt64(-(1L << 52), 1L << 52));
        return random.Next(12) switch
        {
            0 => new ConversationState.New(chat, Maybe(random, Word)),
            1 => new ConversationState.Welcoming(
                chat, Maybe(random, Word), Maybe(random, Word), Moment(random), new WelcomePrompt(Enum<WelcomeKind>(random), Word(random), Words3(random)), Maybe(random, Report)),
            2 => new ConversationState.Locked(
                chat, Word(random), Word(random), Word(random), random.Next(), Moment(random), Maybe(random, Report), Word(random), Enum<LockedChoice>(random)),
            3 => new ConversationState.Sent(chat, Word(random), Report(random)),
            4 => new ConversationState.Resting(chat, Word(random), Maybe(random, Report), Flip(random) ? Moment(random) : null),
            _ => new ConversationState.Drafting(chat, Word(random), Draft(random), Maybe(random, Report)),
        };
    }

    private static Draft Draft(Random random) => new()
    {
        FormId = Word(random), FormVersion = Word(random), Session = Word(random), Seed = (ulong)random.NextInt64() * 3, Started = Moment(random), Touched = Moment(random),
        Reminders = random.Next(3), Away = Flip(random), Confirmed = Flip(random), Count = random.Next(-1, 1_000_000),
        Answers = new FormAnswers(Map(random, Word), Map(random, static r => r.Next(50))), Notes = Map(random, Note), Attachments = Many(random, Attachment),
        Messages = Many(random, static r => new MessageAnswer(new MessageId(r.NextInt64()), Word(r), Flip(r) ? r.Next() : 0)), Closed = Words3(random),
        Prompt = Prompt(random), Here = Word(random), Album = Maybe(random, static r => new Album(Word(r), Word(r))), AdvisedFiles = Flip(random), OffersPlace = Flip(random),
        Refusals = Maybe(random, static r => new RefusalRun(r.Next(), Word(r), r.Next(), r.Next(), Moment(r))),
    };

    private static Prompt Prompt(Random random) => random.Next(9) switch
    {
        0 => new Prompt.Together(Word(random), Word(random), Flip(random)),
        1 => new Prompt.Repeat(Word(random), Word(random)),
        2 => new Prompt.Review(Word(random), random.Next()),
        3 => new Prompt.Confirm(Word(random), Enum<Confirmation>(random), Word(random)),
        4 => new Prompt.Resume(Word(random)),
        5 => new Prompt.Languages(Word(random)),
        6 => new Prompt.Waiting(Word(random)),
        _ => new Prompt.Question(
            Word(random), Word(random), random.Next(), Maybe(random, Word), Words3(random), Words3(random), Maybe(random, Word), Flip(random)) { Collecting = Flip(random) },
    };

    private static Attachment Attachment(Random random) => new(
        new AttachmentId(new Guid(Bytes(random))), Word(random), Enum<FileKind>(random), Maybe(random, Word), Maybe(random, Word), Flip(random) ? random.NextInt64() : null,
        Flip(random) ? random.Next() : null, Word(random), Flip(random), Word(random), new MessageId(random.NextInt64()), Moment(random),
        Maybe(random, static r => new StoredFile(r.NextInt64(), Word(r), r.NextInt64(), Word(r))));

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return bytes;
    }

    private static AnswerNote Note(Random random) => new(Enum<AnswerState>(random), Moment(random), Enum<AnswerOrigin>(random), Flip(random));

    private static SentReport Report(Random random) => new(Word(random), Word(random), Moment(random));

    private static DateTimeOffset Moment(Random random)
    {
        var whole = new DateTimeOffset(2026, 1, 15, 9, 0, 0, TimeSpan.FromMinutes(random.Next(-14 * 60, 14 * 60))).AddSeconds(random.Next(-1_000_000_000, 1_000_000_000));
        return Flip(random) ? whole : whole.AddTicks(random.Next(10_000_000));
    }

    private static string Word(Random random) => Words[random.Next(Words.Length)];

    private static bool Flip(Random random) => random.Next(2) == 0;

    private static T? Maybe<T>(Random random, Func<Random, T> make) where T : class => Flip(random) ? make(random) : null;

    private static T Enum<T>(Random random) where T : struct, Enum => System.Enum.GetValues<T>()[random.Next(System.Enum.GetValues<T>().Length)];

    private static ImmutableArray<string> Words3(Random random) => Many(random, Word);

    private static ImmutableArray<T> Many<T>(Random random, Func<Random, T> make) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => make(random))];

    private static PathDictionary<T> Map<T>(Random random, Func<Random, T> make) =>
        new PathDictionary<T>(Enumerable.Range(0, random.Next(12)).Select(i => KeyValuePair.Create($"/data/{i}{Word(random)}", make(random))));
}
