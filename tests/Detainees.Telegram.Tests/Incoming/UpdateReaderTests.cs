using System.Text;
using System.Text.Json.Nodes;
using Detainees.Conversations;
using Detainees.Testing;

namespace Detainees.Telegram.Tests.Incoming;

public sealed class UpdateReaderTests
{
    private const string Sizes = """[{"file_id":"s","file_unique_id":"us","width":90,"height":60},{"file_id":"l","file_unique_id":"ul","width":1280,"height":960,"file_size":5000000000},{"file_id":"m","file_unique_id":"um","width":320,"height":240}]""";
    private const string FileFields = "\"file_id\":\"f\",\"file_unique_id\":\"u\",\"file_size\":9,\"mime_type\":\"m/t\"";
    private static readonly MessageId Id = new(7);

    public static TheoryData<string, Input> Messages => new()
    {
        { """ "text":"Іван" """, new Input.Text(Id, "Іван") },
        { """ "text":"a","forward_origin":{"type":"brand_new","date":1} """, new Input.Text(Id, "a", true) },
        { """ "text":"/start","forward_origin":{"type":"user","date":1} """, new Input.Text(Id, "/start", true) },
        { """ "text":"/start","entities":[{"type":"bot_command","offset":0,"length":6}] """, new Input.Command(Id, "start") },
        { """ "text":"/Start@SomeBot  a b ","entities":[{"type":"bot_command","offset":0,"length":14}] """, new Input.Command(Id, "start", "a b") },
        { """ "text":"/start" """, new Input.Command(Id, "start") },
        { """ "text":"/12.03.1990" """, new Input.Text(Id, "/12.03.1990") },
        { """ "text":"/home/street 5" """, new Input.Text(Id, "/home/street 5") },
        { """ "text":"/start","entities":[null,{"type":"hashtag"}] """, new Input.Text(Id, "/start") },
        { """ "text":"/" """, new Input.Text(Id, "/") },
        { $$""" "photo":{{Sizes}},"caption":"c","media_group_id":"g" """, File(new("l", "ul", FileKind.Photo, "image/jpeg", null, 5_000_000_000, null), "c", "g") },
        { $$""" "photo":{{Sizes}},"live_photo":{ {{FileFields}},"duration":2} """, File(new("l", "ul", FileKind.Photo, "image/jpeg", null, 5_000_000_000, null)) },
        { """ "photo":[null],"sticker":{} """, new Input.Other(Id, "sticker") },
        { $$""" "document":{ {{FileFields}},"file_name":"n"},"forward_origin":{} """, File(new("f", "u", FileKind.Document, "m/t", "n", 9, null), forwarded: true) },
        { $$""" "document":{ {{FileFields}} },"animation":{ {{FileFields}},"duration":3} """, File(new("f", "u", FileKind.Document, "m/t", null, 9, null)) },
        { $$""" "voice":{ {{FileFields}},"duration":3} """, File(new("f", "u", FileKind.Voice, "m/t", null, 9, 3)) },
        { $$""" "audio":{ {{FileFields}},"duration":3,"file_name":"n"} """, File(new("f", "u", FileKind.Audio, "m/t", "n", 9, 3)) },
        { $$""" "video":{ {{FileFields}},"duration":3,"width":1,"height":1} """, File(new("f", "u", FileKind.Video, "m/t", null, 9, 3)) },
        { """ "video_note":{"file_id":"f","file_unique_id":"u","duration":3,"length":240} """, File(new("f", "u", FileKind.VideoNote, null, null, null, 3)) },
        { """ "location":{"latitude":50,"longitude":30.5,"horizontal_accuracy":12.5} """, new Input.Place(Id, 50, 30.5, 12.5) },
        { """ "venue":{"location":{"latitude":1,"longitude":2},"title":"t","address":"a"} """, new Input.Place(Id, 1, 2, null) },
        { """ "contact":{"phone_number":"+380","first_name":"a"} """, new Input.Contact(Id, "+380") },
        { """ "contact":{"first_name":"a"} """, new Input.Other(Id, "contact") },
        { """ "web_app_data":{"data":"x","button_text":"b"} """, new Input.Other(Id, "web_app_data") },
        { """ "poll":{} """, new Input.Other(Id, "poll") },
        { """ "dice":{"emoji":"x","value":1} """, new Input.Other(Id, "dice") },
        { """ "hologram":{"of":"2031"} """, new Input.Other(Id, "unknown") },
    };

