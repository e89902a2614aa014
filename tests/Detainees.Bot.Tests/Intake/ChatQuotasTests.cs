using Detainees.Bot.Intake;
using Detainees.Bot.Settings;
using Detainees.Journal;
using Detainees.Testing;

namespace Detainees.Bot.Tests.Intake;

public class ChatQuotasTests
{
    private static readonly ThreadKey Ani = new(Guid.NewGuid()), Davit = new(Guid.NewGuid());

    private readonly FakeClock clock = new();

    [Fact]
    public void A_burst_is_taken_then_so_many_a_second_and_the_person_is_told_once()
    {
        var quotas = With(new IntakeOptions { Burst = 20, UpdatesPerSecond = 2 });
        var verdicts = Enumerable.Range(0, 200).Select(_ => quotas.TakeUpdate(Ani)).ToList();
        Assert.Equal(20, verdicts.Count(v => v is QuotaVerdict.Taken));
        Assert.Equal(1, verdicts.Count(v => v is QuotaVerdict.TooFastNow));
        Assert.Equal(QuotaVerdict.Taken, quotas.TakeUpdate(Davit));
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(6, Enumerable.Range(0, 200).Count(_ => quotas.TakeUpdate(Ani) is QuotaVerdict.Taken));
    }

    [Fact]
    public void Who_goes_on_for_an_hour_is_told_every_ten_minutes()
    {
        var quotas = With(new IntakeOptions { Burst = 20, UpdatesPerSecond = 1, UpdatesPerDay = 1_000_000 });
        var told = 0;
        for (var second = 0; second < 3600; second++, clock.Advance(TimeSpan.FromSeconds(1)))
            for (var n = 0; n < 5; n++)
                if (quotas.TakeUpdate(Ani) is QuotaVerdict.TooFastNow) told++;
        Assert.Equal(6, told);
    }

    [Fact]
    public void A_days_share_is_told_once_and_is_there_again_the_next_day()
    {
        var quotas = With(new IntakeOptions { Burst = 10_000, UpdatesPerDay = 100 });
        Assert.Equal(100, Enumerable.Range(0, 100).Count(_ => quotas.TakeUpdate(Ani) is QuotaVerdict.Taken));
        Assert.Equal(QuotaVerdict.DayFullNow, quotas.TakeUpdate(Ani));
        Assert.All(Enumerable.Range(0, 50), _ => Assert.Equal(QuotaVerdict.Silent, quotas.TakeUpdate(Ani)));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(QuotaVerdict.Taken, quotas.TakeUpdate(Ani));
    }

    [Fact]
    public void What_was_not_taken_after_all_does_not_count()
    {
        var quotas = With(new IntakeOptions { Burst = 20, UpdatesPerDay = 100 });
        for (var n = 0; n < 1000; n++)
        {
            Assert.Equal(QuotaVerdict.Taken, quotas.TakeUpdate(Ani));
            quotas.GiveBack(Ani);
        }
    }

    [Fact]
    public void Who_was_quiet_for_an_hour_and_used_little_is_forgotten_and_who_used_much_is_not()
    {
        var quotas = With(new IntakeOptions { UpdatesPerDay = 200, MegabytesPerDay = 100, ReportsPerDay = 5 });
        ThreadKey many = new(Guid.NewGuid()), large = new(Guid.NewGuid()), sent = new(Guid.NewGuid());
        quotas.TakeUpdate(Ani);
        for (var n = 0; n < 11; n++) quotas.TakeUpdate(many);
        Assert.True(quotas.TryTakeBytes(large, 6 << 20));
        quotas.CountReport(sent);
        clock.Advance(TimeSpan.FromMinutes(59));
        quotas.TakeUpdate(Davit);
        Assert.Equal(5, quotas.Chats);
        clock.Advance(TimeSpan.FromMinutes(1));
        quotas.TakeUpdate(Davit);
        Assert.Equal(4, quotas.Chats);
        Assert.Equal(189, Enumerable.Range(0, 300).Count(_ => quotas.TakeUpdate(many) is QuotaVerdict.Taken));
        clock.Advance(TimeSpan.FromDays(1));
        quotas.TakeUpdate(Davit);
        Assert.Equal(1, quotas.Chats);
    }

    [Fact]
    public void Files_are_counted_by_their_bytes()
    {
        var quotas = With(new IntakeOptions { MegabytesPerDay = 1 });
        Assert.True(quotas.TryTakeBytes(Ani, 1 << 20));
        Assert.False(quotas.TryTakeBytes(Ani, 1));
        Assert.True(quotas.TryTakeBytes(Davit, 1));
        quotas.GiveBackBytes(Ani, 10);
        Assert.True(quotas.TryTakeBytes(Ani, 10));
        Assert.False(quotas.TryTakeBytes(Ani, long.MaxValue - (1 << 20)));
    }

    [Fact]
    public void However_many_chats_write_the_memory_is_bounded_and_a_flooder_is_not_forgotten()
    {
        var quotas = With(new IntakeOptions { UpdatesPerDay = 1000, Burst = 1000 });
        for (var n = 0; n < 1001; n++) quotas.TakeUpdate(Ani);
        for (var n = 0; n < 2 * ChatQuotas.MostChats; n++) Assert.Equal(QuotaVerdict.Taken, quotas.TakeUpdate(new ThreadKey(Guid.NewGuid())));
        Assert.InRange(quotas.Chats, 1, ChatQuotas.MostChats);
        Assert.Equal(QuotaVerdict.Silent, quotas.TakeUpdate(Ani));
    }

    private ChatQuotas With(IntakeOptions limits) => new(new BotOptions { Intake = limits }, clock);
}
