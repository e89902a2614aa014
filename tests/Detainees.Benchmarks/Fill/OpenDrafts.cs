using System.Collections.Immutable;
using System.Security.Cryptography;
using Detainees.Conversations;
using Detainees.Forms;
using Detainees.Journal;
using Detainees.Storage;

namespace Detainees.Benchmarks.Fill;

/// <summary>Drafts of the bench form in the middle, as the bot stores them: real states, which the bot can wake up and end.</summary>
internal sealed class OpenDrafts
{
    /// <summary>Chats of drafts; the load's own server says nothing is amiss when something is said to them.</summary>
    public const long FirstChat = Load.LoadServer.FirstFloodChat;

    /// <summary>How much a copy of the draft's key for two members and the recovery key takes.</summary>
    private const int SealedKeyBytes = 500;

    /// <summary>Of the demo team's list, which the bot uses in these runs: drafts of another list would all be given new keys.</summary>
    private const long TeamSerial = 1;

    private const int Answers = 5;
    private static readonly TimeSpan Life = new ConversationRules().DraftLife;
    private readonly ConversationEngine engine;

    public OpenDrafts()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "bench.yaml"));
        var form = FormCompiler.Compile(WorkbookReader.Read(file, "bench.yaml").Workbook ?? throw new InvalidOperationException("bench.yaml cannot be read")).Form
            ?? throw new InvalidOperationException("bench.yaml has errors");
        engine = new ConversationEngine(new OneForm(form), new ConversationRules());
    }

    /// <summary>One draft that was begun and last touched at a moment, for as many chats as are asked for.</summary>
    /// <param name="wakes">False for a draft that nobody will wake: only the purge ends it.</param>
    public Func<int, Storage.Turn> Begun(DateTimeOffset at, bool wakes = true)
    {
        var turn = new Conversations.Turn(at, new FreshIds(RandomNumberGenerator.GetBytes(32)), TimeSpan.FromHours(4));
        var transition = engine.Begin(new ChatId(FirstChat), "en", turn);
        for (var i = 0; i < 40 && Answered(transition.State) < Answers; i++)
            transition = engine.Advance(transition.State, Next(transition, i, turn), turn);
        if (transition.State is not ConversationState.Drafting drafting || Answered(drafting) < Answers) throw new InvalidOperationException("the bench form's beginning is not understood here");
        return chat => new Storage.Turn
        {
            Thread = new ThreadKey(Guid.NewGuid()), ExpectedRevision = 0,
            Change = new DraftChange.Put(
                ConversationStateJson.Write(drafting with { Chat = new ChatId(FirstChat + chat) }), drafting.Draft.FormId, drafting.Draft.FormVersion, drafting.Language,
                Answers, wakes ? transition.WakeAt : null, at + Life,
                new DraftKey(RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(SealedKeyBytes), TeamSerial)),
        };
    }

    /// <summary>Words where they answer the question; otherwise a button, each in turn.</summary>
    private Input Next(Transition at, int round, Conversations.Turn turn)
    {
        var words = new Input.Text(new MessageId(100 + round), "An invented answer of some length", false);
        Input[] buttons = [.. Buttons(at)];
        return buttons.Length == 0 || Answered(engine.Advance(at.State, words, turn).State) > Answered(at.State) ? words : buttons[round % buttons.Length];
    }

    private static IEnumerable<Input.Press> Buttons(Transition at) => at.Effects
        .Select(effect => effect switch { Effect.Say say => say.Message, Effect.Edit edit => edit.Message, _ => null })
        .LastOrDefault(message => message?.Keyboard is not null)?.Keyboard?.Rows.SelectMany(row => row).OfType<Button.Press>()
        .Select(button => new Input.Press("1", new MessageId(6), button.Token)) ?? [];

    private static int Answered(ConversationState state) => state is ConversationState.Drafting drafting ? drafting.Draft.Answered : 0;

    private sealed class OneForm(FormDefinition form) : IFormLibrary
    {
        public ImmutableArray<FormDefinition> Offered => [form];
        public FormDefinition? Find(string id, string version) => id == form.Id && version == form.Version ? form : null;
    }
}
