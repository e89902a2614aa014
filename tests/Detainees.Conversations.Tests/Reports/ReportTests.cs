using System.Text;
using System.Text.Json;
using Detainees.Testing;

namespace Detainees.Conversations.Tests;

public sealed class ReportTests
{
    internal static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Checkout.Path("docs", "report.schema.json"))).RootElement;

    [Fact]
    public void A_report_keeps_to_its_schema()
    {
        var phone = Sent("A \"quoted\" <name>, Արամ 😀\nsecond line");
        using var json = JsonDocument.Parse(phone.Reports[0].ToJson());
        Assert.Empty(SchemaCheck.Faults(Schema, json.RootElement));
        Assert.Equal(5001, json.RootElement.GetProperty("chat").GetProperty("id").GetInt64());
        Assert.Equal("A \"quoted\" <name>, Արամ 😀\nsecond line", json.RootElement.GetProperty("answers")[1].GetProperty("value").GetString());
        Assert.Equal("2026-01-15T09:00:00Z", json.RootElement.GetProperty("started").GetString());
    }

    [Fact]
    public void The_schema_check_finds_what_is_wrong()
    {
        var good = Encoding.UTF8.GetString(Sent("Aram").Reports[0].ToJson());
        foreach (var bad in (string[])[good.Replace("\"answered\"", "\"told\""), good.Replace("\"sent\"", "\"send\""), good.Replace("Z\"", "+00:00\""), good.Replace("\"field\":\"birth\"", "\"field\":7")])
        {
            using var json = JsonDocument.Parse(bad);
            Assert.NotEmpty(SchemaCheck.Faults(Schema, json.RootElement));
        }
    }

    [Fact]
    public void A_report_has_no_insignificant_blanks_and_readable_Armenian()
    {
        var text = Encoding.UTF8.GetString(Sent("Արամ").Reports[0].ToJson());
        Assert.StartsWith("{\"schema\":\"detainees/report/1\",\"report\":\"", text);
        Assert.Contains("Արամ", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
        Assert.EndsWith("]}", text);
    }

    [Fact]
    public void Nothing_of_a_report_is_in_what_may_reach_a_log()
    {
        var phone = Sent("Secretname");
        foreach (var effect in phone.Effects) Assert.DoesNotContain("Secretname", effect.ToString());
        Assert.DoesNotContain("Secretname", phone.Reports[0].ToString());
        Assert.DoesNotContain("Secretname", new Input.Text(default, "Secretname").ToString());
        Assert.DoesNotContain("Secretname", phone.State.ToString());
    }

    [Fact]
    public void After_sending_the_state_holds_no_answer()
    {
        var phone = Sent("Secretname");
        Assert.DoesNotContain("Secretname", Encoding.UTF8.GetString(ConversationStateJson.Write(phone.State)));
    }

    private static Phone Sent(string name)
    {
        var phone = new Phone(new TestLibrary(TestForms.Get("family")));
        phone.Command("start");
        phone.Press("English");
        phone.Press("Begin");
        phone.Press("Mother");
        phone.Text(name);
        phone.Press("Skip");
        phone.Press("Yes");
        phone.File(FileKind.Voice);
        phone.Press("Skip");
        phone.File(FileKind.Photo, "in the yard");
        phone.Stored();
        phone.Press("Done");
        phone.Press("No, go on");
        phone.Press("Send");
        phone.Press("Send now");
        Assert.Single(phone.Reports);
        return phone;
    }
}
