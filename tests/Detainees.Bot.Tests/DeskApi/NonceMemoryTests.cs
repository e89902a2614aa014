using Detainees.Bot.DeskApi;
using Detainees.Bot.Tests.Intake;
using Microsoft.Extensions.Logging.Abstractions;

namespace Detainees.Bot.Tests.DeskApi;

public class NonceMemoryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_nonce_is_refused_for_as_long_as_its_request_could_still_be_fresh()
    {
        await using var rig = new IntakeRig();
        var memory = new NonceMemory(rig.Store, rig.Clock, NullLogger<NonceMemory>.Instance);
        Assert.True(await memory.TryTakeAsync("key", "nonce", Cancel));
        // Signed a minute ahead of our clock, it would verify for two minutes from now.
        for (var seconds = 0; seconds <= 120; seconds++)
        {
            Assert.False(await memory.TryTakeAsync("key", "nonce", Cancel));
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Each_key_has_nonces_of_its_own()
    {
        await using var rig = new IntakeRig();
        var memory = new NonceMemory(rig.Store, rig.Clock, NullLogger<NonceMemory>.Instance);
        Assert.True(await memory.TryTakeAsync("a", "nonce", Cancel));
        Assert.True(await memory.TryTakeAsync("b", "nonce", Cancel));
        Assert.False(await memory.TryTakeAsync("a", "nonce", Cancel));
    }

    [Fact]
    public async Task A_nonce_outlives_the_process()
    {
        await using var rig = new IntakeRig();
        Assert.True(await new NonceMemory(rig.Store, rig.Clock, NullLogger<NonceMemory>.Instance).TryTakeAsync("key", "nonce", Cancel));
        await rig.RestartAsync();
        Assert.False(await new NonceMemory(rig.Store, rig.Clock, NullLogger<NonceMemory>.Instance).TryTakeAsync("key", "nonce", Cancel));
    }

    [Fact]
    public async Task Nonces_past_their_time_take_no_memory()
    {
        await using var rig = new IntakeRig();
        var memory = new NonceMemory(rig.Store, rig.Clock, NullLogger<NonceMemory>.Instance);
        for (var i = 0; i < 100; i++)
        {
            await memory.TryTakeAsync("key", $"nonce {i}", Cancel);
            rig.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.InRange(memory.Count, 1, (int)(NonceMemory.Kept.TotalSeconds / 10) + 2);
    }
}
