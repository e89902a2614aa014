using System.Text.RegularExpressions;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Operations;

/// <summary>A promise that names a test which is not there is an empty one.</summary>
public sealed partial class ThreatModelTests
{
    [Fact]
    public async Task Every_promise_names_tests_that_exist()
    {
        var cancel = TestContext.Current.CancellationToken;
        var document = await File.ReadAllTextAsync(Checkout.Path("docs", "threat-model.md"), cancel);
        var tests = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Checkout.Path("tests"), "*.cs", SearchOption.AllDirectories))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            foreach (Match method in Method().Matches(await File.ReadAllTextAsync(file, cancel))) tests.Add($"{name}.{method.Groups[1].Value}");
        }

        var named = Named().Matches(document).Select(m => m.Groups[1].Value).ToList();
        Assert.True(named.Count > 30, $"only {named.Count} are named");
        Assert.Empty(named.Except(tests));
        // P6 and P18 hold because something is not there, and say so.
        for (var promise = 1; promise <= 18; promise++) Assert.Matches($@"\| P{promise} \|[^\n]+(`\w+\.\w+`|There is no such code)", document);
    }

    [GeneratedRegex(@"public (?:async )?(?:static )?\w+(?:<\w+>)? ([A-Z]\w*_\w+)\(")]
    private static partial Regex Method();

    [GeneratedRegex(@"`(\w+\.[A-Z]\w*_\w+)`")]
    private static partial Regex Named();
}
