using Detainees.EndToEnd.Tests.Running;
using Detainees.Endurance.Running;
using Detainees.Forms;
using Detainees.Phone;
using Detainees.Testing;
using Detainees.Testing.Browsing;
using Microsoft.Playwright;

namespace Detainees.EndToEnd.Tests.Pictures;

/// <summary>
/// Every type of question as somebody meets it, in the real page with the real bot behind it: docs/examples/all-types.yaml from the
/// first question to the review. In English it makes the pictures of docs/forms.md.
/// </summary>
public sealed class AllTypesInTheChat(Browser browser) : IClassFixture<Browser>
{
    [Theory]
    [InlineData("en")]
    [InlineData("hy")]
    [InlineData("ar")]
    public async Task Every_question_is_shown_with_its_label_and_its_buttons(string language)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["forms"]);
        var file = Checkout.Path("docs", "examples", "all-types.yaml");
        File.Copy(file, Path.Combine(folder["forms"], "all-types.yaml"));
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), cancel);
        await using var bot = new BotUnderTest(folder, phone.Address, "Verbose");
        Directory.CreateDirectory(bot.Data);
        await bot.StartAsync(cancel);
        var page = await browser.OpenAsync(phone.Address, language, DocumentPictures.Width, DocumentPictures.Height);
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var form = new FormWords(file, $"({language})");
        var chat = new ChatPage(page, form, language);

        await chat.StartAsync();
        await WordsAsync(chat);
        await NumbersAsync(chat);
        await ChoicesAsync(chat);
        await TogetherAsync(chat);
        await TimesAsync(chat);
        await FilesAsync(chat);
        await RepeatsAsync(chat);

        Assert.Equal(form.Asked.Order(StringComparer.Ordinal), chat.Seen.Order(StringComparer.Ordinal));
    }

    private static async Task WordsAsync(ChatPage chat)
    {
        await chat.SeesAsync("hello");
        await chat.SeesAsync("name");
        await chat.ShowAsync("text");
        await chat.WriteAsync("Nare Testyan");
        await chat.SeesAsync("story");
        await chat.WriteAsync("It was in the spring.");
        await chat.TheirsAsync(chat.Says("anything_to_add"));
        await chat.ShowAsync("text-multiline", messages: 3);
        await chat.TapBotAsync("done");
        await chat.SeesAsync("word");
        await chat.ShowAsync("text-masked");
        await chat.WriteAsync("sesame");
        await chat.SeesAsync("card");
        await chat.WriteAsync("A-12");
        await chat.TheirsAsync(chat.Says("want_digits"));
        await chat.ShowAsync("text-numbers", messages: 2);
        await chat.WriteAsync("0012");
        await chat.SeesAsync("code");
        await chat.ShowAsync("barcode");
        await chat.WriteAsync("4006381333931");
    }

    private static async Task NumbersAsync(ChatPage chat)
    {
        await chat.SeesAsync("children");
        await chat.WriteAsync("21");
        await chat.RefusesAsync("children");
        await chat.ShowAsync("integer", messages: 2);
        await chat.WriteAsync("1");
        await chat.SeesAsync("height");
        await chat.ShowAsync("decimal");
        await chat.WriteAsync("1,75");
        await chat.SeesAsync("sure");
        await chat.ShowAsync("range");
        await chat.TapAsync("4");
        await chat.SeesAsync("stars");
        await chat.ShowAsync("range-rating");
        await chat.TapAsync("★★★★");
        await chat.SeesAsync("age");
        await chat.ShowAsync("range-picker");
        await chat.TapAsync("7");
    }

    private static async Task ChoicesAsync(ChatPage chat)
    {
        await chat.SeesAsync("told");
        await chat.SeesAllAsync("heard");
        await chat.ShowAsync("note");
        await chat.ChooseAsync("heard", "yes");
        await chat.SeesAllAsync("agree");
        await chat.ShowAsync("select_one-likert");
        await chat.ChooseAsync("agree", "partly");
        await chat.SeesAllAsync("region");
        await chat.ShowAsync("select_one");
        await chat.ChooseAsync("region", "south");
        await chat.SeesAsync("town", "garnush", "orgov");
        Assert.Equal(0, await chat.ButtonsNamedAsync(chat.Choice("town", "aranos")));
        await chat.ShowAsync("select_one-choice_filter");
        await chat.ChooseAsync("town", "karavan");
        await chat.SeesAsync("letter");
        await chat.ShowAsync("select_one-minimal");
        await chat.WriteAsync(chat.Choice("letter", "l2"));
        await chat.SeesAllAsync("needs");
        await chat.TickAsync("needs", "food");
        await chat.ShowAsync("select_multiple");
        await chat.TapAsync($"{chat.Says("done")} (1)");
        await chat.SeesAllAsync("way");
        await chat.ShowAsync("select_one-or_other");
        await chat.ChooseAsync("way", "other");
        await chat.SeesAsync("way_other");
        await chat.WriteAsync("…");
        await chat.SeesAllAsync("order");
        await chat.ChooseAsync("order", "clothes");
        await chat.TheirsAsync($"1. {chat.Choice("order", "clothes")}");
        await chat.ShowAsync("rank");
        await chat.ChooseAsync("order", "food");
        await chat.TheirsAsync($"2. {chat.Choice("order", "food")}");
        await chat.ChooseAsync("order", "medicine");
        await chat.TapBotAsync("done");
        await chat.SeesAsync("safe");
        await chat.ShowAsync("acknowledge");
        await chat.TapBotAsync("understood");
    }

    private static async Task TogetherAsync(ChatPage chat)
    {
        await chat.SeesAsync("fed", "yes", "no");
        await chat.SeesAsync("warm", "yes", "no");
        await chat.SeesAllAsync("missing");
        await chat.TapAsync($"1 · {chat.Choice("fed", "yes")}");
        await chat.OffersAsync($"✓ 1 · {chat.Choice("fed", "yes")}");
        await chat.ShowAsync("begin_group-field-list");
        await chat.TapBotAsync("next_question");
    }

    private static async Task TimesAsync(ChatPage chat)
    {
        await chat.SeesAsync("born");
        await chat.WriteAsync("5.6.2020");
        await chat.TheirsAsync(chat.Says("which_date"));
        await chat.ShowAsync("date", messages: 3);
        await chat.TapFirstAsync();
        await chat.SeesAsync("moved");
        await chat.ShowAsync("date-month-year");
        await chat.WriteAsync("6.2019");
        await chat.SeesAsync("since");
        await chat.ShowAsync("date-year");
        await chat.WriteAsync("1999");
        await chat.SeesAsync("hour");
        await chat.ShowAsync("time");
        await chat.TapAsync("14:00");
        await chat.SeesAsync("call");
        await chat.TapBotAsync("today");
        await chat.TheirsAsync("14:30");
        await chat.ShowAsync("dateTime");
        await chat.TapAsync("09:00");
    }

    private static async Task FilesAsync(ChatPage chat)
    {
        await chat.SeesAsync("place");
        await chat.TheirsAsync(chat.Says("share_place_how"));
        await chat.ShowAsync("geopoint", messages: 2);
        await chat.WriteAsync("40.1792 44.4991");
        await chat.SeesAsync("photo");
        await chat.SendPhotoAsync();
        await chat.TheirsAsync("📷");
        await chat.ShowAsync("image");
        await chat.TapBotAsync("done");
        await chat.SeesAsync("voice");
        await chat.ShowAsync("audio");
        await chat.TapBotAsync("skip");
        await chat.SeesAsync("film");
        await chat.ShowAsync("video");
        await chat.TapBotAsync("skip");
        await chat.SeesAsync("paper");
        await chat.ShowAsync("file");
        await chat.TapBotAsync("skip");
    }

    private static async Task RepeatsAsync(ChatPage chat)
    {
        await chat.TheirsAsync(chat.Says("add_first"));
        await chat.ShowAsync("begin_repeat");
        await chat.TapBotAsync("add");
        await chat.SeesAsync("who");
        await chat.WriteAsync("Davit Testyan");
        await chat.TheirsAsync(chat.Says("add_another"));
        await chat.TapBotAsync("no_more");
        await chat.SeesAllAsync("here");
        await chat.ShowAsync("begin_repeat-repeat_count");
        await chat.ChooseAsync("here", "yes");
        await chat.SeesAsync("given");
        await chat.SeesAsync("thanks");
        await chat.TheirsAsync(chat.Says("review_how"));
        await chat.LooksAsync("review");
    }
}
