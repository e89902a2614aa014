using Detainees.Bot.Intake;
using Detainees.Bot.Preview;
using Detainees.Bot.Publishing;
using Detainees.Bot.Tools;
using Detainees.Conversations;
using Detainees.Testing;

namespace Detainees.Bot.Tests.Preview;

public sealed class WalkTests : IDisposable
{
    private const string Form = """
        survey:
        - type: text
          name: name
          label::English (en): What is the name?
          label::Հայերեն (hy): Ի՞նչ է անունը։
          bind::case:field: name.typed
        - type: select_one yesno
          name: known
          label::English (en): Is more known of ${name}?
          label::Հայերեն (hy): Էլի բան հայտնի՞ է։
          bind::case:field: note
        - type: text
          name: what
          label::English (en): What?
          label::Հայերեն (hy): Ի՞նչ։
          relevant: ${known} = 'yes'
        - type: date
          name: day
          label::English (en): On which day?
          label::Հայերեն (hy): Ո՞ր օրը։
          constraint: . <= today()
          constraint_message::English (en): Not after today.
          constraint_message::Հայերեն (hy): Ոչ այսօրվանից հետո։
        - type: image
          name: photo
          label::English (en): A photo?
          label::Հայերեն (hy): Լուսանկա՞ր։
        choices:
        - list_name: yesno
          name: yes
          label::English (en): Yes
          label::Հայերեն (hy): Այո
        - list_name: yesno
          name: no
          label::English (en): No
          label::Հայերեն (hy): Ոչ
        settings:
        - form_id: walked
          version: '1'
          default_language: English (en)

        """;

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter said = new();

    public WalkTests() => Put(Form);

