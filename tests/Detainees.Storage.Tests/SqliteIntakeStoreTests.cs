using Detainees.Signing;
using Detainees.Testing;

namespace Detainees.Storage.Tests;

public sealed class SqliteIntakeStoreTests : IntakeStoreContract
{
    protected override IStoreUnderTest Create() => new SqliteUnderTest();

    private sealed class SqliteUnderTest : IStoreUnderTest
    {
        private readonly StoreFolders folders;

        public SqliteUnderTest()
        {
            Clock = new FakeClock(Some.Start);
            folders = new StoreFolders { Clock = Clock };
            Store = folders.Open();
        }

        public IIntakeStore Store { get; private set; }
        public FakeClock Clock { get; }
        public VerifyingKey Verifier => folders.SigningKey.Public;

        public async Task RestartAsync(bool loseKeys)
        {
            await Store.DisposeAsync();
            if (loseKeys) folders.LoseKeys();
            Store = folders.Open();
        }

        public async ValueTask DisposeAsync()
        {
            await Store.DisposeAsync();
            folders.Dispose();
        }
    }
}
