namespace Detainees.Bot.Tests.Intake;

/// <summary>100,000 families in days: whoever has put the phone away must not cost memory until they come back.</summary>
[Collection("measures the whole process")]
public class IdleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_conversation_that_nobody_writes_in_takes_no_memory()
    {
        const int Many = 400;
        await using var rig = new IntakeRig();
        // The first ones fill what is made once.
        await BeginAsync(0, Many);
        await QuietHourAsync(9_998);
        var before = Memory();
        await BeginAsync(Many, Many);
        await QuietHourAsync(9_999);
        Assert.Equal((0, 0, 1), (rig.Outgoing.Rows, rig.Lanes.Count, rig.Quotas.Chats));
        Assert.Equal(2 * Many, (await rig.Store.CountsAsync(Cancel)).Drafts - 2);
        // A conversation's state alone, decrypted, would be more than a thousand bytes.
        Assert.InRange((Memory() - before) / Many, long.MinValue, 200);

        // Whole collections, because the runtime's own way to ask for them stops where one changes less than a twentieth of all.
        static long Memory()
        {
            for (var i = 0; i < 4; i++)
            {
                GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }

            return GC.GetTotalMemory(forceFullCollection: false);
        }

        // Then somebody else writes.
        async Task QuietHourAsync(long chat)
        {
            rig.Clock.Advance(TimeSpan.FromHours(1));
            await rig.NewPerson(chat).SayAsync("/start");
            await rig.CarryOutAsync();
        }

        async Task BeginAsync(int first, int count)
        {
            for (var i = first; i < first + count; i++)
            {
                var person = rig.NewPerson(10_000 + i);
                await person.BeginAsync();
                await person.SayAsync("Karen Testyan");
            }
        }
    }
}
