using FsCheck;
using FsCheck.Fluent;

namespace Detainees.Conversations.Tests;

/// <summary>
/// Any small form, any sequence of what people, phones and the channel may do: nothing throws, every message fits the
/// channel, the state reads back as it was written (the phone looks at both), and there is always a way out.
/// </summary>
public sealed class WalkTests
{
    private static readonly string[] Typed =
    [
        .. PropertyTests.Words, "Ереван", "Երևան", "يريفان", "17 мая 1990", "17 մայիսի 1990", "١٧ أيار ١٩٩٠", "1", "2", "3", "abc", "12", "0012", "2:30 pm",
        "40°10'45\"N 44°29'57\"E", "The yes", "The maybe, The no", "1 · The yes", "Next", "All answers", "\u202eabc", "👩‍👩‍👧‍👦", "\n\n", "a\nb", "🎤🎤",
    ];

    private static readonly string[] Commands = ["start", "language", "pause", "review", "help", "receipt", "nonsense", "cancel", "erase"];

    private static Gen<(int Form, (int Kind, int Which)[] Steps)> Conversations =>
        from form in Gen.Choose(1, 100_000)
        from steps in (from kind in Gen.Choose(0, 19) from which in Gen.Choose(0, 10_000) select (kind, which)).ArrayOf(40)
        select (form, steps);

    [Fact]
    public void Whatever_happens_a_conversation_can_be_finished() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(2026, 1),
        Prop.ForAll(Conversations.ToArbitrary(), conversation =>
        {
            var phone = Played(conversation);
            for (var step = 0; step < 500 && phone.State is not ConversationState.Sent; step++) Walker.Forward(phone);
            Assert.True(phone.State is ConversationState.Sent, $"It stands still at: {string.Join("\n---\n", phone.Effects.OfType<Effect.Say>().TakeLast(4).Select(say => say.Message.Text))}");
            Assert.NotEmpty(phone.Reports);
        }));

    [Fact]
    public void Whatever_happens_a_conversation_can_be_cancelled() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(2026, 3),
        Prop.ForAll(Conversations.ToArbitrary(), conversation =>
        {
            var phone = Played(conversation);
            phone.Command("cancel");
            if (phone.State is ConversationState.Drafting) phone.PressToken(Walker.Find(phone, ActionKind.Yes) ?? "");
            Assert.IsNotType<ConversationState.Drafting>(phone.State);
        }));

    private static Phone Played((int Form, (int Kind, int Which)[] Steps) conversation)
    {
        var random = new Random(conversation.Form);
        var phone = new Phone(new TestLibrary(RandomForms.Make(random, languages: conversation.Form % 2 == 0)), new ConversationRules { MaxAttachments = 8 });
        phone.Command("start");
        foreach (var (kind, which) in conversation.Steps) Do(phone, kind, which);
        return phone;
    }

    private static void Do(Phone phone, int kind, int which)
    {
        var buttons = phone.Buttons();
        switch (kind)
        {
            case <= 6 when buttons.Count > 0: phone.PressToken(buttons[which % buttons.Count].Token, which % 3 == 0 ? null : phone.Newest()); break;
            case 7 or 8: phone.PressToken(phone.Tokens.ElementAtOrDefault(which % Math.Max(1, phone.Tokens.Count())) ?? "", phone.Newest()); break;
            case 9: phone.File((FileKind)(which % 6), which % 2 == 0 ? null : Typed[which % Typed.Length], which % 5 == 0 ? "album" : null, which % 11 == 0 ? 30_000_000 : 10); break;
            case 10: phone.Stored(); break;
            case 11 when phone.UnderWay.Count > 0: phone.Failed((FileFailure)(which % 4)); break;
            case 12: phone.Command(Commands[which % Commands.Length]); break;
            case 13: phone.Give(new Input.Edited(new MessageId(which % 60), Typed[which % Typed.Length])); break;
            case 14: phone.Contact("+374 00 000000"); break;
            case 15: phone.Place((which % 400) - 200, (which % 300) - 150); break;
            case 16: phone.Wait(TimeSpan.FromMinutes(which % 600)); break;
            default: phone.Text(which % 40 == 0 ? new string('ա', 5000) : Typed[which % Typed.Length]); break;
        }
    }
}
