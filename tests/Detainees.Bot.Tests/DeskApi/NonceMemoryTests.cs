using Detainees.Bot.DeskApi;
using Detainees.Testing;

namespace Detainees.Bot.Tests.DeskApi;

public class NonceMemoryTests
{
    [Fact]
    public void A_nonce_is_refused_for_as_long_as_its_request_could_still_be_fresh()
    {
        var clock = new FakeClock();
        var memory = new NonceMemory(clock);
        Assert.True(memory.TryTake("key", "nonce"));
        // Signed a minute ahead of our clock, it would verify for two minutes from now.
        for (var seconds = 0; seconds <= 120; seconds++)
        {
            Assert.False(memory.TryTake("key", "nonce"));
            clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void Each_key_has_nonces_of_its_own()
    {
        var memory = new NonceMemory(new FakeClock());
        Assert.True(memory.TryTake("a", "nonce"));
        Assert.True(memory.TryTake("b", "nonce"));
        Assert.False(memory.TryTake("a", "nonce"));
    }
}
