namespace Detainees.Bot.Tests.Intake;

/// <summary>Small forms for tests: what the program asks families stands in config/forms.</summary>
internal static class TestForms
{
    /// <summary>A name, a photo, a last word; one language.</summary>
    public static string Short(string id, string version, string first = "What is the name?") => $"""
        survey:
        - type: text
          name: name
          label::English (en): {first}
          required: 'yes'
        - type: image
          name: photo
          label::English (en): A photo?
        - type: text
          name: word
          label::English (en): Anything else?
        settings:
        - form_title: {id}
          form_id: {id}
          version: '{version}'
          default_language: English (en)

        """;
}
