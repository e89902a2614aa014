using Detainees.Bot.Intake;
using Detainees.Telegram;

namespace Detainees.Bot.Tests.Intake;

/// <summary>What a former process may have sent, or whose sending was cut off: it is said again, but not to who has answered it already.</summary>
public sealed class DoubtTests : IAsyncDisposable
{
    private const string LastQuestion = "In case you did not see my last question";
    private readonly IntakeRig rig = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task A_question_that_was_answered_before_the_restart_is_not_asked_again_and_is_named()
    {
        var ani = await WelcomedAsync();
        await DieUnnotedAsync(ani, ani.Press("Begin"));
        await rig.TakeAsync(ani.Text("Karen Testyan"));
        var said = Assert.Single(await rig.CarryOutAsync(ani), IsMessage);
        Assert.Contains(LastQuestion + ": “What is the name?”", said.Text, StringComparison.Ordinal);
        Assert.Contains("A photo?", said.Text, StringComparison.Ordinal);
        Assert.Empty(await rig.Store.LoadOutgoingAsync(0, 10, Cancel));
    }

    [Fact]
    public async Task A_question_whose_button_was_pressed_is_not_asked_again_nor_named()
    {
        var ani = await WelcomedAsync();
        await ani.PressAsync("Begin");
        await DieUnnotedAsync(ani, ani.Text("Karen Testyan"));
        await rig.TakeAsync(ani.Press("Skip", on: rig.NextMessage()));
        var said = Assert.Single(await rig.CarryOutAsync(ani), IsMessage);
        Assert.Contains("Anything else?", said.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(LastQuestion, said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_nobody_answers_is_asked_again_after_a_second()
    {
        var ani = await WelcomedAsync();
        await DieUnnotedAsync(ani, ani.Press("Begin"));
        Assert.Empty(await rig.CarryOutAsync(ani));
        var take = await rig.Outgoing.TakeDueAsync(rig.Clock.GetUtcNow(), 10, 10, 8, Cancel);
        Assert.Equal(rig.Clock.GetUtcNow() + OutgoingQueue.DoubtWait, take.NextDue);
        rig.Clock.Advance(OutgoingQueue.DoubtWait);
        Assert.Single(await rig.CarryOutAsync(ani), said => said.Text.Contains("What is the name?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_update_that_the_question_answered_coming_again_says_nothing_about_its_arrival()
    {
        var ani = await WelcomedAsync();
        var begin = ani.Press("Begin");
        await DieUnnotedAsync(ani, begin);
        await rig.TakeAsync(begin);
        rig.Clock.Advance(OutgoingQueue.DoubtWait);
        Assert.Single(await rig.CarryOutAsync(ani), said => said.Text.Contains("What is the name?", StringComparison.Ordinal));
    }

    [Theory, InlineData("/start"), InlineData("/help"), InlineData("/pause")]
    public async Task A_command_is_no_answer_and_the_question_is_asked_again(string command)
    {
        var ani = await WelcomedAsync();
        await DieUnnotedAsync(ani, ani.Press("Begin"));
        await rig.TakeAsync(ani.Text(command));
        rig.Clock.Advance(OutgoingQueue.DoubtWait);
        Assert.Contains(await rig.CarryOutAsync(ani), said => said.Text.Contains("What is the name?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_written_where_a_button_is_awaited_is_no_answer()
    {
        var ani = await AtTheLastQuestionAsync();
        await DieUnnotedAsync(ani, ani.Text("a word"));
        await rig.TakeAsync(ani.Text("hello?"));
        rig.Clock.Advance(OutgoingQueue.DoubtWait);
        Assert.Contains(await rig.CarryOutAsync(ani), said => said.Text.StartsWith("Your answers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_number_of_a_report_is_said_again_whatever_the_person_writes()
    {
        var ani = await AtTheLastQuestionAsync();
        await ani.SayAsync("a word");
        await ani.PressAsync("Send");
        await DieUnnotedAsync(ani, ani.Press("Send now"));
        await rig.TakeAsync(ani.Text("/start"));
        await rig.TakeAsync(ani.Text("thank you"));
        rig.Clock.Advance(OutgoingQueue.DoubtWait);
        var said = await rig.CarryOutAsync(ani);
        Assert.Contains("sent and sealed", said.First(IsMessage).Text, StringComparison.Ordinal);
        Assert.Contains(said, message => message.Text.Contains("Number:", StringComparison.Ordinal));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task What_was_cut_off_and_answered_meanwhile_is_not_said_again_and_what_was_refused_is(bool mayHaveArrived)
    {
        var ani = await WelcomedAsync();
        await rig.TakeAsync(ani.Press("Begin"));
        var question = await TakeQuestionAsync();
        await rig.Outgoing.ReportAsync([new OutboxReport.Deferred(question.Id, ani.Chat, rig.Clock.GetUtcNow().AddSeconds(5), mayHaveArrived)], Cancel);
        await rig.TakeAsync(ani.Text("Karen Testyan"));
        rig.Clock.Advance(TimeSpan.FromSeconds(5));
        var said = (await rig.CarryOutAsync(ani)).Where(IsMessage).ToList();
        Assert.Equal(mayHaveArrived ? 1 : 2, said.Count);
        Assert.Equal(mayHaveArrived, said[^1].Text.Contains(LastQuestion, StringComparison.Ordinal));
        Assert.Contains("A photo?", said[^1].Text, StringComparison.Ordinal);
    }

    private async Task<Person> WelcomedAsync()
    {
        var ani = rig.NewPerson(1001);
        await ani.SayAsync("/start");
        if (ani.Offers("English")) await ani.PressAsync("English");
        return ani;
    }

    private async Task<Person> AtTheLastQuestionAsync()
    {
        var ani = await WelcomedAsync();
        await ani.PressAsync("Begin");
        await ani.SayAsync("Karen Testyan");
        await ani.PressAsync("Skip");
        return ani;
    }

    /// <summary>An update is taken, its answer sent and seen, and the program dies before it knows that.</summary>
    private async Task DieUnnotedAsync(Person person, ReceivedUpdate update)
    {
        await rig.TakeAsync(update);
        foreach (var row in (await rig.Outgoing.TakeDueAsync(rig.Clock.GetUtcNow(), 10, 10, 8, Cancel)).Rows)
        {
            if (row.Request is not { Kind: OutgoingKind.Send } request) continue;
            person.See(request, System.Text.Json.Nodes.JsonNode.Parse(request.Body.Span)!.AsObject(), rig.NextMessage());
        }

        await rig.RestartAsync(atOnce: true);
    }

    private async Task<OutboxRow> TakeQuestionAsync() =>
        (await rig.Outgoing.TakeDueAsync(rig.Clock.GetUtcNow(), 10, 10, 8, Cancel)).Rows.Single(row => row.Request?.Kind is OutgoingKind.Send);

    private static bool IsMessage(Carried said) => said.Kind is OutgoingKind.Send;
}
