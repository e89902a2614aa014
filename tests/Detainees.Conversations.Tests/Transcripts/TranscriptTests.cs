using Detainees.Testing;

namespace Detainees.Conversations.Tests;

public sealed class TranscriptTests
{
    private static readonly string Folder = Checkout.Path("tests", "Detainees.Conversations.Tests", "golden");

    /// <summary>Every transcript by name: one that is lost fails.</summary>
    public static TheoryData<string> Names => new(
        "english_whole", "armenian_whole", "back_and_change", "voice_photo_album", "edit_message", "stale_buttons", "language_change",
        "pause_and_resume", "cancel", "erase", "take_back", "two_reports", "later_and_unknown", "review_and_repeat", "files_under_way", "expiry",
        "seal_on_expiry", "locked", "all_types", "long_list", "first_contact", "not_understood", "media",
        "gallery_english", "gallery_armenian", "gallery_arabic",
        "example_missing_person", "example_back_home", "example_family_needs", "example_tracing_request");

    [Theory, MemberData(nameof(Names))]
    public void Replaying_a_transcript_gives_the_recorded_conversation(string name)
    {
        var path = Path.Combine(Folder, name + ".txt");
        Assert.True(File.Exists(path), $"golden/{name}.txt is missing.");
        var recorded = File.ReadAllText(path);
        var played = Transcript.Play(recorded);
        if (Environment.GetEnvironmentVariable("DETAINEES_REWRITE_GOLDEN") == "1") File.WriteAllText(path, played);
        else Assert.Equal(recorded.ReplaceLineEndings("\n"), played);
    }

    [Fact]
    public void Every_transcript_in_the_folder_is_played() =>
        Assert.Equal(Names.Select(row => row.Data + ".txt").Order(), Directory.GetFiles(Folder, "*.txt").Select(Path.GetFileName).Order()!);
}
