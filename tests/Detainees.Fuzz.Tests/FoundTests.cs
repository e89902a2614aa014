using System.Text;
using Detainees.Bot.Tools.Backups;
using Detainees.Conversations;
using Detainees.Desk.Reports;
using Detainees.Fuzz.Targets;
using Detainees.Telegram;

namespace Detainees.Fuzz.Tests;

/// <summary>Every input that once broke something.</summary>
public sealed class FoundTests
{
    [Fact]
    public void An_update_whose_name_of_a_member_holds_half_a_character_stops_no_other_update()
    {
        var update = Found("update/found-half-pair-in-name.json");
        Assert.Null(UpdateReader.Decode(update)); // cut, and without an id
        const string Good = """{"update_id":4,"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"text":"a"}}""";
        var body = Encoding.UTF8.GetBytes($$$"""{"ok":true,"result":[{"\"\ud807":1,"update_id":3},{{{Good}}}]}""");
        var batch = Assert.IsType<ApiResult<UpdateBatch>.Ok>(AnswerReader.Read(body, 200, null, AnswerReader.Updates)).Value;
        Assert.Equal([3L, 4L], batch.Updates.Select(u => u.Id));
    }

    [Theory, InlineData("found-member-twice.json"), InlineData("found-short-note.json")]
    public void A_sealed_draft_whose_state_is_damaged_is_no_report(string name) =>
        Assert.Null(DraftState.ToPartialReport(Kept.Entries[0], Found($"draft/{name}"), FormShelf.Read(null)));

    [Fact]
    public void A_stored_state_that_lacks_its_lists_has_empty_ones()
    {
        var state = Assert.IsType<ConversationState.Drafting>(ConversationStateJson.Read(Found("conversation-state/found-no-offered.json")));
        Assert.Empty(Assert.IsType<Prompt.Question>(state.Draft.Prompt).Offered);
        Assert.NotEmpty(ConversationStateJson.Write(state));
    }

    [Theory, InlineData("found-two-spellings.txt"), InlineData("found-name-twice.txt")]
    public void A_list_of_a_backup_in_another_spelling_than_ours_is_none(string name) =>
        Assert.Null(BackupManifest.TryRead(Found($"backup-manifest/{name}")));

    [Fact]
    public void A_list_of_a_backup_without_a_database_is_none() =>
        Assert.Null(BackupManifest.TryRead(new BackupManifest(Kept.Origin, 8, []).Encode()));

    private static byte[] Found(string name) => File.ReadAllBytes(Path.Combine(Kept.Folder, name));
}
