using System.Collections.Immutable;
using Detainees.Conversations;
using Detainees.Forms;
using Detainees.Phone;

namespace Detainees.Bot.Preview;

/// <summary>What there is to see of a trial: the place, every row of the form with its value and its condition, what the checker says.</summary>
internal static class PreviewPane
{
    private const int MostRemarks = 100;

    public static PreviewView Of(FormTrial trial)
    {
        var (form, session) = (trial.Form, trial.Session);
        var drafting = session.Drafting;
        var draft = drafting?.Draft;
        var language = drafting?.Language ?? (session.State as ConversationState.Welcoming)?.Language ?? "";
        var shown = form.Languages.Contains(language) ? language : form.DefaultLanguage;
        var moment = new Moment(session.Now.ToOffset(WalkSession.Offset), shown, draft?.Seed ?? 0);
        var instance = draft is null ? FormInstance.Start(form, moment) : FormInstance.Restore(form, draft.Answers, moment);
        var current = draft is { Here.Length: > 0 } ? draft.Here : null;
        return new PreviewView(
            form.Title, $"{form.Id} {form.Version}", current, PlaceOf(session.State, current), drafting is null ? "" : shown, form.Languages,
            WalkText.Date(session.Now.ToOffset(WalkSession.Offset)), session.Steps, trial.Report.Form is not null, RemarksOf(trial),
            [.. instance.Nodes().Where(node => node.Element is not FormQuestion { Type: QuestionType.Start or QuestionType.End or QuestionType.Today or QuestionType.Metadata })
                .Select(node => NodeOf(node, instance, draft, shown))]);
    }

    private static string PlaceOf(ConversationState state, string? current) => state switch
    {
        ConversationState.Drafting => current is null ? "review" : "question",
        ConversationState.Sent => "sent",
        _ => "begin",
    };

    private static PreviewNode NodeOf(FormNode node, FormInstance instance, Draft? draft, string language)
    {
        var relevant = instance.IsRelevant(node.Path);
        var question = node.Element as FormQuestion;
        var asked = question is { IsAsked: true, Type: not QuestionType.Note } && relevant && !instance.IsReadOnly(node.Path);
        return new PreviewNode(
            node.Path, node.Element.Name, instance.Text(node.Element.Label, node.Path, language).ReplaceLineEndings(" "), node.Path.Count(c => c == '/') - 2,
            question is not null ? WordOf(question.Type) : node.Element is FormRepeat ? "repeat" : "group",
            question is null ? "" : instance.StoredValueOf(node.Path), SaidOf(draft, node.Path), node.Element.RelevantWhen, relevant, asked && draft is not null);
    }

    // As the type column writes it.
    private static string WordOf(QuestionType type) =>
        type is QuestionType.DateTime ? "dateTime" : System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(type.ToString());

    private static string SaidOf(Draft? draft, string path) => draft is not null && draft.Notes.TryGetValue(path, out var note)
        ? note.State switch
        {
            AnswerState.Answered => "answered",
            AnswerState.Unknown => "unknown",
            AnswerState.Refused => "refused",
            AnswerState.Later => "later",
            AnswerState.Skipped => "skipped",
        }
        : "";

    private static ImmutableArray<PreviewRemark> RemarksOf(FormTrial trial)
    {
        var remarks = ImmutableArray.CreateBuilder<PreviewRemark>();
        if (trial.Report.Problem is { } problem) remarks.Add(new PreviewRemark("error", trial.Report.File, problem));
        foreach (var diagnostic in trial.Report.Everything.OrderByDescending(d => d.Severity).Take(MostRemarks))
        {
            var severity = diagnostic.Severity switch
            {
                DiagnosticSeverity.Error => "error",
                DiagnosticSeverity.Warning => "warning",
                DiagnosticSeverity.Note => "note",
            };
            remarks.Add(new PreviewRemark(severity, diagnostic.Location, diagnostic.Suggestion is { } near ? $"{diagnostic.Message} Did you mean {near}?" : diagnostic.Message));
        }

        return remarks.ToImmutable();
    }
}
