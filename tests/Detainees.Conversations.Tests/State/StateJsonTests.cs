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

    /// <summary>Sixty states, one in each line, in which every member is there and missing somewhere.</summary>
    [Fact]
    public void What_an_earlier_version_wrote_is_written_again_byte_for_byte()
    {
        var path = Path.Combine(Folder, "every-member-1.txt");
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("DETAINEES_REWRITE_GOLDEN") == "1")
            File.WriteAllText(path, string.Concat(Enumerable.Range(1, 60).Select(seed => Encoding.UTF8.GetString(ConversationStateJson.Write(AnyState.Make(new Random(seed)))) + "\n")));
        var lines = File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(60, lines.Length);
        Assert.All(lines, line => Assert.Equal(line, Encoding.UTF8.GetString(ConversationStateJson.Write(ConversationStateJson.Read(Encoding.UTF8.GetBytes(line))))));
    }

    [Fact]
    public void A_state_reads_back_with_every_member()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var state = AnyState.Make(new Random(seed));
            Assert.Equivalent(state, ConversationStateJson.Read(ConversationStateJson.Write(state)), strict: true);
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
    [InlineData("{\"v\":1,\"state\":{\"kind\":\"new\"}}")]
    [InlineData("{\"v\":1,\"state\":{\"chat\":1,\"kind\":\"new\"}}")]
    [InlineData("{\"v\":1,\"state\":{\"kind\":\"new\",\"chat\":1}} 1")]
    [InlineData("{\"v\":1}")]
    public void What_is_not_a_state_is_refused_without_a_word_of_its_content(string json)
    {
        var fault = Assert.Throws<JsonException>(() => ConversationStateJson.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Null(fault.InnerException);
        Assert.DoesNotContain("secret", fault.ToString());
    }

    [Theory]
    [InlineData("\"/data/you/relation\":\"mother\"", "\"/data/person/name\":\"secret\"")]
    [InlineData("\"/data/you/relation\":\"mother\"", "\"/data/a\":\"secret\"")]
    [InlineData("\"/data/you/relation\":\"mother\"", "\"/data/you/relation\":null")]
    [InlineData("\"closed\":[],", "")]
    [InlineData("\"page\":0", "\"page\":null")]
    [InlineData("\"away\":false,", "\"away\":false,\"away\":false,")]
    [InlineData("\"away\":false,", "\"away\":false,\"secret\":1,")]
    [InlineData("\"kind\":\"Voice\"", "\"kind\":\"voice\"")]
    [InlineData("\"kind\":\"Voice\"", "\"kind\":\"2\"")]
    [InlineData("[\"later\",", "[\"secret\",")]
    [InlineData("\"picked\":[]", "\"picked\":[null]")]
    [InlineData("\"closed\":[]", "\"closed\":null")]
    public void A_draft_with_one_thing_wrong_is_refused(string right, string wrong)
    {
        var whole = Encoding.UTF8.GetString(Make("drafting-1.json"));
        Assert.Contains(right, whole);
        var fault = Assert.Throws<JsonException>(() => ConversationStateJson.Read(Encoding.UTF8.GetBytes(whole.Replace(right, wrong, StringComparison.Ordinal))));
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
