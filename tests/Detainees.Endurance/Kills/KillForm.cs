namespace Detainees.Endurance.Kills;

/// <summary>A short form with one question of each kind that has a way of its own through the bot.</summary>
internal static class KillForm
{
    public const string Name = "What is the name?";
    public const string Age = "How old?";
    public const string Met = "Did you meet?";
    public const string Photo = "A photo?";
    public const string Place = "Which place?";
    public const string Word = "Anything else?";

    public const string Yaml = $"""
        survey:
        - type: text
          name: name
          label::English (en): {Name}
          required: 'yes'
        - type: integer
          name: age
          label::English (en): {Age}
        - type: select_one met
          name: met
          label::English (en): {Met}
        - type: image
          name: photo
          label::English (en): {Photo}
        - type: text
          name: place
          label::English (en): {Place}
        - type: text
          name: word
          label::English (en): {Word}
        choices:
        - list_name: met
          name: often
          label::English (en): Often met
        - list_name: met
          name: seldom
          label::English (en): Seldom met
        settings:
        - form_title: Endurance
          form_id: endurance
          version: '1'
          default_language: English (en)

        """;
}