    [Theory, MemberData(nameof(Messages))]
    public void A_private_message_is_an_input(string fields, Input expected)
    {
        var reading = Assert.IsType<UpdateReading.ForChat>(Read($$$"""{"update_id":3,"message":{{{Message(fields)}}}}"""));
        Assert.Equal((3L, new ChatId(5), "uk"), (reading.UpdateId, reading.Chat, reading.LanguageHint));
        Assert.Equal(expected, reading.Input);
    }

    public static TheoryData<string, Input> Others => new()
    {
        { $$""" "edited_message":{{Message(""" "text":"b","edit_date":9 """)}} """, new Input.Edited(Id, "b") },
        { $$""" "edited_message":{{Message($$""" "photo":{{Sizes}},"caption":"c" """)}} """, new Input.Edited(Id, "c") },
        { $$""" "edited_message":{{Message($$""" "photo":{{Sizes}} """)}} """, new Input.Other(Id, "edited_file") },
        { $$""" "callback_query":{"id":"q","from":{"id":5},"data":"t","message":{{Message("\"text\":\"x\"")}}} """, new Input.Press("q", Id, "t") },
        { """ "callback_query":{"id":"q","from":{"id":5},"data":"t","message":{"chat":{"id":5,"type":"private"},"message_id":7,"date":0}} """, new Input.Press("q", Id, "t") },
        { """ "callback_query":{"id":"q","from":{"id":5},"data":"t","message":null} """, new Input.Press("q", null, "t") },
        { """ "my_chat_member":{"chat":{"id":5,"type":"private"},"from":{"id":5},"date":1,"new_chat_member":{"status":"kicked","until_date":0}} """, new Input.Left() },
    };

    [Theory, MemberData(nameof(Others))]
    public void An_edit_a_press_and_a_leave_are_inputs(string field, Input expected)
    {
        var reading = Assert.IsType<UpdateReading.ForChat>(Read($$"""{"update_id":3,{{field}}}"""));
        Assert.Equal((new ChatId(5), expected), (reading.Chat, reading.Input));
    }

    [Theory]
    [InlineData(""" "message":{"message_id":1,"date":1,"chat":{"id":-5,"type":"group"},"text":"a"} """, IgnoredReason.NotPrivate)]
    [InlineData(""" "message":{"message_id":1,"date":1,"chat":{"id":5,"type":"hive_mind"},"text":"a"} """, IgnoredReason.NotPrivate)]
    [InlineData(""" "message":{"message_id":1,"date":1,"chat":{"id":5},"text":"a"} """, IgnoredReason.NotPrivate)]
    [InlineData(""" "message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"from":{"id":9,"is_bot":true},"text":"a"} """, IgnoredReason.FromBot)]
    [InlineData(""" "message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"pinned_message":{"message_id":3}} """, IgnoredReason.ServiceMessage)]
    [InlineData(""" "message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"connected_website":"example.org"} """, IgnoredReason.ServiceMessage)]
    [InlineData(""" "edited_message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"location":{"latitude":1,"longitude":2,"live_period":60}} """, IgnoredReason.LiveLocation)]
    [InlineData(""" "callback_query":{"id":"q","from":{"id":5},"game_short_name":"g"} """, IgnoredReason.NoData)]
    [InlineData(""" "callback_query":{"id":"q","from":{"id":5},"data":"t","inline_message_id":"i"} """, IgnoredReason.NoData)]
    [InlineData(""" "callback_query":{"id":"q","from":{"id":5},"data":"t","message":{"message_id":1,"date":1,"chat":{"id":-5,"type":"group"}}} """, IgnoredReason.NotPrivate)]
    [InlineData(""" "callback_query":{"id":"q","from":{"id":5},"data":"t","message":{"message_id":1,"date":1,"chat":{"id":6,"type":"private"}}} """, IgnoredReason.NotPrivate)]
    [InlineData(""" "my_chat_member":{"chat":{"id":5,"type":"private"},"from":{"id":5},"date":1,"new_chat_member":{"status":"member"}} """, IgnoredReason.Joined)]
    [InlineData(""" "my_chat_member":{"chat":{"id":-5,"type":"group"},"from":{"id":5},"date":1,"new_chat_member":{"status":"kicked"}} """, IgnoredReason.NotPrivate)]
    [InlineData(""" "poll_answer":{"poll_id":"1"} """, IgnoredReason.UnknownKind)]
    [InlineData(""" "message":{"message_id":"one"} """, IgnoredReason.Undecodable)]
    public void What_is_not_for_a_conversation_is_passed_over_with_a_reason(string field, IgnoredReason reason)
    {
        var ignored = Assert.IsType<UpdateReading.Ignored>(Read($$"""{"update_id":3,{{field}}}"""));
        Assert.Equal((3L, reason), (ignored.UpdateId, ignored.Reason));
    }

