using System.Text;
using System.Text.Json;
using Detainees.Testing;

namespace Detainees.Conversations.Tests;

public sealed class StateJsonTests
{
    private static readonly string Folder = Checkout.Path("tests", "Detainees.Conversations.Tests", "State", "old");

    public static TheoryData<string> OldFiles => ["drafting-1.json", "welcoming-1.json", "sent-1.json", "resting-1.json", "locked-1.json", "new-1.json"];

    /// <summary>States that were written by earlier versions and lie in somebody's database.</summary>
    [Theory, MemberData(nameof(OldFiles))]
    public void A_state_of_an_earlier_version_is_still_read(string name)
    {
        var path = Path.Combine(Folder, name);
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("DETAINEES_REWRITE_GOLDEN") == "1") File.WriteAllBytes(path, Make(name));
        var bytes = File.ReadAllBytes(path);
        var state = ConversationStateJson.Read(bytes);
        Assert.Equal(name[..name.IndexOf('-')], state.GetType().Name.ToLowerInvariant());
        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(ConversationStateJson.Write(state)));
        if (state is ConversationState.Drafting { Draft: var draft })
        {
            Assert.Equal("Արամ Թեստյան", draft.Answers.Values["/data/person/name"]);
            Assert.Equal(AnswerState.Later, draft.Notes["/data/person/born"].State);
            Assert.Single(draft.Attachments);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"v\":2,\"state\":{\"kind\":\"new\",\"chat\":1}}")]
    [InlineData("{\"v\":1,\"state\":{\"kind\":\"old\",\"chat\":1}}")]
    [InlineData("{\"v\":1,\"state\":{\"kind\":\"new\",\"chat\":1,\"more\":2}}")]
    [InlineData("{\"v\":1,\"state\":{\"kind\":\"new\",\"chat\":1,\"chat\":2}}")]
    [InlineData("{\"v\":1,\"state\":{\"kind\":\"new\",\"chat\":\"secret\"}}")]
    public void What_is_not_a_state_is_refused_without_a_word_of_its_content(string json)
    {
        var fault = Assert.Throws<JsonException>(() => ConversationStateJson.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Null(fault.InnerException);
        Assert.DoesNotContain("secret", fault.ToString());
    }

    [Fact]
    public void Every_byte_cut_off_is_found()
    {
        var whole = Make("drafting-1.json");
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<JsonException>(() => ConversationStateJson.Read(whole.AsSpan(0, length)));
    }

    private static byte[] Make(string name)
    {
        var phone = new Phone(new TestLibrary(TestForms.Get("family")), hint: "hy");
        if (name.StartsWith("new", StringComparison.Ordinal)) return ConversationStateJson.Write(phone.State);
        phone.Command("start");
        if (name.StartsWith("welcoming", StringComparison.Ordinal)) return ConversationStateJson.Write(phone.State);
        phone.Press("English");
        phone.Press("Begin");
        phone.Press("Mother");
        phone.Text("Արամ Թեստյան");
        phone.Press("Ask me later");
        phone.File(FileKind.Voice, "a word");
        phone.Stored();
        if (name.StartsWith("drafting", StringComparison.Ordinal)) return ConversationStateJson.Write(phone.State);
        if (name.StartsWith("locked", StringComparison.Ordinal))
            return ConversationStateJson.Write(new ConversationState.Locked(new ChatId(5001), "English (en)", "family", "1", 3, phone.Now));
        phone.Command("review");
        phone.Press("Send");
        phone.Press("Send now");
        if (name.StartsWith("sent", StringComparison.Ordinal)) return ConversationStateJson.Write(phone.State);
        phone.Wait(TimeSpan.FromHours(45));
        if (phone.State is ConversationState.Sent) throw new InvalidOperationException("The final message should be gone by now.");
        return ConversationStateJson.Write(phone.State);
    }
}
