namespace Detainees.Testing;

/// <summary>A folder of the test's own, removed with everything in it when the test ends.</summary>
/// <param name="inMemory">Where the system has a file system in memory, there: for tests that wait for the disk a thousand times.</param>
public sealed class TemporaryFolder(bool inMemory = false) : IDisposable
{
    private const string Memory = "/dev/shm";

    public string Path { get; } = inMemory && Directory.Exists(Memory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(Memory, $"detainees-test-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("detainees-test-").FullName;

    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A child process may still be letting go of a file; the system's cleaner takes the rest.
        }
    }
}
