using System.Globalization;
using System.Text.RegularExpressions;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Operations;

/// <summary>The systemd unit, judged by systemd's own tool.</summary>
public sealed partial class ServiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Systemd_finds_little_exposed_and_the_manual_quotes_its_verdict()
    {
        var tool = OutsideTools.Require("systemd-analyze");
        var judged = await OutsideTools.RunAsync(tool, ["security", "--offline=true", "--no-pager", Unit], Cancel);
        var verdict = Verdict().Match(judged.Text);
        Assert.True(verdict.Success, judged.Text + judged.Error);
        // What cannot be closed: it speaks to the network.
        Assert.True(double.Parse(verdict.Groups[1].Value, CultureInfo.InvariantCulture) <= 2.0, judged.Text);
        Assert.Contains($"exposure level {verdict.Groups[1].Value}", await File.ReadAllTextAsync(Checkout.Path("docs", "operations.md"), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Systemd_understands_every_line_of_the_unit()
    {
        var tool = OutsideTools.Require("systemd-analyze");
        var verified = await OutsideTools.RunAsync(tool, ["verify", "--man=no", Unit], Cancel);
        // The program itself is not installed on the machine that tests.
        Assert.DoesNotContain(
            verified.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => line.Contains("detainees.service", StringComparison.Ordinal) && !line.Contains("is not executable", StringComparison.Ordinal));
    }

    [Theory, InlineData("LimitCORE=0"), InlineData("MemorySwapMax=0"), InlineData("PrivateTmp=yes"), InlineData("ProtectSystem=strict"), InlineData("LoadCredential=token:/etc/detainees/token")]
    public async Task The_unit_keeps_dumps_swap_and_the_token_to_itself(string line) =>
        Assert.Contains(line, await File.ReadAllLinesAsync(Unit, Cancel));

    private static string Unit => Checkout.Path("deploy", "detainees.service");

    [GeneratedRegex(@"Overall exposure level for detainees\.service: ([0-9.]+)")]
    private static partial Regex Verdict();
}
