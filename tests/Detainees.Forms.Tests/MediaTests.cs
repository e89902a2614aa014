using System.Collections.Immutable;
using System.Xml.Linq;

namespace Detainees.Forms.Tests;

/// <summary>Files that are shown with a question, group or note.</summary>
public sealed class MediaTests
{
    private const string Two = """
        | survey | | | | | | |
        | | type | name | label::English (en) | label::Français (fr) | media::image::English (en) | image::Français (fr) | audio |
        | | begin group | g | Clothes | Vêtements | group.png | | |
        | | text | coat | Which coat? | Quel manteau ? | coats_en.jpg | coats_fr.webp | how.ogg |
        | | end group | | | | | | |
        | settings | | |
        | | form_id | version |
        | | t | 1 |
        """;

    private static FormCompilation Compile(string markdown, params (string Name, int Bytes)[] files) =>
        FormCompiler.Compile(Some.Workbook(markdown), name =>
            Array.Find(files, file => file.Name == name) is not { Name: not null } found ? new FormAttachment.Missing()
            : found.Bytes > AttachmentNames.MaxBytesOf(name) ? new FormAttachment.TooLarge() : new FormAttachment.Found(new byte[found.Bytes]));

    private static string Row(string header, string value) =>
        $"| survey | | | |\n| | type | name | label | {header} |\n| | text | q | Q | {value} |\n| settings | | |\n| | form_id | version |\n| | t | 1 |";

    private static readonly (string, int)[] All = [("group.png", 4), ("coats_en.jpg", 4), ("coats_fr.webp", 4), ("how.ogg", 4)];

    [Fact]
    public void A_file_is_of_the_persons_language_and_one_without_a_language_is_for_all()
    {
        var compiled = Compile(Two, All);
        Assert.Empty(compiled.Diagnostics);
        var form = compiled.Form ?? throw new InvalidOperationException();
        var coat = form.Find("/data/g/coat") ?? throw new InvalidOperationException();
        Assert.Equal([new(MediaKind.Picture, "coats_en.jpg"), new(MediaKind.Voice, "how.ogg")], coat.MediaIn("English (en)"));
        Assert.Equal([new(MediaKind.Picture, "coats_fr.webp"), new(MediaKind.Voice, "how.ogg")], coat.MediaIn("Français (fr)"));
        Assert.Equal([new(MediaKind.Picture, "group.png")], form.Find("/data/g")?.MediaIn("Français (fr)"));
        Assert.Equal(["coats_en.jpg", "coats_fr.webp", "group.png", "how.ogg"], form.Attachments);
    }

