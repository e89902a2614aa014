using Detainees.Bot.Settings;
using Detainees.Conversations;
using Detainees.Testing;

namespace Detainees.Bot.Tests.Settings;

public sealed class ServerSecretsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void They_are_made_once_and_found_again()
    {
        using var first = Open();
        using var second = Open();
        Assert.Equal(first.Signing.Public, second.Signing.Public);
        foreach (var chat in new long[] { 1, -5, 4_503_599_627_370_495 })
            Assert.Equal(first.ThreadOf(new ChatId(chat)), second.ThreadOf(new ChatId(chat)));
    }

    [Fact]
    public void Only_their_owner_can_read_them()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs Unix file modes");
            return;
        }

        Open().Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder["secrets"]));
        foreach (var file in Directory.GetFiles(folder["secrets"]))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Chats_have_threads_of_their_own_that_another_server_does_not_find()
    {
        using var ours = Open();
        using var other = ServerSecrets.OpenOrCreate(folder["other"]);
        Assert.NotNull(other);
        var chats = Enumerable.Range(1, 1000).Select(n => new ChatId(n)).ToList();
        Assert.Equal(1000, chats.Select(ours.ThreadOf).Distinct().Count());
        Assert.Empty(chats.Select(ours.ThreadOf).Intersect(chats.Select(other.ThreadOf)));
    }

    [Theory]
    [InlineData("thread.key", 31)]
    [InlineData("thread.key", 33)]
    [InlineData("thread.key", 0)]
    [InlineData("signing.pem", 0)]
    [InlineData("signing.pem", 100)]
    public void A_damaged_file_is_refused_and_left_as_it_is(string name, int length)
    {
        Open().Dispose();
        var path = Path.Combine(folder["secrets"], name);
        var damaged = new byte[length];
        File.ReadAllBytes(path).AsSpan(0, Math.Min(length, (int)new FileInfo(path).Length)).CopyTo(damaged);
        File.WriteAllBytes(path, damaged);
        Assert.Null(ServerSecrets.OpenOrCreate(folder["secrets"]));
        Assert.Equal(damaged, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_file_in_the_directorys_place_is_refused()
    {
        File.WriteAllText(folder["secrets"], "");
        Assert.Null(ServerSecrets.OpenOrCreate(folder["secrets"]));
    }

    private ServerSecrets Open() => ServerSecrets.OpenOrCreate(folder["secrets"]) ?? throw new InvalidOperationException("refused");
}
