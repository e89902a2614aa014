using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>Stored values as a person reads them.</summary>
internal sealed partial class DraftTurn
{
    internal const string VoiceMark = "🎤", PhotoMark = "📷", FileMark = "📎";

    /// <summary>The value with its files; the name of the state where there is no value.</summary>
    private string Display(string path, FormQuestion question)
    {
        var shown = ShownValue(path, question, Instance.StoredValueOf(path));
        var files = FilesOf(path);
        if (files.Length > 0) shown = shown.Length > 0 ? $"{shown} · {files}" : files;
        if (shown.Length > 0) return shown;
        return draft.Notes.TryGetValue(path, out var note) && note.State != AnswerState.Answered ? Texts[StateText(note.State)] : "—";
    }

    /// <summary>As <see cref="Display"/>, but without what must not be said again in a chat: of files then only which there are.</summary>
    private string DisplayInChat(string path, FormQuestion question)
    {
        if (InsteadOf(question) is not { } instead) return Display(path, question);
        var value = Instance.StoredValueOf(path);
        var files = draft.HasFiles(path) ? MarksOf(draft.Attachments.Where(file => file.Path == path)) : "";
        var saysMore = value.Length > 0 && !IsMark(value) && !IsFileType(question.Type);
        return files.Length == 0 ? value.Length > 0 ? instead : Display(path, question) : saysMore ? $"{instead} · {files}" : files;
    }

    private string Told(string path, FormQuestion question, string value) => InsteadOf(question) ?? ShownValue(path, question, value);

    /// <summary>What stands for the answers of a question that are not said again: the author hides them, or they are dangerous if leaked.</summary>
    private string? InsteadOf(FormQuestion question) => IsMasked(question) ? "•••" : question.IsDangerous ? Texts[TextKey.NotShownHere] : null;

    private static bool IsMasked(FormQuestion question) => question.Appearances.Contains("masked");

    private string ShownValue(string path, FormQuestion question, string value)
    {
        if (value.Length == 0 || IsMark(value)) return "";
        return question.Type switch
        {
            QuestionType.SelectOne => ChoiceName(path, question, value),
            QuestionType.SelectMultiple => ChoiceNames(path, question, Names(value)),
            QuestionType.Rank => RankedNames(path, question, Names(value)),
            QuestionType.Date => ShownDate(value, PrecisionOf(question)),
            QuestionType.Time => value.Length >= 5 ? value[..5] : value,
            QuestionType.DateTime => value.Length >= 16 ? Texts.List(ShownDate(value[..10], DatePrecision.Day), value[11..16]) : value,
            QuestionType.Geopoint => string.Join(", ", Names(value).Take(2)),
            QuestionType.Acknowledge => Texts[TextKey.Understood],
            QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File => "",
            QuestionType.Text or QuestionType.Barcode or QuestionType.Integer or QuestionType.Decimal or QuestionType.Range or QuestionType.Note
                or QuestionType.Calculate or QuestionType.Hidden or QuestionType.Start or QuestionType.End or QuestionType.Today
                or QuestionType.Metadata => Direction.Unturned(value),
        };
    }

    /// <summary>Every file with the words under it: 📷 at the bridge, 🎤 2.</summary>
    private string FilesOf(string path)
    {
        if (!draft.HasFiles(path)) return "";
        var files = new List<Attachment>();
        foreach (var file in draft.Attachments)
            if (file.Path == path) files.Add(file);
        return Shown(files, Instance.StoredValueOf(path));
    }

    /// <summary>Files of no question that is asked now: sent between questions, or to one that has gone since.</summary>
    private List<Attachment> OtherFiles() => [.. draft.Attachments.Where(file => Find(file.Path) is not { Kind: StopKind.Question })];

    /// <param name="value">The answer's own text, which is not said twice where it is also the words under a file.</param>
    private string Shown(List<Attachment> files, string value)
    {
        var plain = Marks(files.Where(file => file.Caption.Length == 0 || file.Caption == value));
        var told = files.Where(file => file.Caption.Length > 0 && file.Caption != value).Select(file => $"{MarkOf(file.Kind)} {Direction.Unturned(file.Caption)}");
        return Texts.List(plain.Concat(told));
    }

    private string MarksOf(IEnumerable<Attachment> files) => Texts.List(Marks(files));

    private static IEnumerable<string> Marks(IEnumerable<Attachment> files) => files.GroupBy(file => MarkOf(file.Kind))
        .Select(group => group.Count() == 1 ? group.Key : string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Count()}"));

    private static string MarkOf(FileKind kind) => kind switch
    {
        FileKind.Photo => PhotoMark,
        FileKind.Voice or FileKind.Audio => VoiceMark,
        FileKind.Document or FileKind.Video or FileKind.VideoNote => FileMark,
    };

    private static bool IsMark(string value) => value is VoiceMark or PhotoMark or FileMark;

    private string ChoiceNames(string path, FormQuestion question, IEnumerable<string> names) =>
        Texts.List(names.Select(name => ChoiceName(path, question, name)));

    private string RankedNames(string path, FormQuestion question, IEnumerable<string> names) =>
        Texts.List(names.Select((name, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {ChoiceName(path, question, name)}")));

    private string ChoiceName(string path, FormQuestion question, string name)
    {
        foreach (var choice in Instance.ChoicesOf(path))
            if (choice.Name == name) return ChoiceLabel(path, choice);
        return question.Choices?.Find(name) is { } found ? ChoiceLabel(path, found) : Direction.Unturned(name);
    }

    private string ChoiceLabel(string path, Choice choice)
    {
        // Choices of no list are what somebody answered elsewhere: text, whatever stands in it.
        var isAnswer = Form.Find(path) is FormQuestion { Choices: null };
        var label = isAnswer ? Direction.Unturned(choice.Label.In(FormLanguage)).Trim() : PlainText(choice.Label, path);
        return label.Length > 0 ? label : choice.Name;
    }

    private string ShownDate(string value, DatePrecision precision)
    {
        if (!DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return value;
        var year = date.Year.ToString(CultureInfo.InvariantCulture);
        return precision switch
        {
            DatePrecision.Day => Texts.Get(TextKey.DateShown, ("day", date.Day.ToString(CultureInfo.InvariantCulture)), ("month", Texts.Months[date.Month - 1]), ("year", year)),
            DatePrecision.Month => $"{date.Month:00}.{year}",
            DatePrecision.Year => year,
        };
    }

    private static DatePrecision PrecisionOf(FormQuestion question) =>
        question.Appearances.Contains("year") ? DatePrecision.Year
        : question.Appearances.Contains("month-year") ? DatePrecision.Month
        : DatePrecision.Day;
}
