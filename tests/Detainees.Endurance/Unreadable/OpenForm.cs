namespace Detainees.Endurance.Unreadable;

/// <summary>A form that takes everything a person can send, in two languages, so that the language can be changed on the way.</summary>
internal static class OpenForm
{
    public const string Yaml = """
        survey:
        - type: text
          name: who
          label::English (en): Q1 Who is it?
          label::Русский (ru): Q1 Кто это?
          required: 'yes'
        - type: text
          name: where
          label::English (en): Q2 Where?
          label::Русский (ru): Q2 Где?
        - type: image
          name: photo
          label::English (en): Q3 A photo?
          label::Русский (ru): Q3 Фотография?
        - type: file
          name: paper
          label::English (en): Q4 A paper?
          label::Русский (ru): Q4 Бумага?
        - type: text
          name: words
          label::English (en): Q5 In your own words, or with your voice?
          label::Русский (ru): Q5 Своими словами или голосом?
        - type: geopoint
          name: place
          label::English (en): Q6 The place?
          label::Русский (ru): Q6 Место?
        settings:
        - form_title: Open
          form_id: open
          version: '1'
          default_language: English (en)

        """;
}
