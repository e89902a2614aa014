using Detainees.Bot.Intake;
using Detainees.Bot.Publishing;
using Detainees.Bot.Settings;
using Detainees.Bot.Tests.Intake;
using Detainees.Testing;
using Microsoft.Extensions.Logging;

namespace Detainees.Bot.Tests.Publishing;

public sealed class ReloadTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly LogCollector log = new();
    private FormShelf? shelf;
    private FormWatch? watch;
    private DateTime written = new(2026, 1, 15, 9, 0, 0, DateTimeKind.Utc);

    public ReloadTests() => Directory.CreateDirectory(folder["forms"]);

    public void Dispose()
    {
        watch?.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_new_version_is_offered_without_a_restart_and_the_old_one_stays_findable()
    {
        Put("form.yaml", TestForms.Short("report", "1"));
        Start();
        Put("form.yaml", TestForms.Short("report", "2", "Another question"));
        Settle();
        Assert.Equal("2", Assert.Single(Shelf.Offered).Version);
        Assert.NotNull(Shelf.Find("report", "1"));
    }

    [Fact]
    public void A_file_that_is_still_being_written_is_not_read()
    {
        Put("form.yaml", TestForms.Short("report", "1"));
        Start();
        var whole = TestForms.Short("report", "2", "Another question");
        Put("form.yaml", whole[..200]);
        Assert.False(Watch.Look());
        Put("form.yaml", whole[..300]);
        Assert.False(Watch.Look());
        Put("form.yaml", whole);
        Assert.False(Watch.Look());
        Assert.True(Watch.Look());
        Assert.Equal("2", Assert.Single(Shelf.Offered).Version);
        Assert.Equal(0, Shelf.Faulty);
    }

    [Theory, InlineData("survey: [unclosed"), InlineData("")]
    public void A_bad_file_leaves_what_it_gave_before_and_says_so_without_its_content(string bad)
    {
        Put("form.yaml", TestForms.Short("report", "1"));
        Put("other.yaml", TestForms.Short("other", "1"));
        Start();
        Put("form.yaml", bad);
        Settle();
        Assert.Equal(["other", "report"], Shelf.Offered.Select(form => form.Id));
        Assert.Equal(1, Shelf.Faulty);
        Assert.Contains("form.yaml", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("unclosed", log.Text, StringComparison.Ordinal);

        // The other file is changed meanwhile: the spoilt one still keeps its form.
        Put("other.yaml", TestForms.Short("other", "2", "Another question"));
        Settle();
        Assert.Equal(["other 2", "report 1"], Shelf.Offered.Select(form => $"{form.Id} {form.Version}"));
        Put("form.yaml", TestForms.Short("report", "2", "Another question"));
        Settle();
        Assert.Equal(["other 2", "report 2"], Shelf.Offered.Select(form => $"{form.Id} {form.Version}"));
        Assert.Equal(0, Shelf.Faulty);
    }

    [Fact]
    public void A_file_that_was_spoilt_while_nothing_ran_still_gives_its_form_at_the_next_start()
    {
        Put("form.yaml", TestForms.Short("report", "1"));
        Start();
        Put("form.yaml", "survey: [unclosed");
        Start();
        Assert.Equal("1", Assert.Single(Shelf.Offered).Version);
        Assert.Equal(1, Shelf.Faulty);
    }

    [Fact]
    public void A_form_whose_file_is_taken_away_is_not_offered_any_more_and_stays_findable()
    {
        Put("form.yaml", TestForms.Short("report", "1"));
        Start();
        File.Delete(folder["forms", "form.yaml"]);
        Settle();
        Assert.Empty(Shelf.Offered);
        Assert.NotNull(Shelf.Find("report", "1"));
    }

    [Fact]
    public void A_folder_that_is_gone_for_a_moment_takes_no_form_away()
    {
        Put("form.yaml", TestForms.Short("report", "1"));
        Start();
        Directory.Move(folder["forms"], folder["away"]);
        Settle();
        Assert.Single(Shelf.Offered);
        Assert.False(Shelf.IsReadable);
        Directory.Move(folder["away"], folder["forms"]);
        Settle();
        Assert.Single(Shelf.Offered);
        Assert.True(Shelf.IsReadable);
    }

    [Fact]
    public void Where_nothing_changes_nothing_is_read_and_nothing_is_said()
    {
        Put("form.yaml", TestForms.Short("report", "1"));
        Start();
        Settle();
        var said = log.Text;
        for (var i = 0; i < 5; i++) Assert.False(Watch.Look());
        Assert.Equal(said, log.Text);
    }

    [Fact]
    public async Task The_running_bot_looks_by_its_clock()
    {
        Put("form.yaml", TestForms.Short("report", "1"));
        Start();
        var clock = new FakeClock();
        using var timed = new FormWatch(new FormFolder(folder["forms"]), Shelf, clock, log.CreateLogger<FormWatch>());
        await timed.StartAsync(TestContext.Current.CancellationToken);
        Put("form.yaml", TestForms.Short("report", "2", "Another question"));
        // Each look sets the next timer on the pool's time, so the clock is moved until the change has come through.
        while (Shelf.Offered[0].Version != "2" && !TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            clock.Advance(FormWatch.Pause);
            await Task.Yield();
        }

        Assert.Equal("2", Shelf.Offered[0].Version);
        await timed.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void The_menu_stands_in_the_operators_order_then_in_the_forms_own()
    {
        foreach (var (id, order) in (ReadOnlySpan<(string, string)>)[("a", ""), ("b", "2"), ("c", "10"), ("d", ""), ("e", "1")])
            Put($"{id}.yaml", Settings(id, order.Length > 0 ? $"  menu_order: '{order}'\n" : ""));
        Start();
        Assert.Equal(["e", "b", "c", "a", "d"], Shelf.Offered.Select(form => form.Id));
        Start(new FormsOptions { Menu = "d, c" });
        Assert.Equal(["d", "c", "e", "b", "a"], Shelf.Offered.Select(form => form.Id));
    }

    [Fact]
    public void A_form_that_needs_something_switched_on_is_offered_only_when_all_of_it_is()
    {
        Put("court.yaml", Settings("court", "  offered_when: lawyers icrc\n"));
        Put("report.yaml", Settings("report", ""));
        Start();
        Assert.Equal(["report"], Shelf.Offered.Select(form => form.Id));
        Start(new FormsOptions { SwitchedOn = "icrc" });
        Assert.Equal(["report"], Shelf.Offered.Select(form => form.Id));
        Start(new FormsOptions { SwitchedOn = "icrc, lawyers" });
        Assert.Equal(["court", "report"], Shelf.Offered.Select(form => form.Id));
    }

    [Theory]
    [InlineData("9", "10"), InlineData("1.9", "1.10"), InlineData("1.2.10", "1.3"), InlineData("2026010101", "2026112101"), InlineData("1", "1a"), InlineData("a9", "a10"), InlineData("01", "1"), InlineData("", "1")]
    public void Versions_count_as_people_count(string older, string newer)
    {
        Assert.True(VersionOrder.Instance.Compare(older, newer) < 0);
        Assert.True(VersionOrder.Instance.Compare(newer, older) > 0);
        Assert.Equal(0, VersionOrder.Instance.Compare(newer, newer));
    }

    private FormShelf Shelf => shelf ?? throw new InvalidOperationException("Start it first.");
    private FormWatch Watch => watch ?? throw new InvalidOperationException("Start it first.");

    private static string Settings(string id, string more) => TestForms.Short(id, "1").Replace("  form_id:", more + "  form_id:", StringComparison.Ordinal);

    private void Start(FormsOptions? options = null)
    {
        watch?.Dispose();
        var source = new FormFolder(folder["forms"]);
        shelf = FormShelf.Load(source, folder["archive"], new FormMenu(options ?? new FormsOptions()));
        watch = new FormWatch(source, shelf, new FakeClock(), log.CreateLogger<FormWatch>());
        Settle();
    }

    /// <summary>As many looks as a change needs to come to rest and be taken over.</summary>
    private void Settle()
    {
        for (var i = 0; i < 3; i++) Watch.Look();
    }

    /// <summary>Each writing a second later, however quick the test is.</summary>
    private void Put(string name, string content)
    {
        File.WriteAllText(folder["forms", name], content);
        File.SetLastWriteTimeUtc(folder["forms", name], written = written.AddSeconds(1));
    }
}
