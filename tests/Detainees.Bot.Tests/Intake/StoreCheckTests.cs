using Detainees.Bot.Intake;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Detainees.Bot.Tests.Intake;

/// <summary>The check that the start does not wait for.</summary>
public class StoreCheckTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_store_ends_the_program_and_a_sound_one_does_not(bool damaged)
    {
        await using var rig = new IntakeRig();
        rig.Store.IsDamaged = damaged;
        using var life = new StartedLife();
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(rig.Logs));
        using var check = new StoreCheck(rig.Store, life, logs.CreateLogger<StoreCheck>());
        var before = Environment.ExitCode;
        try
        {
            await check.StartAsync(TestContext.Current.CancellationToken);
            await (check.ExecuteTask ?? Task.CompletedTask);
            Assert.Equal((damaged, damaged ? Launch.CannotStart : before), (life.IsStopped, Environment.ExitCode));
        }
        finally
        {
            Environment.ExitCode = before;
        }
    }

    private sealed class StartedLife : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource never = new();
        public bool IsStopped { get; private set; }
        public CancellationToken ApplicationStarted { get; } = new(canceled: true);
        public CancellationToken ApplicationStopping => never.Token;
        public CancellationToken ApplicationStopped => never.Token;
        public void StopApplication() => IsStopped = true;
        public void Dispose() => never.Dispose();
    }
}
