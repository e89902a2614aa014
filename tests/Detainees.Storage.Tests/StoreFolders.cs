using Detainees.Signing;
using Detainees.Testing;

namespace Detainees.Storage.Tests;

/// <summary>A place for one store that can be opened again and again.</summary>
internal sealed class StoreFolders : IDisposable
{
    private readonly TemporaryFolder folder;

    public StoreFolders(bool inMemory = false)
    {
        folder = new TemporaryFolder(inMemory);
        Data = Directory.CreateDirectory(folder["data"]).FullName;
        Keys = folder["keys"];
    }

    public string Root => folder.Path;
    public string Data { get; set; }
    public string Keys { get; set; }
    public TimeProvider Clock { get; init; } = new FakeClock(Some.Start);
    public TimeSpan PurgePause { get; init; }
    public SigningKey SigningKey { get; } = SigningKey.Create();
    public string DatabasePath => Path.Combine(Data, "intake.db");

    public StoreOptions Options => new()
    {
        DataDirectory = Data, EpochKeyDirectory = Keys, Origin = Some.Origin, SigningKey = SigningKey, Time = Clock, PurgePause = PurgePause, ReservedBytes = 0,
    };

    public IIntakeStore Open() => Assert.IsType<OpenResult.Opened>(SqliteStore.Open(Options)).Store;

    public void LoseKeys() => Directory.Delete(Keys, recursive: true);

    public void Dispose()
    {
        SigningKey.Dispose();
        folder.Dispose();
    }
}
