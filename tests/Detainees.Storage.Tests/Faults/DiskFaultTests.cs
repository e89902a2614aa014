using Detainees.Storage.Sqlite;

namespace Detainees.Storage.Tests.Faults;

/// <summary>P4 at every single operation on the disk: whatever fails, and whenever, nothing acknowledged is lost and nothing is there twice.</summary>
public sealed class DiskFaultTests
{
    /// <summary>Set, every operation is broken with every fault; else every fifth, each fault beginning at another one.</summary>
    private const string All = "DETAINEES_EVERY_OPERATION";

    private const int Stride = 5;

    [Theory]
    [InlineData(DiskFault.Kill), InlineData(DiskFault.KillTorn), InlineData(DiskFault.PowerCut), InlineData(DiskFault.Full)]
    [InlineData(DiskFault.FullForAWhile), InlineData(DiskFault.Failed), InlineData(DiskFault.FailedTorn), InlineData(DiskFault.ReadOnlyForAWhile)]
    public async Task A_conversation_survives_the_fault_at_any_operation_on_the_disk(DiskFault fault)
    {
        var all = await OperationsOfOneConversationAsync();
        Assert.InRange(all, 60, 2000);
        var (first, step) = Environment.GetEnvironmentVariable(All) is { Length: > 0 } ? (1, 1) : (1 + (int)fault % Stride, Stride);
        for (var operation = first; operation <= all; operation += step)
        {
            try
            {
                await RunAsync(fault, operation);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                throw new InvalidOperationException($"{fault} at operation {operation} of {all}", failure);
            }
        }
    }

    [Fact]
    public async Task A_power_cut_takes_what_was_not_synced_so_the_tests_above_can_fail()
    {
        var lost = 0;
        for (var seed = 0; seed < 10; seed++)
        {
            using var folders = new StoreFolders(inMemory: true);
            var thread = Some.Thread();
            using (var disk = new FaultyDisk(folders.Data))
            {
                await using (var store = (SqliteIntakeStore)folders.Open())
                {
                    await store.OnWriterAsync(database => database.Execute("PRAGMA synchronous=OFF"));
                    await store.BeginAsync(thread, "acknowledged");
                    disk.StrikeAt(disk.Operations + 1, DiskFault.PowerCut);
                }

                disk.RestoreAfterPowerCut(new Random(seed));
            }

            if (SqliteStore.Open(folders.Options) is not OpenResult.Opened(var again)) continue;
            await using (again)
                if (await again.LoadAsync(thread, TestContext.Current.CancellationToken) is LoadResult.None) lost++;
        }

        Assert.True(lost > 0);
    }

    private static async Task RunAsync(DiskFault fault, int operation)
    {
        using var folders = new StoreFolders(inMemory: true);
        Directory.CreateDirectory(folders.Data);
        var conversation = new SmallConversation();
        using (var disk = new FaultyDisk(folders.Data))
        {
            disk.StrikeAt(operation, fault);
            if (SqliteStore.Open(folders.Options) is OpenResult.Opened(var store))
            {
                await using (store) await conversation.GoOnAsync(store, tries: IsDeadly(fault) ? 1 : 12);
                // What passes does not end the conversation.
                if (!IsDeadly(fault)) Assert.True(conversation.IsOver);
            }

            if (fault == DiskFault.PowerCut) disk.RestoreAfterPowerCut(new Random(operation));
        }

        await using var again = folders.Open();
        await conversation.CheckAsync(again, folders.SigningKey);
        await conversation.GoOnAsync(again, tries: 3);
        Assert.True(conversation.IsOver);
        await conversation.CheckAsync(again, folders.SigningKey);
    }

    private static async Task<int> OperationsOfOneConversationAsync()
    {
        using var folders = new StoreFolders(inMemory: true);
        using var disk = new FaultyDisk(folders.Data);
        var conversation = new SmallConversation();
        await using (var store = folders.Open())
        {
            await conversation.GoOnAsync(store, tries: 1);
            Assert.True(conversation.IsOver);
            await conversation.CheckAsync(store, folders.SigningKey);
        }

        return disk.Operations;
    }

    private static bool IsDeadly(DiskFault fault) => fault is DiskFault.Kill or DiskFault.KillTorn or DiskFault.PowerCut;
}
