using Detainees.Testing;

namespace Detainees.Desk.Tests;

public class CommandLineTests
{
    [Theory]
    [InlineData("frobnicate")]
    [InlineData("list", "--nonsense")]
    [InlineData("export", "--format", "xml", "--out", "x")]
    [InlineData("export")]
    public async Task A_command_line_that_is_not_understood_ends_with_code_2(params string[] args)
    {
        await using var desk = await DeskFixture.StartAsync();
        var ran = await desk.RunAsync(args);
        Assert.Equal(2, ran.Code);
        Assert.Contains("--help", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys", "new")]
    [InlineData("pull")]
    [InlineData("verify")]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("export")]
    [InlineData("forget")]
    public async Task Every_command_is_in_the_manual_and_has_help(params string[] command)
    {
        await using var desk = await DeskFixture.StartAsync();
        var ran = await desk.RunAsync([.. command, "--help"]);
        Assert.Equal(0, ran.Code);
        var manual = await File.ReadAllTextAsync(Checkout.Path("docs", "desk.md"), DeskFixture.Cancel);
        Assert.Contains($"desk {string.Join(' ', command)}", manual, StringComparison.Ordinal);
        // Every option that the manual names is one of the program's.
        var known = ran.Output.Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.StartsWith("--", StringComparison.Ordinal));
        foreach (var option in known.Where(option => option != "--help")) Assert.Contains(option, manual, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_command_line_of_the_manual_is_understood()
    {
        var manual = await File.ReadAllLinesAsync(Checkout.Path("docs", "desk.md"), DeskFixture.Cancel);
        var lines = manual.Where(line => line.StartsWith("    desk ", StringComparison.Ordinal)).ToList();
        Assert.True(lines.Count >= 10);
        await using var desk = await DeskFixture.StartAsync();
        foreach (var line in lines)
        {
            var args = line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).TakeWhile(word => word != "#").ToArray();
            Assert.Empty(DeskCommands.Root(TextWriter.Null, TextWriter.Null, desk.Host).Parse(args).Errors);
        }
    }

    [Fact]
    public async Task As_a_program_of_its_own_it_pulls_and_shows_and_sets_its_exit_code()
    {
        await using var desk = await DeskFixture.StartAsync();
        desk.Clock.Advance(TimeProvider.System.GetUtcNow() - desk.Clock.GetUtcNow()); // a child process has the real clock
        desk.Intake.Add(TestReport.Number(1));
        var program = Path.Combine(AppContext.BaseDirectory, "Detainees.Desk.dll");
        var shown = await OutsideTools.RunAsync(
            "dotnet",
            [program, "show", "--server", desk.Server.Address, "--desk", desk.Folder["desk"], "--identity", desk.Folder["home", "identity.age"]],
            DeskFixture.Cancel);
        Assert.Equal("", string.Join('\n', shown.Error.Split('\n').Where(line => line.Contains("   at ", StringComparison.Ordinal))));
        Assert.Contains("Արամ Փորձյան 1", shown.Text, StringComparison.Ordinal);
        Assert.Equal(0, shown.ExitCode);
        Assert.Equal(1, (await OutsideTools.RunAsync("dotnet", [program, "list", "--desk", desk.Folder["none"], "--identity", desk.Folder["none"]], DeskFixture.Cancel)).ExitCode);
    }
}
