using Detainees.Bot.Settings;
using Detainees.Testing;

namespace Detainees.Bot.Tests.Settings;

public class PlacesTests
{
    [Theory, InlineData(true), InlineData(false)]
    public void Keys_lie_outside_the_data_in_every_mode(bool tryOut)
    {
        var places = Places.For(new BotOptions(), tryOut);
        foreach (var key in new[] { places.EpochKeys, places.Secrets })
            Assert.StartsWith("..", Path.GetRelativePath(places.Data, key), StringComparison.Ordinal);
    }

    [Fact]
    public void Production_never_falls_back_to_what_is_public()
    {
        var places = Places.For(new BotOptions(), tryOut: false);
        Assert.Equal(("/etc/detainees/team.txt", "/etc/detainees/roots.pub"), (places.TeamFile, places.TeamRoots));
        Assert.Equal(("/var/lib/detainees", "/run/detainees/epochs", "/etc/detainees/secrets"), (places.Data, places.EpochKeys, places.Secrets));
    }

    [Fact]
    public void What_is_set_holds_in_both_modes_and_is_made_absolute()
    {
        var options = new BotOptions
        {
            Storage = new StorageOptions { DataDirectory = "a/b", EpochKeyDirectory = "/x/../y", SecretsDirectory = "s" },
            Team = new TeamOptions { File = "t.txt", Roots = "r.pub" }, Forms = new FormsOptions { Directory = "f" },
        };
        foreach (var tryOut in new[] { true, false })
        {
            var places = Places.For(options, tryOut);
            Assert.Equal(
                [Path.GetFullPath("a/b"), Path.GetFullPath("/y"), Path.GetFullPath("s"), Path.GetFullPath("t.txt"), Path.GetFullPath("r.pub"), Path.GetFullPath("f")],
                [places.Data, places.EpochKeys, places.Secrets, places.TeamFile, places.TeamRoots, places.Forms]);
        }
    }

    [Fact]
    public void Two_try_outs_do_not_share_their_epoch_keys()
    {
        using var folder = new TemporaryFolder();
        var first = Places.For(new BotOptions { Storage = new StorageOptions { DataDirectory = folder["a"] } }, tryOut: true);
        var second = Places.For(new BotOptions { Storage = new StorageOptions { DataDirectory = folder["b"] } }, tryOut: true);
        Assert.NotEqual(first.EpochKeys, second.EpochKeys);
        Assert.Equal(first.EpochKeys, Places.For(new BotOptions { Storage = new StorageOptions { DataDirectory = folder["a"] } }, tryOut: true).EpochKeys);
    }
}
