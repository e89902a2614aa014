using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Detainees.EndToEnd.Tests.Starting;
using Detainees.Endurance.Running;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Image;

/// <summary>
/// The image: built for real where an engine runs. Elsewhere its build steps run as plain commands, and what they give is
/// started as the image would start it, as a user without rights.
/// </summary>
public sealed class ImageTests : IDisposable
{
    private const string Nobody = "65534";
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_final_stage_runs_without_root_and_without_an_sdk()
    {
        var stage = DockerfileText.FinalStage();
        Assert.DoesNotContain("sdk", stage[0].Text, StringComparison.Ordinal);
        var user = stage.FindLast(i => i.Word == "USER").Text;
        Assert.False(user is null or "" or "0" or "root", $"USER {user}");
        // After it nothing more is done as somebody else.
        Assert.True(stage.FindLastIndex(i => i.Word == "USER") > stage.FindLastIndex(i => i.Word is "COPY" or "RUN" or "ADD"));
        Assert.DoesNotContain(stage, i => i.Word is "RUN" or "ADD");
    }

    [Fact]
    public void Nothing_of_a_person_leaves_the_process_by_a_dump_or_a_diagnostics_port()
    {
        var environment = DockerfileText.Environment();
        Assert.Equal(("0", "0"), (environment["DOTNET_EnableDiagnostics"], environment["DOTNET_DbgEnableMiniDump"]));
    }

    [Fact]
    public void The_bases_are_of_the_runtime_that_the_project_targets()
    {
        foreach (var from in DockerfileText.Instructions().Where(i => i.Word == "FROM"))
            Assert.Contains(":10.0", from.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_the_image_nor_its_build_holds_a_secret() =>
        Assert.DoesNotContain(DockerfileText.Instructions(), i => i.Word is "ARG" || i.Text.Contains("TOKEN", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public async Task What_the_build_makes_starts_as_a_user_without_rights_and_is_healthy()
    {
        if (await EngineRunsAsync())
        {
            await BuildAndRunImageAsync();
            return;
        }

        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "needs root to become another user (or a container engine)");
        var setpriv = OutsideTools.Require("setpriv");
        var app = folder["app"];
        await PublishAsync(app);
        Assert.True(File.Exists(Path.Combine(app, "config", "forms", "report-a-person.yaml")), "the forms are not in the image");
        Assert.DoesNotContain(Directory.GetFiles(app, "*", SearchOption.AllDirectories), file => Path.GetFileName(file).Contains("Opening", StringComparison.Ordinal) || Path.GetFileName(file).StartsWith("Detainees.Desk", StringComparison.Ordinal));

        var home = folder["home"];
        Directory.CreateDirectory(home);
        foreach (var arguments in new[] { new[] { "-R", $"{Nobody}:{Nobody}", home }, ["-R", "root:root", app] }) await RunAsync("chown", arguments);
        foreach (var path in new[] { folder.Path, app }) await RunAsync("chmod", "-R", "a+rX", path);

        var desk = $"http://127.0.0.1:{BotRun.FreePort()}";
        string[] settings =
        [
            $"--DeskApi:Listen={desk}", $"--Phone:Port={BotRun.FreePort()}", $"--Storage:DataDirectory={home}/data",
            $"--Storage:EpochKeyDirectory={home}/epochs", $"--Storage:SecretsDirectory={home}/secrets",
        ];
        await using var bot = new RunningBot(StartAsNobody(setpriv, app, home, settings), settings);
        await bot.UntilSaidAsync("Polling began", Cancel);
        Assert.StartsWith("ok\n", await bot.HealthAsync(Cancel), StringComparison.Ordinal);
        var status = await File.ReadAllTextAsync($"/proc/{bot.Id}/status", Cancel);
        Assert.Contains($"Uid:\t{Nobody}\t{Nobody}\t{Nobody}\t{Nobody}", status, StringComparison.Ordinal);
        // All that it keeps lies where it was told, and nobody else may look.
        Assert.Equal(["data", "epochs", "secrets"], Directory.GetDirectories(home).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows())
            foreach (var directory in Directory.GetDirectories(home))
                Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(directory) & (UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute));
    }

    /// <summary>What the build step of the Dockerfile makes: as .ci/run has made it by that step, or made now.</summary>
    private static async Task PublishAsync(string app)
    {
        if (BotProgram.Published is { } published)
        {
            await RunAsync("cp", "-r", Path.GetDirectoryName(published)!, app);
            return;
        }

        // The other step installs the linker.
        OutsideTools.Require("gcc");
        var (_, command) = Assert.Single(DockerfileText.Instructions(), i => i.Word == "RUN" && i.Text.StartsWith("dotnet publish ", StringComparison.Ordinal));
        Assert.Contains("-o /app", command, StringComparison.Ordinal);
        var words = command.Replace("-o /app", $"-o {app}", StringComparison.Ordinal).Split(' ');
        var step = await OutsideTools.RunAsync(words[0], words[1..], Cancel, folder: Checkout.Root);
        Assert.True(step.ExitCode == 0, $"{command}\n{step.Text}\n{step.Error}");
    }

    private static Process StartAsNobody(string setpriv, string app, string home, string[] settings)
    {
        // As the image says it: the entry point, from /app.
        var entry = JsonSerializer.Deserialize<string[]>(DockerfileText.FinalStage().Single(i => i.Word == "ENTRYPOINT").Text);
        Assert.Equal(["./Detainees.Bot"], entry ?? []);
        var start = new ProcessStartInfo(setpriv) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = app };
        foreach (var argument in (string[])
        [
            $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--no-new-privs", "--bounding-set=-all", Path.Combine(app, "Detainees.Bot"), .. settings,
        ]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in DockerfileText.Environment()) start.Environment[name] = value;
        foreach (var name in new[] { "TELEGRAM_BOT_TOKEN", "DETAINEES_CONFIG", "XDG_RUNTIME_DIR" }) start.Environment.Remove(name);
        start.Environment["HOME"] = home;
        return Process.Start(start) ?? throw new InvalidOperationException("the program did not start");
    }

    private static async Task<bool> EngineRunsAsync()
    {
        try
        {
            return (await OutsideTools.RunAsync("docker", ["info"], Cancel)).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task BuildAndRunImageAsync()
    {
        var name = $"detainees-test-{Guid.NewGuid():N}";
        await RunAsync("docker", "build", "-q", "-t", name, Checkout.Root);
        try
        {
            var port = BotRun.FreePort();
            // The name of the container is the test's own; it goes with it.
            await RunAsync(
                "docker", "run", "-d", "--name", name, "--read-only", "--cap-drop=ALL", "--tmpfs", "/tmp:mode=1777", "-p", $"127.0.0.1:{port}:5081", name,
                "--DeskApi:Listen=http://0.0.0.0:5081", "--Storage:DataDirectory=/tmp/data", "--Storage:EpochKeyDirectory=/tmp/epochs",
                "--Storage:SecretsDirectory=/tmp/secrets");
            using var http = new HttpClient();
            for (var tries = 0; ; tries++)
            {
                try
                {
                    using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health"), Cancel);
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                    break;
                }
                catch (HttpRequestException) when (tries < 600)
                {
                    await Task.Delay(100, Cancel); // a container has no event for "listens"
                }
            }
        }
        finally
        {
            await OutsideTools.RunAsync("docker", ["rm", "-f", name], CancellationToken.None);
            await OutsideTools.RunAsync("docker", ["rmi", "-f", name], CancellationToken.None);
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var run = await OutsideTools.RunAsync(program, arguments, Cancel);
        Assert.True(run.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{run.Error}");
    }
}
