using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Detainees.Conversations;
using Detainees.Forms;

namespace Detainees.Benchmarks.Micro;

/// <summary>The engine on the form that is shipped, in the middle of a report of twenty answers.</summary>
public class ConversationBenchmarks
{
    private static readonly Turn Turn = new(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero), new FreshIds(new byte[32]), TimeSpan.FromHours(4));
    private const int Answers = 20;
    private byte[] workbook = [];
    private ConversationEngine engine = null!; // these four are set before every benchmark, by GlobalSetup
    private ConversationState state = null!;
    private Input answer = null!;
    private byte[] written = [];

    [GlobalSetup]
    public void Prepare()
    {
        workbook = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "report-a-person.yaml"));
        engine = new ConversationEngine(new OneForm(Compile().Form ?? throw new InvalidOperationException("the form has errors")), new ConversationRules());
        var at = engine.Begin(new ChatId(1), "en", Turn);
        for (var i = 0; i < 200 && Answered(at.State) < Answers; i++) at = engine.Advance(at.State, Next(at, i), Turn);
        if (Answered(at.State) < Answers) throw new InvalidOperationException("the form's beginning is not understood here");
        state = at.State;
        answer = Next(at, 0);
        written = ConversationStateJson.Write(state);
        Console.WriteLine($"// state of {written.Length} bytes");
    }

    [Benchmark]
    public Transition Advance() => engine.Advance(state, answer, Turn);

    [Benchmark]
    public byte[] WriteState() => ConversationStateJson.Write(state);

    [Benchmark]
    public ConversationState ReadState() => ConversationStateJson.Read(written);

    [Benchmark]
    public FormCompilation ReadAndCompileForm() => Compile();

    private FormCompilation Compile() => FormCompiler.Compile(
        WorkbookReader.Read(new MemoryStream(workbook), "report-a-person.yaml").Workbook ?? throw new InvalidOperationException("the workbook cannot be read"));

    /// <summary>Whatever answers the question: invented words or one of the buttons; otherwise a button, each in turn.</summary>
    private Input Next(Transition at, int round)
    {
        var messages = at.Effects.Select(effect => effect switch { Effect.Say say => say.Message, Effect.Edit edit => edit.Message, _ => null });
        Input[] buttons =
        [
            .. (messages.LastOrDefault(message => message?.Keyboard is not null)?.Keyboard?.Rows ?? []).SelectMany(row => row)
                .OfType<Button.Press>().Select(button => new Input.Press("1", new MessageId(6), button.Token)),
        ];
        Input words = new Input.Text(new MessageId(5), "Invented words", false);
        return buttons.Prepend(words).FirstOrDefault(input => Answered(engine.Advance(at.State, input, Turn).State) > Answered(at.State))
            ?? (buttons.Length > 0 ? buttons[round % buttons.Length] : words);
    }

    private static int Answered(ConversationState state) => state is ConversationState.Drafting drafting ? drafting.Draft.Answered : 0;

    private sealed class OneForm(FormDefinition form) : IFormLibrary
    {
        public ImmutableArray<FormDefinition> Offered => [form];
        public FormDefinition? Find(string id, string version) => id == form.Id && version == form.Version ? form : null;
    }
}
