using Detainees.Bot.Intake;
using Detainees.Bot.Settings;
using Detainees.Journal;
using Detainees.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Detainees.Bot.Tests.Intake;

/// <summary>Retention: what the server lets go of, and that it never does on one device's word.</summary>
public class HousekeepingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_goes_before_two_devices_of_the_team_have_it()
    {
        await using var rig = new IntakeRig();
        var device = rig.Team.List.Devices[0];
        var entry = await SendAsync(rig);
        rig.Clock.Advance(TimeSpan.FromDays(100));
        async Task<bool> IsHereAsync(int days)
        {
            using var figures = new Figures.BotFigures(rig.Store, rig.Clock);
            using var housekeeping = new Housekeeping(
                rig.Store, rig.Team, new BotOptions { Retention = new RetentionOptions { Days = days } }, figures, rig.Clock, NullLogger<Housekeeping>.Instance);
            await housekeeping.RetireAsync(Cancel);
            return await rig.Store.OpenBodyAsync(entry.Id, Cancel) is not null;
        }

        Assert.True(await IsHereAsync(30));
        Assert.True(await rig.Store.Desks.AcknowledgeAsync(device.Key.Id, 1, entry.Hash, Cancel));
        Assert.True(await IsHereAsync(30));
        // A device that is not in the team, whatever it once said.
        Assert.True(await rig.Store.Desks.AcknowledgeAsync("SHA256:somebody-who-left", 1, entry.Hash, Cancel));
        Assert.True(await IsHereAsync(30));

        using var second = Signing.SigningKey.Create();
        rig.Team.Replace(rig.Team.List with { Devices = [device, device with { Key = second.Public, Name = "second" }] });
        Assert.True(await rig.Store.Desks.AcknowledgeAsync(second.Public.Id, 1, entry.Hash, Cancel));
        Assert.True(await IsHereAsync(0));
        Assert.True(await IsHereAsync(101));
        rig.Team.Close();
        Assert.True(await IsHereAsync(30));
        rig.Team.Open();
        Assert.False(await IsHereAsync(30));
        Assert.True(await rig.Store.IsSoundAsync(Cancel));
    }

    private static async Task<JournalEntry> SendAsync(IntakeRig rig)
    {
        var item = new JournalItem.Entry(EntryKind.Report, new EntryId(Guid.NewGuid()), "short 1", new byte[] { 1, 2, 3 }, []);
        var turn = new Storage.Turn { Thread = new ThreadKey(Guid.NewGuid()), ExpectedRevision = 0, Journal = [item] };
        return Assert.IsType<TurnResult.Stored>(await rig.Store.CommitAsync(turn, Cancel)).Receipts[0].Entry;
    }
}
