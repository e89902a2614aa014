using System.Diagnostics;
using Detainees.EndToEnd.Tests.Starting;
using Detainees.Endurance.Running;
using Detainees.Phone;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Published;

/// <summary>
/// What the published program could do otherwise than the one that is built. Where <c>DETAINEES_PROGRAM</c> names it, the journeys, refusals, kills
/// and backups run on it as well, and then the built one is looked at here.
/// </summary>
public sealed class PublishedTests : IDisposable
{
    private readonly Places places = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => places.Dispose();

    [Theory, InlineData("simple_repeat.xlsx"), InlineData("socio_economic.xlsx"), InlineData("unhcr_demo.xlsx"), InlineData("wfp_household_hunger.xlsx")]
    public Task It_says_of_a_workbook_what_the_built_program_says(string form) => SaysTheSameAsync(ReferenceData.Path($"xlsform/forms/{form}"));

    /// <summary>These are read by a library that is not made for machine code.</summary>
    [Theory, InlineData("cells.xls"), InlineData("cells-with-error.xls")]
    public Task It_says_of_an_old_workbook_what_the_built_program_says(string workbook) =>
        SaysTheSameAsync(Checkout.Path("tests", "Detainees.Forms.Tests", "Workbooks", workbook));

    [Fact]
    public async Task The_built_program_answers_a_family_too()
    {
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        await using var bot = new RunningBot(Run(BotProgram.StartBuilt(places.Practice(phone.Address), Checkout.Root)), []);
        await using var family = await ChatOnPhone.OpenAsync(phone.Address, "Anahit", "en", Cancel);
        await family.SayAsync("/start", Cancel);
        await family.AwaitAsync(shown => !shown.Own, Cancel);
    }

    /// <summary>The published one is always started so in these tests; here is seen that the rule holds.</summary>
    [Fact]
    public async Task Where_no_memory_may_be_written_and_then_executed_a_program_that_compiles_as_it_goes_does_not_start()
    {
        _ = Program();
        OutsideTools.Require("perl");
        Assert.Equal(0, await EndAsync(BotProgram.StartBuilt(["--version"], Checkout.Root)));
        var confined = await EndAsync(BotProgram.StartBuiltConfined(["--version"], Checkout.Root));
        if (confined == BotProgram.NoSuchRule) OutsideTools.Missing("a kernel with PR_SET_MDWE (Linux 6.3)");
        Assert.NotEqual(0, confined);
    }

    [Fact]
    public async Task It_says_which_framework_it_carries()
    {
        _ = Program();
        var version = await BotRun.ToEndAsync(["--version"], Cancel);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*, \.NET 10\.0\.\d+\n$", version.Output);
    }

    [Fact]
    public async Task It_opens_no_port_for_diagnostics_even_when_it_is_told_to()
    {
        _ = Program();
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        using var temporary = new TemporaryFolder();
        var start = BotProgram.Start(places.Practice(phone.Address), Checkout.Root);
        (start.Environment["DOTNET_EnableDiagnostics"], start.Environment["TMPDIR"]) = ("1", temporary.Path);
        await using var bot = new RunningBot(Run(start), []);
        await bot.UntilSaidAsync("Polling began", Cancel);
        Assert.Empty(Directory.GetFiles(temporary.Path));
    }

    private static async Task SaysTheSameAsync(string file)
    {
        _ = Program();
        string[] arguments = ["form", "check", "--json", file];
        var published = await BotRun.ToEndAsync(arguments, Cancel);
        var built = await OutsideTools.RunAsync("dotnet", [BotProgram.Built, .. arguments], Cancel, folder: Checkout.Root);
        Assert.NotEmpty(published.Output);
        Assert.Equal((built.ExitCode, built.Text, built.Error), (published.ExitCode, published.Output, published.Error));
    }

    private static string Program()
    {
        if (BotProgram.Published is null) OutsideTools.Missing("the published program (DETAINEES_PROGRAM)");
        return BotProgram.Published!;
    }

    private static Process Run(ProcessStartInfo start) => Process.Start(start) ?? throw new InvalidOperationException("the program did not start");

    private static async Task<int> EndAsync(ProcessStartInfo start)
    {
        using var process = Run(start);
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel), process.WaitForExitAsync(Cancel));
        return process.ExitCode;
    }
}
