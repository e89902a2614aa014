using System.Diagnostics;
using Detainees.EndToEnd.Tests.Starting;
using Detainees.Endurance.Running;
using Detainees.Phone;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Published;

/// <summary>
/// What machine code could do otherwise than the program that is built and tested. The journeys, refusals, kills and backups run on the published
/// program as well, wherever <c>DETAINEES_PROGRAM</c> names it.
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

    private static async Task SaysTheSameAsync(string file)
    {
        _ = Program();
        string[] arguments = ["form", "check", "--json", file];
        var published = await BotRun.ToEndAsync(arguments, Cancel);
        var built = await OutsideTools.RunAsync("dotnet", [BotProgram.Built, .. arguments], Cancel, folder: Checkout.Root);
        Assert.NotEmpty(published.Output);
        Assert.Equal((built.ExitCode, built.Text, built.Error), (published.ExitCode, published.Output, published.Error));
    }

    [Fact]
    public async Task It_answers_a_family_where_no_memory_may_be_written_and_then_executed()
    {
        var program = Program();
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        await using var bot = new RunningBot(StartWithoutWrittenCode(program, places.Practice(phone.Address)), []);
        await using var family = await ChatOnPhone.OpenAsync(phone.Address, "Anahit", "en", Cancel);
        await family.SayAsync("/start", Cancel);
        await family.AwaitAsync(shown => !shown.Own, Cancel);
    }

    [Fact]
    public async Task The_kernel_refuses_a_program_that_compiles_as_it_goes_there()
    {
        _ = Program();
        using var built = StartWithoutWrittenCode(OutsideTools.Require("dotnet"), [BotProgram.Built, "--version"]);
        await built.WaitForExitAsync(Cancel);
        Assert.NotEqual(0, built.ExitCode);
    }

    private static string Program()
    {
        if (BotProgram.Published is null) OutsideTools.Missing("the published program (DETAINEES_PROGRAM)");
        return BotProgram.Published!;
    }

    /// <summary>As the unit's MemoryDenyWriteExecute: PR_SET_MDWE of prctl(2), which a process hands on to what it starts.</summary>
    private static Process StartWithoutWrittenCode(string program, IEnumerable<string> arguments)
    {
        const int prctl = 157, setMdwe = 65, refuseExecGain = 1; // x86-64
        var start = new ProcessStartInfo(
            OutsideTools.Require("perl"),
            ["-e", $"syscall({prctl}, {setMdwe}, {refuseExecGain}, 0, 0, 0) == 0 or die 'no MDWE'; exec @ARGV", program, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException("the program did not start");
    }
}
