using System.Collections.Immutable;
using System.Globalization;
using Detainees.Bot.Tools;
using Detainees.Conversations;

namespace Detainees.Bot.Preview;

/// <summary>A trial in the terminal: what is typed goes to the form, lines that begin with a colon are for the trial itself.</summary>
internal sealed class TerminalPreview(FormTrial trial, TextReader input, TextWriter output)
{
    private const string Help = """
        Type an answer, or /start, /help and so on as in the chat. Files: [photo], [voice], [document], [video]; a place: [place] 40.1 44.5
        :1 … :99        press a button of the newest message by its number
        :jump NAME      be asked a question now
        :values         every question with its value; what is not asked now is in brackets
        :date DAY       take another day for today, as 2026-01-15
        :wait TIME      let time pass, as +20h or +5m
        :lang LANGUAGE  go on in another language, as hy
        :check          what the checker says
        :save [FILE]    save the walk, for form test
        :restart        from the beginning
        :quit
        """;

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        output.WriteLine($"{trial.Form.Title} ({trial.Form.Id} {trial.Form.Version}). :help tells what can be typed; nothing is stored or sent.");
        Do("> /start");
        while (!cancel.IsCancellationRequested)
        {
            output.Write("> ");
            await output.FlushAsync(cancel);
            if (await input.ReadLineAsync(cancel) is not { } line) return 0;
            if (trial.Reload())
            {
                output.WriteLine(trial.Report.Form is null ? "The file was saved and cannot be used as it is now; the form stays what it was." : "The form was read again.");
                FormCheck.Write(trial.Report, output);
            }

            if (line.Trim() is ":quit" or ":q") return 0;
            if (line.Trim().Length > 0) Take(line.Trim());
        }

        return 0;
    }

    private void Take(string line)
    {
        var (word, rest) = line.IndexOf(' ') is > 0 and var blank ? (line[..blank], line[(blank + 1)..].Trim()) : (line, "");
        switch (word)
        {
            case ":help": output.WriteLine(Help); break;
            case ":values": Values(); break;
            case ":check": FormCheck.Write(trial.Report, output); break;
            case ":jump": Do($": jump {rest}"); break;
            case ":lang" or ":language": Do($": language {rest}"); break;
            case ":date" or ":wait": Do($"@ {rest}"); break;
            case ":save": Save(rest); break;
            case ":restart":
                trial.Restart(null);
                Do("> /start");
                break;
            default:
                if (word[0] != ':') Do($"> {line}");
                else if (int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= trial.Session.Buttons.Length)
                    Do($"> [press: {trial.Session.Buttons[number - 1].Label}]");
                else output.WriteLine("There is no such button or command; :help tells what there is.");
                break;
        }
    }

    private void Do(string line)
    {
        switch (WalkScript.Do(trial.Session, line))
        {
            case WalkStep.Done done: Show(done.Effects); break;
            case WalkStep.NotDone not: output.WriteLine($"Not done: {not.Reason}."); break;
        }
    }

    private void Show(ImmutableArray<Effect> effects)
    {
        foreach (var effect in effects) output.Write(WalkText.Of(effect));
        if (effects.OfType<Effect.Say>().Any(say => say.Message.Keyboard is not null) && !trial.Session.Buttons.IsEmpty)
            output.WriteLine("    " + string.Join("  ", trial.Session.Buttons.Select((button, i) => $":{i + 1} {button.Label}")));
    }

    private void Values()
    {
        var view = PreviewPane.Of(trial);
        output.WriteLine($"{view.Place}, {(view.Language.Length > 0 ? view.Language : "no language")}, today is {view.Date}");
        foreach (var node in view.Nodes)
        {
            var mark = node.Path == view.Current ? "→ " : "  ";
            var value = node.Value.Length > 0 ? $" = {node.Value}" : "";
            var said = node.Said is "" or "answered" ? "" : $" ({node.Said})";
            var when = node.When.Length > 0 ? $"   when {node.When}" : "";
            var line = $"{node.Name}{value}{said}";
            output.WriteLine($"{mark}{new string(' ', node.Depth * 2)}{(node.IsRelevant ? line : $"[{line}]")}{when}");
        }
    }

    private void Save(string file)
    {
        var (path, problem) = trial.Save(file.Length > 0 ? file : null);
        output.WriteLine(problem is null ? $"Saved: {path}" : $"Not saved: {problem}.");
    }
}
