using Detainees.Bot.Tools;
using Detainees.Testing;

namespace Detainees.Bot.Tests.Tools;

/// <summary>What is typed wrongly after <c>form</c> must not end as though a form had been looked at.</summary>
public sealed class FormUsageTests
{
    [Theory]
    [InlineData("form")]
    [InlineData("form nosuch")]
    [InlineData("form check")]
    [InlineData("form check --nosuch {form}")]
    [InlineData("form check {form} --nosuch")]
    [InlineData("form convert {form}")]
    [InlineData("form paper {form}")]
    [InlineData("form publish --Forms:Published=x {form}")]
    [InlineData("form list --json")]
    [InlineData("form withdraw report")]
    public async Task A_usage_mistake_ends_with_exit_code_2(string line) => Assert.Equal(2, await RunAsync(line));

    [Theory, InlineData("form --help"), InlineData("form check --help"), InlineData("form check {form}"), InlineData("form check --json --strict {form}")]
    public async Task What_is_written_as_the_help_says_is_no_mistake(string line) => Assert.Equal(0, await RunAsync(line));

    [Fact]
    public void An_option_that_there_is_not_is_called_one_and_not_a_file() =>
        Assert.Contains("Unknown option '--nosuch'", Assert.Single(FormCommands.Create().Parse(["check", "--nosuch", "a.yaml"]).Errors).Message, StringComparison.Ordinal);

    private static Task<int> RunAsync(string line) =>
        BotCommands.RunAsync([.. line.Split(' ').Select(word => word.Replace("{form}", Checkout.Path("config", "forms", "report-a-person.yaml"), StringComparison.Ordinal))]);
}