    [Fact]
    public void Another_picture_makes_another_form()
    {
        var one = Compile(Two, All).Form?.Fingerprint;
        var other = Compile(Two, [.. All.SkipLast(1), ("how.ogg", 5)]).Form?.Fingerprint;
        Assert.NotNull(one);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void A_missing_file_is_a_warning_with_its_cell_and_the_question_is_asked_in_words()
    {
        var compiled = Compile(Row("image", "gone.png"));
        var said = Assert.Single(compiled.Diagnostics);
        Assert.Equal((DiagnosticCodes.AttachmentMissing, DiagnosticSeverity.Warning, "survey!D2 (image, row 2, question \"q\")"), (said.Code, said.Severity, said.Location));
        Assert.Empty(compiled.Form?.Find("/data/q")?.MediaIn("default") ?? throw new InvalidOperationException());
        Assert.Empty(compiled.Form.Attachments);
    }

    [Theory]
    [InlineData("image", "../a.png")]
    [InlineData("image", "/etc/a.png")]
    [InlineData("image", "${q}.png")]
    [InlineData("image", "a.gif")]
    [InlineData("image", "a.mp4")]
    [InlineData("audio", "a.wav")]
    [InlineData("audio", "a.jpg")]
    [InlineData("video", "a.mov")]
    [InlineData("video", "mp4")]
    public void What_is_no_name_of_a_file_that_a_chat_shows_is_refused(string header, string value)
    {
        var said = Assert.Single(Compile(Row(header, value), (value, 4)).Diagnostics);
        Assert.Equal((DiagnosticCodes.AttachmentInvalid, DiagnosticSeverity.Error, 2), (said.Code, said.Severity, said.Row));
    }

    [Theory]
    [InlineData("image", "a.PNG", 10 << 20, true)]
    [InlineData("image", "a.png", (10 << 20) + 1, false)]
    [InlineData("audio", "a.mp3", 20 << 20, true)]
    [InlineData("audio", "a.mp3", (20 << 20) + 1, false)]
    [InlineData("video", "a.mp4", (20 << 20) + 1, false)]
    [InlineData("video", "a.mp4", 0, false)]
    public void A_file_is_no_larger_than_telegram_takes_and_not_empty(string header, string value, int bytes, bool isTaken) =>
        Assert.Equal(isTaken, Compile(Row(header, value), (value, bytes)).Form is not null);

    [Fact]
    public void All_files_together_are_bounded()
    {
        var rows = string.Concat(Enumerable.Range(0, 4).Select(i => $"\n| | note | n{i} | N | {i}.mp4 |"));
        var compiled = Compile("| survey | | | |\n| | type | name | label | video |" + rows, [.. Enumerable.Range(0, 4).Select(i => ($"{i}.mp4", 17 << 20))]);
        Assert.Equal(5, Assert.Single(compiled.Diagnostics, said => said.Code == DiagnosticCodes.TooMany).Row);
    }

    [Fact]
    public void A_large_picture_takes_the_place_of_the_small_one()
    {
        var form = Compile("| survey | | | | |\n| | type | name | label | image | big-image |\n| | text | q | Q | s.png | l.png |\n| | text | p | P | s.png | |", ("s.png", 1), ("l.png", 1)).Form;
        Assert.Equal(["l.png"], form?.Find("/data/q")?.MediaIn("default").Select(file => file.Name));
        Assert.Equal(["s.png"], form?.Find("/data/p")?.MediaIn("default").Select(file => file.Name));
    }

    [Fact]
    public void A_difference_names_the_file_that_took_the_place_of_another()
    {
        var (before, after) = (Compile(Two, All).Form, Compile(Two.Replace("coats_en.jpg", "how_new.jpg", StringComparison.Ordinal), [.. All, ("how_new.jpg", 4)]).Form);
        Assert.True(before is not null && after is not null);
        var change = Assert.Single(FormDifference.Of(before, after).Changes);
        Assert.Equal(("coats_en.jpg, how.ogg", "how_new.jpg, how.ogg"), (change.Before, change.After));
        Assert.Contains("file shown in English (en)", change.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void An_XForm_names_the_files_of_each_language_beside_the_label_and_what_it_cannot_hold_is_said()
    {
        var form = Compile(Two, All).Form ?? throw new InvalidOperationException();
        var losses = new List<string>();
        var xform = XDocument.Parse(XFormWriter.Write(form, ImmutableSortedDictionary<string, string>.Empty, losses));
        var french = Assert.Single(xform.Descendants(), t => t.Name.LocalName == "translation" && (string?)t.Attribute("lang") == "Français (fr)");
        var label = Assert.Single(french.Elements(), text => (string?)text.Attribute("id") == "/data/g/coat:label");
        Assert.Equal([(null, "Quel manteau ?"), ("image", "jr://images/coats_fr.webp"), ("audio", "jr://audio/how.ogg")],
            label.Elements().Select(value => ((string?)value.Attribute("form"), value.Value)));
        Assert.Empty(losses);
        XFormWriter.Write(Compile(Row("image", "a.png"), ("a.png", 1)).Form ?? throw new InvalidOperationException(), ImmutableSortedDictionary<string, string>.Empty, losses);
        Assert.StartsWith("q: the files", Assert.Single(losses), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_of_choices_and_of_a_language_that_nobody_reads_are_said_to_be_shown_to_nobody()
    {
        var said = Compile("""
            | survey | | | | |
            | | type | name | label::English (en) | image::Français (fr) |
            | | select_one l | q | Q | a.png |
            | choices | | | | |
            | | list_name | name | label::English (en) | image |
            | | l | x | X | x.png |
            | settings | | |
            | | form_id | version |
            | | t | 1 |
            """, ("a.png", 1)).Diagnostics;
        Assert.Contains(said, d => d is { Code: DiagnosticCodes.NotSupported, Severity: DiagnosticSeverity.Note, Sheet: "choices", Column: "D" });
        Assert.Contains(said, d => d is { Code: DiagnosticCodes.LanguageUnknown, Severity: DiagnosticSeverity.Warning, Sheet: "survey", Column: "D" });
    }
}
