using System.Net;
using System.Net.Sockets;
using Detainees.Bot.Settings;
using Detainees.Endurance.Running;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Starting;

/// <summary>What an operator can get wrong: the program says so in one sentence and does not run with less than was promised.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly Places places = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => places.Dispose();

    [Fact]
    public async Task With_a_token_the_public_demo_team_is_refused()
    {
        var run = await RunAsync(places.Production(
            $"--Team:File={Checkout.Path("config", "demo", "team.txt")}", $"--Team:Roots={Checkout.Path("config", "demo", "roots.pub")}"));
        run.RefusedBecause("demo team", "everybody has its keys");
    }

    [Fact]
    public async Task A_team_without_a_recovery_key_is_refused()
    {
        places.WriteTeam(Places.Team(recovery: false));
        (await RunAsync(places.Production())).RefusedBecause("recovery");
    }

    [Fact]
    public async Task An_unsigned_team_is_refused()
    {
        places.WriteTeam(Places.Team(), sign: false);
        (await RunAsync(places.Production())).RefusedBecause("no signature");
    }

    [Fact]
    public async Task An_expired_team_is_refused()
    {
        places.WriteTeam(Places.Team(validUntil: "2020-01-31"));
        (await RunAsync(places.Production())).RefusedBecause("valid until 2020-01-31");
    }

    [Fact]
    public async Task A_team_list_that_is_not_there_is_refused()
    {
        File.Delete(places["team.txt"]);
        (await RunAsync(places.Production())).RefusedBecause("cannot be read", "team.txt");
    }

    [Fact]
    public async Task In_production_a_data_directory_is_not_made()
    {
        Directory.Delete(places["data"]);
        (await RunAsync(places.Production())).RefusedBecause("data directory", "does not exist");
        Assert.False(Directory.Exists(places["data"]));
    }

    [Fact]
    public async Task A_file_in_the_data_directorys_place_is_refused()
    {
        Directory.Delete(places["data"]);
        await File.WriteAllTextAsync(places["data"], "", Cancel);
        (await RunAsync(places.Production())).RefusedBecause("data directory");
        (await RunAsync(places.TryOut())).RefusedBecause("data directory");
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        (await RunAsync(places.Production("--Storage:DataDirectory=/proc/sys"))).RefusedBecause("data directory", "cannot be written");
        (await RunAsync(places.TryOut("--Storage:DataDirectory=/proc/sys/none"))).RefusedBecause("data directory");
    }

    [Theory, InlineData("strat"), InlineData("--Storage:DataDir=/srv/data"), InlineData("--Telegram:TokenFil=/etc/token")]
    public async Task A_slip_on_the_command_line_is_refused_and_starts_no_try_out(string slip) =>
        (await RunAsync([slip])).RefusedBecause("neither a command nor a setting", slip.Split('=')[0]);

    [Fact]
    public async Task A_data_directory_that_another_bot_uses_is_refused()
    {
        await using var phone = await Phone.PhoneServer.StartAsync(new Phone.PhoneOptions(), Cancel);
        using var folder = new TemporaryFolder();
        await using var first = new BotUnderTest(folder, phone.Address, "Verbose", Checkout.Path("config", "forms"));
        Directory.CreateDirectory(first.Data);
        await first.StartAsync(Cancel);
        (await RunAsync(places.Production($"--Storage:DataDirectory={first.Data}", $"--Storage:SecretsDirectory={first.Secrets}"))).RefusedBecause("another bot uses");
    }

    [Fact]
    public async Task Epoch_keys_inside_the_data_are_refused()
    {
        (await RunAsync(places.Production($"--Storage:EpochKeyDirectory={places["data", "epochs"]}"))).RefusedBecause("epoch key", "inside the data directory");
        Assert.Empty(Directory.GetFileSystemEntries(places["data"]));
    }

    [Fact]
    public async Task Epoch_keys_that_cannot_be_kept_are_refused()
    {
        await File.WriteAllTextAsync(places["epochs"], "", Cancel);
        (await RunAsync(places.Production())).RefusedBecause("epoch key directory");
    }

    [Fact]
    public async Task Secrets_inside_the_data_are_refused_before_any_is_made()
    {
        (await RunAsync(places.Production($"--Storage:SecretsDirectory={places["data", "secrets"]}"))).RefusedBecause("secrets directory", "inside the data directory");
        Assert.Empty(Directory.GetFileSystemEntries(places["data"]));
    }

    [Fact]
    public async Task Secrets_behind_a_link_that_leads_into_the_data_are_refused()
    {
        Directory.CreateDirectory(places["data", "inner"]);
        Directory.CreateSymbolicLink(places["looks-outside"], places["data", "inner"]);
        (await RunAsync(places.Production($"--Storage:SecretsDirectory={places["looks-outside"]}"))).RefusedBecause("secrets directory", "inside the data directory");
        Assert.Empty(Directory.GetFileSystemEntries(places["data", "inner"]));
    }

    [Fact]
    public async Task Damaged_secrets_are_refused_and_left_as_they_are()
    {
        Directory.CreateDirectory(places["secrets"]);
        await File.WriteAllTextAsync(places["secrets", "thread.key"], "short", Cancel);
        (await RunAsync(places.Production())).RefusedBecause("secrets directory");
        Assert.Equal("short", await File.ReadAllTextAsync(places["secrets", "thread.key"], Cancel));
    }

    [Fact]
    public async Task A_database_of_something_else_is_refused_and_left_as_it_is()
    {
        await File.WriteAllTextAsync(places["data", "intake.db"], "this is no database, but somebody's file", Cancel);
        ServerSecrets.OpenOrCreate(places["secrets"])?.Dispose();
        (await RunAsync(places.Production())).RefusedBecause("damaged or is none of ours");
        Assert.Equal("this is no database, but somebody's file", await File.ReadAllTextAsync(places["data", "intake.db"], Cancel));
    }

    [Theory, InlineData("there-is-none"), InlineData("empty"), InlineData("bad")]
    public async Task A_forms_directory_without_a_usable_form_is_refused(string name)
    {
        if (name != "there-is-none") Directory.CreateDirectory(places[name]);
        if (name == "bad") await File.WriteAllTextAsync(places[name, "form.yaml"], "survey: [", Cancel);
        var run = await RunAsync(places.Production($"--Forms:Directory={places[name]}"));
        run.RefusedBecause("no usable form", places[name]);
        if (name == "bad") Assert.Contains("form.yaml", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Telegram:PollSeconds=51", "Telegram:PollSeconds")]
    [InlineData("--Telegram:RepliesInFlight=0", "Telegram:RepliesInFlight")]
    [InlineData("--Telegram:PollSeconds=many", "setting")]
    [InlineData("--DeskApi:Listen=somewhere", "DeskApi:Listen")]
    [InlineData("--TimeZone=Middle/Earth", "TimeZone")]
    [InlineData("--LogLevel=Chatty", "LogLevel")]
    [InlineData("--Mode=maybe", "Mode")]
    [InlineData("--Telegram:ApiRoot=http://bots.example.org", "https")]
    [InlineData("--Telegram:TokenFile=/nowhere/token", "TokenFile")]
    [InlineData("--Telegram:TokenFile=/", "TokenFile")]
    public async Task A_bad_setting_is_named(string setting, string named) => (await RunAsync(places.Production(setting))).RefusedBecause(named);

    [Fact]
    public async Task A_token_that_is_none_is_not_repeated()
    {
        var run = await RunAsync(places.Production("--Telegram:Token=100000001:AAinvented secret"));
        run.RefusedBecause("token");
        Assert.DoesNotContain("secret", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory, InlineData("{ not json"), InlineData("""{ "Telegram": { "Token": "100000001:AAinventedTokenForTests-0123456789_xyz", "PollSeconds": "x" } }""")]
    public async Task A_settings_file_that_cannot_be_read_is_refused(string content)
    {
        await File.WriteAllTextAsync(places["settings.json"], content, Cancel);
        (await RunAsync([.. places.Production().Where(s => !s.StartsWith("--Telegram", StringComparison.Ordinal))], ("DETAINEES_CONFIG", places["settings.json"]))).RefusedBecause("settings file");
    }

    [Fact]
    public async Task A_settings_file_that_is_named_and_missing_is_refused() =>
        (await RunAsync(places.Production(), ("DETAINEES_CONFIG", places["none.json"]))).RefusedBecause("settings file");

    [Fact]
    public async Task A_port_of_the_phone_that_is_taken_is_named()
    {
        using var taken = Take(out var port);
        (await RunAsync(places.TryOut($"--Phone:Port={port}"))).RefusedBecause($"{port}", "in use", "--Phone:Port");
    }

    [Fact]
    public async Task A_port_of_the_desk_that_is_taken_is_named()
    {
        using var taken = Take(out var port);
        (await RunAsync(places.TryOut($"--DeskApi:Listen=http://127.0.0.1:{port}"))).RefusedBecause($"{port}", "in use", "--DeskApi:Listen");
        (await RunAsync(places.Production($"--DeskApi:Listen=http://127.0.0.1:{port}"))).RefusedBecause($"{port}", "in use");
    }

    [Fact]
    public async Task An_address_of_the_desk_that_this_machine_does_not_have_is_refused() =>
        (await RunAsync(places.Production("--DeskApi:Listen=http://192.0.2.7:5081"))).RefusedBecause("192.0.2.7");

    private static Task<BotRun> RunAsync(string[] settings, params (string Name, string Value)[] environment) =>
        BotRun.ToEndAsync(settings, Cancel, environment.ToDictionary(e => e.Name, e => e.Value));

    private static TcpListener Take(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }
}