    [Fact]
    public void Nothing_that_is_printed_holds_what_was_written()
    {
        var update = UpdateReader.Decode(Encoding.UTF8.GetBytes($$$"""{"update_id":3,"message":{{{Message("\"text\":\"secret\"")}}}}"""))!;
        var decoded = Assert.IsType<ReceivedUpdate.Decoded>(update);
        Assert.All((object[])[update, decoded.Update, decoded.Update.Message!, UpdateReader.Read(update)], value =>
            Assert.DoesNotContain("secret", value.ToString(), StringComparison.Ordinal));
    }

    /// <summary>Published updates and messages, with fields added, nulled, and numbers and enum words changed: 4 000 variants by a fixed seed.</summary>
    [Fact]
    public void Changed_updates_are_read_or_refused_but_never_throw_and_optional_nulls_are_always_read()
    {
        var values = JsonNode.Parse(System.IO.File.ReadAllBytes(ReferenceData.Path("telegram/vectors.json")))!["values"]!.AsArray();
        var updates = values.Select(item => item!["type"]!.GetValue<string>() switch
        {
            "Update" => item["json"]!,
            "Message" => new JsonObject { ["update_id"] = 1, ["message"] = item["json"]!.DeepClone() },
            "CallbackQuery" => new JsonObject { ["update_id"] = 1, ["callback_query"] = item["json"]!.DeepClone() },
            _ => null,
        }).OfType<JsonNode>().ToArray();
        Assert.Equal(119, updates.Length);
        var random = new Random(20260122);
        var read = 0;
        for (var i = 0; i < 4000; i++)
        {
            var mild = i % 2 == 0;
            var changed = updates[random.Next(updates.Length)].DeepClone();
            changed["update_id"] = random.NextInt64(1L << 52);
            Change(changed, random, mild);
            var received = UpdateReader.Decode(Encoding.UTF8.GetBytes(changed.ToJsonString()));
            Assert.NotNull(received);
            Assert.Equal((long)changed["update_id"]!, received.Id);
            UpdateReader.Read(received);
            if (received is ReceivedUpdate.Decoded) read++;
            else Assert.False(mild, changed.ToJsonString());
        }

        Assert.InRange(read, 2000, 3900);
    }

    private static readonly string[] Needed = // by the schema, of the types that we read
    [
        "update_id", "message_id", "date", "chat", "id", "from", "file_id", "file_unique_id", "latitude", "longitude", "location", "width",
        "height", "duration", "length", "offset", "inline_keyboard", "text", "url",
    ];

    /// <param name="mild">Only what the API may do without notice: new fields, nulls for optional ones, new words, large ids.</param>
    private static void Change(JsonNode node, Random random, bool mild)
    {
        if (node is JsonArray array)
            foreach (var item in array.OfType<JsonNode>())
                Change(item, random, mild);
        if (node is not JsonObject fields) return;
        foreach (var (name, value) in fields.ToArray())
        {
            var chance = random.Next(20);
            if (name == "update_id") continue;
            if (chance == 0 && !Needed.Contains(name)) fields[name] = null;
            else if (chance == 1 && name is "type" or "status" or "style") fields[name] = "newer_than_this_code";
            else if (chance <= 2 && name is "id" && value is JsonValue number && number.TryGetValue<int>(out _)) fields[name] = (1L << 52) - 1;
            else if (chance == 3 && !mild) fields[name] = random.Next(4) switch { 0 => null, 1 => 1.5, 2 => "x", _ => new JsonArray(null, 1, new JsonObject()) };
            else if (value is not null) Change(value, random, mild);
        }

        if (random.Next(3) == 0) fields["from_the_future"] = new JsonObject { ["deep"] = new JsonArray(1, null, "x") };
    }

    private static Input.File File(IncomingFile content, string? caption = null, string? album = null, bool forwarded = false) =>
        new(Id, content, caption, album, forwarded);

    private static string Message(string fields) =>
        $$$"""{"message_id":7,"date":1767225600,"from":{"id":5,"is_bot":false,"first_name":"A","last_name":null,"language_code":"uk"},"chat":{"id":5,"type":"private"},{{{fields}}}}""";

    private static UpdateReading Read(string json) => UpdateReader.Read(UpdateReader.Decode(Encoding.UTF8.GetBytes(json))!);
}
