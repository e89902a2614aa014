using System.Xml.Linq;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Architecture;

/// <summary>What each project may know of the others. The server can seal and cannot open: that is held here.</summary>
public class ReferenceTests
{
    public static TheoryData<string, string> Allowed => new()
    {
        { "Forms", "" },
        { "Conversations", "Forms" },
        { "Signing", "" },
        { "Sealing", "Signing" },
        { "Opening", "Sealing" },
        { "Journal", "Signing" },
        { "Storage", "Journal" },
        { "Telegram", "Conversations" },
        { "Phone", "" },
        { "Bot", "Conversations Forms Journal Phone Sealing Signing Storage Telegram" },
        { "Desk", "Forms Journal Opening Signing" },
    };

    [Theory, MemberData(nameof(Allowed))]
    public void A_project_references_only_what_it_may_know(string project, string allowed) =>
        Assert.Equal(allowed, string.Join(' ', DirectReferences(project).Order(StringComparer.Ordinal)));

    [Fact]
    public void Every_project_has_its_row_here() =>
        Assert.Equal(
            Directory.GetDirectories(Checkout.Path("src")).Select(path => Path.GetFileName(path)["Detainees.".Length..]).Order(StringComparer.Ordinal),
            Allowed.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Fact]
    public void The_closure_of_the_bot_contains_no_code_that_opens()
    {
        var closure = Closure("Bot");
        Assert.DoesNotContain("Opening", closure);
        Assert.DoesNotContain("Desk", closure);
    }

    [Fact]
    public void The_published_bot_carries_no_opening_assembly()
    {
        var dependencies = Directory.GetFiles(Path.GetDirectoryName(typeof(Bot.Settings.BotOptions).Assembly.Location)!, "Detainees.Bot.deps.json");
        Assert.NotEmpty(dependencies);
        foreach (var file in dependencies) Assert.DoesNotContain("Detainees.Opening", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.DoesNotContain(
            typeof(Bot.Settings.BotOptions).Assembly.GetReferencedAssemblies(), name => name.Name is "Detainees.Opening" or "Detainees.Desk");
    }

    [Theory]
    [InlineData("Forms")]
    [InlineData("Conversations")]
    public void A_pure_project_is_built_with_the_list_of_banned_symbols(string project) =>
        Assert.Contains("<PureCore>true</PureCore>", File.ReadAllText(ProjectFile(project)), StringComparison.Ordinal);

    [Fact]
    public void Started_from_the_checkout_the_bot_is_in_the_checkout_and_not_among_its_sources() =>
        Assert.Contains("<EnableDefaultRunWorkingDirectory>false</EnableDefaultRunWorkingDirectory>", File.ReadAllText(ProjectFile("Bot")), StringComparison.Ordinal);

    [Fact]
    public void The_solution_stays_a_solution_file_with_every_project_in_it()
    {
        var solution = File.ReadAllText(Checkout.Path("Detainees.sln"));
        foreach (var project in Directory.EnumerateFiles(Checkout.Path("src"), "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Checkout.Path("tests"), "*.csproj", SearchOption.AllDirectories)))
            Assert.Contains(Path.GetFileName(project), solution, StringComparison.Ordinal);
    }

    private static HashSet<string> Closure(string project)
    {
        var closure = new HashSet<string>();
        var open = new Stack<string>([project]);
        while (open.TryPop(out var next))
            foreach (var reference in DirectReferences(next))
                if (closure.Add(reference)) open.Push(reference);
        return closure;
    }

    private static IEnumerable<string> DirectReferences(string project) =>
        XDocument.Load(ProjectFile(project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(((string?)reference.Attribute("Include"))!.Replace('\\', '/'))["Detainees.".Length..]);

    private static string ProjectFile(string project) => Checkout.Path("src", $"Detainees.{project}", $"Detainees.{project}.csproj");
}
