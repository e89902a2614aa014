using Detainees.Bot.DeskApi;
using Detainees.Testing;

namespace Detainees.Bot.Tests.DeskApi;

public class RequestRatesTests
{
    [Fact]
    public void Who_asks_too_often_is_refused_and_nobody_else_is()
    {
        var rates = new RequestRates(10, new FakeClock());
        Assert.Equal(40, Enumerable.Range(0, 1000).Count(_ => rates.TryTake("a")));
        Assert.True(rates.TryTake("b"));
    }

    [Fact]
    public void The_bucket_fills_again_and_never_more_than_full()
    {
        var clock = new FakeClock();
        var rates = new RequestRates(10, clock);
        for (var i = 0; i < 100; i++) rates.TryTake("a");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => rates.TryTake("a")));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(40, Enumerable.Range(0, 100).Count(_ => rates.TryTake("a")));
    }

    [Fact]
    public void However_many_ask_the_memory_is_bounded()
    {
        var rates = new RequestRates(10, new FakeClock());
        for (var i = 0; i < 3 * RequestRates.MostNames; i++) Assert.True(rates.TryTake($"name {i}"));
        Assert.InRange(rates.Names, 1, RequestRates.MostNames);
    }
}
