using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Detainees.Conversations;
using Detainees.Forms;
using Detainees.Fuzz.Running;
using static Detainees.Fuzz.Running.OracleException;

namespace Detainees.Fuzz.Targets;

/// <summary>A chat with the engine; every transition is held to what the shell and the Bot API rely on.</summary>
internal sealed class Chat(IFormLibrary forms, ConversationState start)
{
    private readonly ConversationEngine engine = new(forms, new ConversationRules { MaxAttachments = 5 });
    private readonly List<AttachmentId> underWay = [];
    private int turns;

    public ConversationState State { get; private set; } = start;
    public List<Button.Press> Buttons { get; } = [];
    public DateTimeOffset Now { get; private set; } = Kept.Now;

    public void Wait(TimeSpan time)
    {
        Now += time;
        Give(new Input.WakeUp());
    }

    public void SettleFiles(bool stored)
    {
        foreach (var id in underWay.ToList())
        {
            underWay.Remove(id);
            var hash = Convert.ToHexStringLower(SHA256.HashData(id.Value.ToByteArray()));
            Give(stored ? new Input.FileStored(id, 1000, hash, 1300, hash) : new Input.FileFailed(id, FileFailure.Gone));
        }
    }

    public void Give(Input input)
    {
        var transition = engine.Advance(State, input, new Turn(Now, new FreshIds(SHA256.HashData(BitConverter.GetBytes(turns++))), TimeSpan.FromHours(4)));
        var written = ConversationStateJson.Write(transition.State);
        State = ConversationStateJson.Read(written);
        Require(ConversationStateJson.Write(State).AsSpan().SequenceEqual(written), "a state that does not read back");
        Require(State is not ConversationState.Drafting || transition.WakeAt is not null, "a draft without an end");
        foreach (var effect in transition.Effects) Check(effect);
    }

    private void Check(Effect effect)
    {
        var message = effect switch { Effect.Say say => say.Message, Effect.Edit edit => edit.Message, _ => null };
        if (effect is Effect.Fetch fetch) underWay.Add(fetch.Attachment);
        if (effect is Effect.AnswerPress { Text: { } notice }) Require(notice.Length <= 200, "a notice that is too long");
        if (message is null) return;
        Require((message.Text.Length > 0 || message.Media is not null) && message.Text.Length <= OutgoingMessage.MaxLength, "a message of no or too many characters");
        foreach (var span in message.Spans) Require(span.Offset >= 0 && span.Length > 0 && span.Offset + span.Length <= message.Text.Length, "a span outside its text");
        if (message.Keyboard is not { } keyboard) return;
        Buttons.Clear();
        foreach (var button in keyboard.Rows.SelectMany(r => r))
        {
            Require(button.Label.Length > 0, "a button without a label");
            if (button is not Button.Press press) continue;
            Require(Encoding.UTF8.GetByteCount(press.Token) is > 0 and <= 64, "a token that no button holds");
            Buttons.Add(press);
        }
    }
}

/// <summary>Forms held in memory.</summary>
internal sealed class Library(params FormDefinition[] forms) : IFormLibrary
{
    public ImmutableArray<FormDefinition> Offered { get; } = [.. forms];

    public FormDefinition? Find(string id, string version) => Offered.FirstOrDefault(form => form.Id == id && form.Version == version);

    public static FormDefinition Compile(byte[] file) =>
        FormCompiler.Compile(WorkbookReader.Read(new MemoryStream(file), "form.yaml")).Form ?? throw new InvalidOperationException("A form of the corpus does not compile.");
}
