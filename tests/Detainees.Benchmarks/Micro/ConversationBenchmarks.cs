using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Detainees.Conversations;
using Detainees.Forms;

namespace Detainees.Benchmarks.Micro;

/// <summary>The engine in the middle of a report: on the form that is shipped, on that of load runs, and on one of sixty questions.</summary>
public class ConversationBenchmarks
{
    private static readonly Turn Turn = new(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero), new FreshIds(new byte[32]), TimeSpan.FromHours(4));
    private ConversationEngine engine = null!; // these four are set before every benchmark, by GlobalSetup
    private ConversationState state = null!;
    private Input answer = null!;
    private byte[] written = [];

    [Params("bench", "report-a-person", "sixty")]
    public string Form { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var form = FormCompiler.Compile(Form == "sixty" ? FormSizes.Workbook(60) : Shipped()).Form ?? throw new InvalidOperationException("the form has errors");
        engine = new ConversationEngine(new OneForm(form), new ConversationRules());
        var answers = Form switch { "bench" => 5, "sixty" => 30, _ => 12 };
        var at = engine.Begin(new ChatId(1), "en", Turn);
        for (var i = 0; i < 200 && Answered(at.State) < answers; i++) at = engine.Advance(at.State, Next(at, i), Turn);
        if (Answered(at.State) < answers) throw new InvalidOperationException("the form's beginning is not understood here");
        state = at.State;
        answer = Next(at, 200);
        written = ConversationStateJson.Write(state);
        Console.WriteLine($"// state of {written.Length} bytes");
    }

    [Benchmark]
    public Transition Advance() => engine.Advance(state, answer, Turn);

    [Benchmark]
    public byte[] WriteState() => ConversationStateJson.Write(state);

    [Benchmark]
    public ConversationState ReadState() => ConversationStateJson.Read(written);

    private Workbook Shipped()
    {
        var file = $"{Form}.yaml";
        using var content = File.OpenRead(Path.Combine(AppContext.BaseDirectory, file));
        return WorkbookReader.Read(content, file).Workbook ?? throw new InvalidOperationException("the workbook cannot be read");
    }

    /// <summary>Whatever answers the question: invented words or one of the buttons; otherwise a button, each in turn.</summary>
    private Input Next(Transition at, int round)
    {
        var messages = at.Effects.Select(effect => effect switch { Effect.Say say => say.Message, Effect.Edit edit => edit.Message, _ => null });
        Input[] buttons =
        [
            .. (messages.LastOrDefault(message => message?.Keyboard is not null)?.Keyboard?.Rows ?? []).SelectMany(row => row)
                .OfType<Button.Press>().Select(button => new Input.Press("1", new MessageId(6), button.Token)),
        ];
        var message = new MessageId(1000 + round);
        Input words = new Input.Text(message, "Invented words", false);
        return buttons.Prepend(new Input.Text(message, "7", false)).Prepend(words).FirstOrDefault(input => Answered(engine.Advance(at.State, input, Turn).State) > Answered(at.State))
            ?? (buttons.Length > 0 ? buttons[round % buttons.Length] : words);
    }

    private static int Answered(ConversationState state) => state is ConversationState.Drafting drafting ? drafting.Draft.Answered : 0;

    private sealed class OneForm(FormDefinition form) : IFormLibrary
    {
        public ImmutableArray<FormDefinition> Offered => [form];
        public FormDefinition? Find(string id, string version) => id == form.Id && version == form.Version ? form : null;
    }
}
