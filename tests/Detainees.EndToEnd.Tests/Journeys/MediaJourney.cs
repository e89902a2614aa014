using Detainees.EndToEnd.Tests.Running;
using Detainees.Endurance.Running;
using Detainees.Phone;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Journeys;

/// <summary>A form with pictures and sound, over HTTP: what arrives in the chat, in which language, and what is left of it.</summary>
public sealed class MediaJourney
{
    private const string Form = """
        yxf:
          headers:
            survey: [type, name, label::English (en), label::Français (fr), image::English (en), image::Français (fr), audio]
            choices: [list_name, name, label::English (en), label::Français (fr)]
            settings: [form_title, form_id, version, default_language]
        survey:
        - type: select_one kind
          name: coat
          label::English (en): Which coat?
          label::Français (fr): Quel manteau ?
          image::English (en): coats_en.png
          image::Français (fr): coats_fr.png
        - type: text
          name: voice
          label::English (en): Whose voice is it?
          label::Français (fr): À qui est cette voix ?
          audio: voice.ogg
        - type: text
          name: spoilt
          label::English (en): What is in this picture?
          label::Français (fr): Que montre cette image ?
          image::English (en): no_picture.png
        - type: text
          name: missing
          label::English (en): And in that one?
          label::Français (fr): Et celle-là ?
          image::English (en): not_there.png
        choices:
        - list_name: kind
          name: short
          label::English (en): The short one
          label::Français (fr): Le court
        - list_name: kind
          name: long
          label::English (en): The long one
          label::Français (fr): Le long
        settings:
        - form_title: Clothes
          form_id: clothes
          version: '1'
          default_language: English (en)

        """;

    /// <summary>As much of a PNG as tells its measures; the last byte tells one from another.</summary>
    private static byte[] Picture(byte mark) =>
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 40, 0, 0, 0, 30, 8, 2, 0, 0, 0, mark];

    [Fact]
    public async Task Pictures_and_sound_come_with_their_question_in_the_persons_language_and_go_when_all_is_erased()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var media = folder["forms", "clothes-media"];
        Directory.CreateDirectory(media);
        await File.WriteAllTextAsync(folder["forms", "clothes.yaml"], Form, cancel);
        await File.WriteAllBytesAsync(Path.Combine(media, "coats_en.png"), Picture(1), cancel);
        await File.WriteAllBytesAsync(Path.Combine(media, "coats_fr.png"), Picture(2), cancel);
        await File.WriteAllBytesAsync(Path.Combine(media, "voice.ogg"), "OggS, a voice"u8.ToArray(), cancel);
        await File.WriteAllTextAsync(Path.Combine(media, "no_picture.png"), "These bytes are no picture.", cancel);
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), cancel);
        await using var bot = new BotUnderTest(folder, phone.Address, "Verbose");
        await bot.StartAsync(cancel);

        await using var family = await ChatOnPhone.OpenAsync(phone.Address, "Anahit", "en", cancel);
        await family.SayAsync("/start", cancel);
        await family.PressAsync("English", cancel);
        await family.PressAsync("Begin", cancel);
        var asked = await family.AwaitTextAsync("Which coat?", cancel);
        Assert.Equal("photo", asked.File.Kind);
        Assert.Equal(Picture(1), await family.FileAsync(asked, cancel));
        Assert.Contains(asked.Buttons, button => button.Label == "The long one");

        // Whatever is done to the files now, this conversation sees them as they were when the form was offered.
        await File.WriteAllBytesAsync(Path.Combine(media, "coats_fr.png"), Picture(3), cancel);
        await family.SayAsync("/language", cancel);
        await family.AwaitTextAsync("Choisissez votre langue.", cancel, after: asked.Id);
        await family.PressAsync("Français", cancel);
        var again = await family.AwaitTextAsync("Quel manteau ?", cancel);
        Assert.Equal(Picture(2), await family.FileAsync(again, cancel));

        await family.PressAsync("Le long", cancel);
        var settled = await family.AwaitAsync(message => message.Id == again.Id && message.Buttons.Count == 0, cancel, "the answered picture");
        Assert.Contains("✓ Le long", settled.Text, StringComparison.Ordinal);
        Assert.Equal(again.File, settled.File);

        var spoken = await family.AwaitTextAsync("À qui est cette voix ?", cancel);
        Assert.Equal("voice", spoken.File.Kind);
        Assert.Equal("OggS, a voice"u8.ToArray(), await family.FileAsync(spoken, cancel));
        await family.SayAsync("Mon frère", cancel);

        // Telegram does not take the one picture, and the other does not exist: the questions come as words.
        var spoilt = await family.AwaitTextAsync("Que montre cette image ?", cancel);
        Assert.Equal("", spoilt.File.Kind);
        Assert.NotEmpty(spoilt.Buttons);
        await family.SayAsync("Une maison", cancel);
        Assert.Equal("", (await family.AwaitTextAsync("Et celle-là ?", cancel)).File.Kind);
        Assert.Contains("without the file", bot.Output, StringComparison.Ordinal);

        await family.SayAsync("/erase", cancel);
        await family.PressAsync("Tout effacer", cancel);
        await family.AwaitAllAsync(messages => messages.All(message => message.File.Kind.Length == 0 && !message.Text.Contains("manteau", StringComparison.Ordinal)), "all files to be deleted", cancel);
    }
}