    public void Dispose()
    {
        said.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_walk_that_was_saved_is_walked_again_to_the_same_bytes()
    {
        var trial = Open();
        Walk(trial, "> /start", "> [press: English]", "> [press: Begin]", "> Արմեն\\nand more", "> [press: Yes]", "> \\[not a command]", "@ 2024-02-01",
            "> 2.2.2024", "> 1.2.2024", "> [photo] a caption", ": jump name", ": language hy", "> [edit: Արմեն\\nand more => Կարեն]", "> [place] 40.1 44.5", "> [other: sticker]", "@ +21h", "! left");
        Assert.True(trial.Session.Steps > 15);
        var (path, problem) = trial.Save();
        Assert.Null(problem);
        Assert.Equal(folder["walks", "form.txt"], path);
        var text = File.ReadAllText(folder["walks", "form.txt"]);
        Assert.Equal(trial.Session.Transcript, text);
        var replay = WalkReplay.Of(trial.Form, text);
        Assert.Null(replay.Stopped);
        Assert.Equal(text, replay.Text);
        Assert.Contains("Not after today.", text, StringComparison.Ordinal);
        Assert.Equal(0, Test("walks/form.txt"));
    }

    [Fact]
    public void A_walk_goes_to_the_end_and_names_what_would_be_sent()
    {
        var trial = Open();
        Walk(trial, "> /start", "> [press: English]", "> [press: Begin]", "> Arman", "> [press: No]", "> 2020", "> 17.2.2020", "> [photo]", "> [press: Done]");
        while (trial.Session.Drafting is { } && trial.Session.Transcript.Length < 100_000 && trial.Session.TokenOf("Send now") is null)
            Assert.IsType<WalkStep.Done>(WalkScript.Do(trial.Session, trial.Session.TokenOf("Send") is null ? "> [press: Skip]" : "> [press: Send]"));
        Walk(trial, "> [press: Send now]");
        Assert.IsType<ConversationState.Sent>(trial.Session.State);
        Assert.Contains("/data/name = Arman", trial.Session.Transcript, StringComparison.Ordinal);
        Assert.Contains("form walked,", trial.Session.Transcript, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_form_is_told_step_by_step_and_not_marked_as_tested()
    {
        var trial = Open();
        Walk(trial, "> /start", "> [press: English]", "> [press: Begin]", "> Arman", "> [press: Yes]");
        trial.Save();
        Assert.Equal(0, Test("walks/form.txt"));
        Assert.Single(FormDraft.Read(folder["form.yaml"]).Walks);
        Put(Form.Replace("Is more known", "Do you know more", StringComparison.Ordinal));
        Assert.Empty(FormDraft.Read(folder["form.yaml"]).Walks);
        Assert.Equal(1, Test("walks/form.txt"));
        Assert.Contains("- ", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("Do you know more of Arman?", said.ToString(), StringComparison.Ordinal);
        Assert.Empty(FormDraft.Read(folder["form.yaml"]).Walks);

        // Read and taken over on purpose.
        Assert.Equal(1, Test("walks/form.txt", rewrite: true));
        Assert.Equal(0, Test("walks/form.txt"));
        Assert.Single(FormDraft.Read(folder["form.yaml"]).Walks);
    }

    [Fact]
    public void A_walk_that_cannot_be_done_any_more_says_at_which_line_it_stops()
    {
        var trial = Open();
        Walk(trial, "> /start", "> [press: English]", "> [press: Begin]", "> Arman", "> [press: Yes]");
        trial.Save();
        Put(Form.Replace("Yes", "Certainly", StringComparison.Ordinal));
        Assert.Equal(1, Test("walks/form.txt"));
        Assert.Contains("[press: Yes]", said.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Test("walks/missing.txt"));
    }

    [Theory]
    [InlineData(""), InlineData("hello"), InlineData("> [press: Nowhere]"), InlineData("> [photo"), InlineData("> [unheard of]"), InlineData("@ tomorrow"), InlineData("@ +h"),
     InlineData("@ +1e9h"), InlineData(": jump nowhere"), InlineData(": jump"), InlineData(": language xx"), InlineData("> [place] north"), InlineData("> [edit: a]"), InlineData("> [edit: a => b]"), InlineData("! right")]
    public void A_line_that_means_nothing_is_said_to_and_changes_nothing(string line)
    {
        var trial = Open();
        Walk(trial, "> /start", "> [press: English]", "> [press: Begin]");
        var before = trial.Session.Transcript;
        Assert.IsType<WalkStep.NotDone>(WalkScript.Do(trial.Session, line));
        Assert.Equal(before, trial.Session.Transcript);
    }

    [Fact]
    public void The_pane_shows_what_is_asked_what_is_not_and_every_value()
    {
        var trial = Open();
        Walk(trial, "> /start", "> [press: Հայերեն]", "> [press: Սկսել]", "> Արմեն");
        var view = PreviewPane.Of(trial);
        Assert.Equal(("question", "/data/known", "Հայերեն (hy)"), (view.Place, view.Current, view.Language));
        var (name, what) = (view.Nodes.Single(node => node.Name == "name"), view.Nodes.Single(node => node.Name == "what"));
        Assert.Equal(("Արմեն", "answered", true, "text"), (name.Value, name.Said, name.CanJump, name.Kind));
        Assert.Equal((false, false, "${known} = 'yes'"), (what.IsRelevant, what.CanJump, what.When));
        Assert.Equal("Ի՞նչ։", what.Label);
        // The rules of publishing are among the remarks: what keeps it from families shows while it is tried.
        Assert.Contains(view.Remarks, remark => remark.Severity == "error" && remark.Text.Contains("purpose", StringComparison.Ordinal));
    }

    [Fact]
    public void A_saved_file_changes_the_form_under_the_walk_and_a_spoilt_one_leaves_it()
    {
        var trial = Open();
        Walk(trial, "> /start", "> [press: English]", "> [press: Begin]");
        Assert.False(trial.Reload());
        Put(Form.Replace("What is the name?", "Their name?", StringComparison.Ordinal));
        Assert.True(trial.Reload());
        Walk(trial, ": jump name");
        Assert.Contains("Their name?", trial.Session.Transcript, StringComparison.Ordinal);
        Put("survey: [unclosed");
        Assert.True(trial.Reload());
        Assert.False(PreviewPane.Of(trial).Fits);
        Walk(trial, "> Arman");
        Assert.Equal("/data/known", PreviewPane.Of(trial).Current);
        // What the old form said is not saved: nobody would ever hear it again.
        Assert.Null(trial.Save().Problem);
        Assert.DoesNotContain("What is the name?", File.ReadAllText(folder["walks", "form.txt"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_terminal_takes_answers_buttons_by_number_and_its_own_commands()
    {
        using var input = new StringReader(":1\n:1\nArman\n:values\n:jump day\n:date 2024-02-01\n2.2.2024\n:lang hy\n:nonsense\n:99\n:save " + folder["saved.txt"] + "\n:quit\nnever read\n");
        Assert.Equal(0, await new TerminalPreview(Open(), input, said).RunAsync(TestContext.Current.CancellationToken));
        var text = said.ToString();
        Assert.Contains("name = Arman", text, StringComparison.Ordinal);
        Assert.Contains("[what]   when ${known} = 'yes'", text, StringComparison.Ordinal);
        Assert.Contains("Not after today.", text, StringComparison.Ordinal);
        Assert.Contains("Ո՞ր օրը։", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("There is no such button or command").Length - 1);
        Assert.Equal(0, Test("saved.txt"));
    }

    private FormTrial Open() => FormTrial.Open(folder["form.yaml"], null, new DateOnly(2026, 1, 15)).Trial ?? throw new InvalidOperationException("The form has errors.");

    private int Test(string walk, bool rewrite = false) => FormTest.Run(folder["form.yaml"], [folder[walk.Split('/')]], rewrite, said);

    private DateTime written = new(2026, 1, 15, 9, 0, 0, DateTimeKind.Utc);

    private void Put(string form)
    {
        File.WriteAllText(folder["form.yaml"], form);
        File.SetLastWriteTimeUtc(folder["form.yaml"], written = written.AddSeconds(1));
    }

    private static void Walk(FormTrial trial, params string[] lines)
    {
        foreach (var line in lines)
            if (WalkScript.Do(trial.Session, line) is WalkStep.NotDone not) Assert.Fail($"{line}: {not.Reason}\n{trial.Session.Transcript}");
    }
}
