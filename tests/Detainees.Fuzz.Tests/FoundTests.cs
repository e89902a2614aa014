using Detainees.Fuzz.Running;
using Detainees.Fuzz.Targets;

namespace Detainees.Fuzz.Tests;

/// <summary>Every input that once broke something, and how it ends now.</summary>
public sealed class FoundTests
{
    [Theory]
    [InlineData("update")]
    [InlineData("update-among-others")]
    public void An_update_whose_member_has_half_a_character_in_its_name_stops_no_other_update(string target) =>
        EndsIn(Verdict.Refused, target, "update/found-half-pair-in-name.json");

    [Theory]
    [InlineData("found-member-twice.json")]
    [InlineData("found-short-note.json")]
    public void A_sealed_draft_whose_state_is_damaged_is_no_report(string file) => EndsIn(Verdict.Refused, "sealed-draft", $"draft/{file}");

    [Fact]
    public void A_stored_state_that_lacks_its_lists_is_read_and_written_again() =>
        EndsIn(Verdict.Accepted, "conversation-state", "conversation-state/found-no-offered.json");

    [Theory]
    [InlineData("found-two-spellings.txt")]
    [InlineData("found-name-twice.txt")]
    public void A_list_of_a_backup_in_another_spelling_than_ours_is_refused_even_when_signed(string file)
    {
        EndsIn(Verdict.Refused, "backup-manifest", $"backup-manifest/{file}");
        EndsIn(Verdict.Refused, "backup-signed", $"backup-manifest/{file}");
    }

    [Theory]
    [InlineData("found-much-memory.xls")]
    [InlineData("found-much-time.xls")]
    public void A_damaged_old_workbook_of_seven_kilobytes_takes_little_memory(string file)
    {
        var input = Found($"xls/{file}");
        Target("form-xls").Run(input); // whatever is made once
        var before = GC.GetAllocatedBytesForCurrentThread();
        Target("form-xls").Run(input);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    private static void EndsIn(Verdict expected, string target, string file)
    {
        var verdict = new Fuzzer(Target(target), 1).Try(Found(file), out var fault);
        Assert.Null(fault?.What);
        Assert.Equal(expected, verdict);
    }

    private static FuzzTarget Target(string name) => Catalogue.All.Single(t => t.Name == name);

    private static byte[] Found(string name) => File.ReadAllBytes(Path.Combine(Kept.Folder, name));
}
