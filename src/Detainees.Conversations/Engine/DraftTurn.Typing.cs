using System.Collections.Immutable;
using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>What a typed message means where it was typed.</summary>
internal sealed partial class DraftTurn
{
    /// <summary>What typed words mean to a question. Nothing is stored yet.</summary>
    private abstract record Meaning
    {
        public sealed record Value(string Stored) : Meaning;

        public sealed record Refused(string Why) : Meaning;

        /// <summary>Several values are possible.</summary>
        public sealed record Unsure(ImmutableArray<string> Values) : Meaning;

        /// <summary>The first half of a dateTime.</summary>
        public sealed record DateOnly(string Date) : Meaning;

        /// <summary>Part of a label, or nearly one.</summary>
        public sealed record Search(string Text) : Meaning;

        /// <summary>None of the choices.</summary>
        public sealed record NoChoice(string Text) : Meaning;

        /// <summary>The next place of a rank.</summary>
        public sealed record Placed(string Name) : Meaning;
    }

    private void OnText(MessageId message, string text, AnswerOrigin how)
    {
        if (draft.Prompt is Prompt.Question asked && Find(asked.Path) is { } stop)
        {
            if (Labelled(text, answers: false) is { } navigation && stop.Question.Type is not QuestionType.Note) Act(navigation, null);
            else OnTyped(stop, asked, message, text, how);
            return;
        }

        if (Labelled(text, answers: true) is { } action)
        {
            Act(action, null);
            return;
        }

        Refuse(draft.Prompt is Prompt.Review ? TextKey.PressInReview : TextKey.PleasePress);
    }

    /// <summary>The button whose label was typed; yes and no in their many words; a number in the review.</summary>
    private PressAction? Labelled(string text, bool answers)
    {
        if (text.Length > 200) return null;
        var typed = Folding.Fold(text);
        if (typed.Length == 0) return null;
        var views = ButtonsNow();
        foreach (var view in views)
        {
            foreach (var button in view.Buttons)
            {
                if (!answers && button.Action.Kind is ActionKind.Choose or ActionKind.Toggle or ActionKind.Rank or ActionKind.Offered or ActionKind.Page or ActionKind.Day) continue;
                if (Folding.Is(button.Label, typed)) return button.Action;
            }
        }

        // "Done (3)" is a label that nobody types with its number.
        if (Folding.Is(Texts[TextKey.Done], typed) && ActionOf(views, ActionKind.Done) is { } done) return done;
        if (!answers) return null;
        if (Texts.Yes.Contains(typed) && ActionOf(views, ActionKind.Yes) is { } yes) return yes;
        if (Texts.No.Contains(typed) && ActionOf(views, ActionKind.No) is { } no) return no;
        return null;
    }

    private static PressAction? ActionOf(View[] views, ActionKind kind)
    {
        foreach (var view in views)
        {
            foreach (var button in view.Buttons)
                if (button.Action.Kind == kind) return button.Action;
        }

        return null;
    }

    private void OnTyped(Stop stop, Prompt.Question asked, MessageId message, string text, AnswerOrigin how)
    {
        if (IsFileType(stop.Question.Type))
        {
            WordsForFile(stop, message, text);
            return;
        }

        // A word that was meant for the question before must never become a consent: only its own button gives one.
        if (IsConsent(stop.Question))
        {
            Refuse(TextKey.PleasePress);
            return;
        }

        // What came next is what counts: the dates offered for the words before are not asked about any more.
        if (asked.Offered.Length > 0) draft.Prompt = asked = asked with { Offered = [] };
        if (IsMasked(stop.Question)) Do(new Effect.DeleteMessage(message));
        switch (Interpret(stop, asked, text))
        {
            case Meaning.Value value when IsStory(stop.Question):
                Collect(stop, asked, value.Stored, message, how);
                break;
            case Meaning.Value value:
                // What was understood just as it was typed stands in the chat; a masked answer does not.
                var shown = ShownValue(stop.Path, stop.Question, value.Stored);
                var isSame = !IsMasked(stop.Question) && (shown == text || Folding.Is(shown, Folding.Fold(text)));
                Answer(stop, value.Stored, how, message, null, isSame ? null : Told(stop.Path, stop.Question, value.Stored));
                break;
            case Meaning.Refused refused:
                RefuseAnswer(refused.Why);
                break;
            case Meaning.NoChoice none:
                if (Searches(stop.Question, Instance.ChoicesOf(stop.Path).Length)) RefuseAnswer(Texts.Get(TextKey.FoundNone, "text", Searched(stop.Question, none.Text, MaxSearch)));
                else RefuseChoice(none.Text);
                break;
            case Meaning.Placed placed:
                Remember(message, stop.Path);
                SetPrompt(asked with { Nonce = Ids.Word(6), Picked = asked.Picked.Add(placed.Name) });
                Show();
                break;
            case Meaning.Unsure unsure:
                Remember(message, stop.Path);
                SetPrompt(asked with { Nonce = Ids.Word(6), Offered = unsure.Values });
                Show();
                break;
            case Meaning.DateOnly half:
                Remember(message, stop.Path);
                SetPrompt(asked with { Nonce = Ids.Word(6), Date = half.Date, Offered = [] });
                Show();
                break;
            case Meaning.Search search:
                SetPrompt(asked with { Nonce = Ids.Word(6), Search = search.Text, Page = 0 });
                Show();
                break;
        }
    }

    private static bool IsConsent(FormQuestion question) =>
        (question.IsSelect || question.Type == QuestionType.Acknowledge)
        && question.Case.GetValueOrDefault("field", "").StartsWith("consent.", StringComparison.Ordinal);

    private Meaning Interpret(Stop stop, Prompt.Question? asked, string text)
    {
        var question = stop.Question;
        text = text.Trim();
        if (text.Length > Rules.MaxTextLength)
        {
            return new Meaning.Refused(Texts.Get(
                TextKey.TooLong, ("max", Rules.MaxTextLength.ToString(CultureInfo.InvariantCulture)),
                ("over", (text.Length - Rules.MaxTextLength).ToString(CultureInfo.InvariantCulture))));
        }

        if (text.Length == 0) return new Meaning.Refused(Texts[TextKey.AnswerNotFitting]);
        return question.Type switch
        {
            QuestionType.Text or QuestionType.Barcode => Words(question, text),
            QuestionType.Integer => Read(NumberReader.Whole(text), TextKey.WantWhole),
            QuestionType.Decimal => Read(NumberReader.Fraction(text), TextKey.WantNumber),
            QuestionType.Range => InRange(question, text),
            QuestionType.SelectOne => OneChoice(stop, asked, text),
            QuestionType.SelectMultiple => SeveralChoices(stop, asked, text),
            QuestionType.Rank => NextInRank(stop, asked, text),
            QuestionType.Acknowledge => Texts.Yes.Contains(Folding.Fold(text)) || Folding.Fold(text) == Folding.Fold(Texts[TextKey.Understood])
                ? new Meaning.Value("OK")
                : new Meaning.Refused(Texts[TextKey.PleasePress]),
            QuestionType.Date => Date(text, PrecisionOf(question)),
            QuestionType.Time => Read(TimeReader.Read(text) is { } time ? TimeReader.Stored(time, Turn.Offset) : null, TextKey.WantTime),
            QuestionType.DateTime => DateAndTime(asked, text),
            QuestionType.Geopoint => Read(PlaceReader.Read(text), TextKey.WantPlace),
            QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File or QuestionType.Note or QuestionType.Calculate
                or QuestionType.Hidden or QuestionType.Start or QuestionType.End or QuestionType.Today or QuestionType.Metadata =>
                new Meaning.Refused(Texts[TypeHelp(question)]),
        };
    }

    private Meaning Words(FormQuestion question, string text)
    {
        if (!question.Appearances.Contains("numbers")) return new Meaning.Value(text);
        var digits = Folding.Digits(text).Replace(" ", "", StringComparison.Ordinal);
        return digits.All(char.IsAsciiDigit) ? new Meaning.Value(digits) : new Meaning.Refused(Texts[TextKey.WantDigits]);
    }

    private Meaning Read(string? stored, TextKey otherwise) =>
        stored is null ? new Meaning.Refused(Texts[otherwise]) : new Meaning.Value(stored);

    private Meaning InRange(FormQuestion question, string text)
    {
        var (start, end, step) = RangeOf(question);
        var fits = decimal.TryParse(NumberReader.Fraction(text), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= Math.Min(start, end) && value <= Math.Max(start, end) && (value - start) % step == 0;
        return fits ? new Meaning.Value(Number(value)) : new Meaning.Refused(RangeHelp(question));
    }

    private Meaning Date(string text, DatePrecision precision)
    {
        var today = System.DateOnly.FromDateTime(Turn.Local.DateTime);
        var typed = Folding.Fold(text);
        if (precision == DatePrecision.Day && Texts.Today.Contains(typed)) return new Meaning.Value(Stored(today));
        if (precision == DatePrecision.Day && Texts.Yesterday.Contains(typed)) return new Meaning.Value(Stored(today.AddDays(-1)));
        var reading = DateReader.Read(text, precision, today);
        return reading.Outcome switch
        {
            DateOutcome.Certain => new Meaning.Value(Stored(reading.Candidates[0])),
            DateOutcome.Unsure => new Meaning.Unsure([.. reading.Candidates.Select(Stored)]),
            DateOutcome.NeedsDay => new Meaning.Refused(Texts[TextKey.WantDay]),
            DateOutcome.NeedsMonth => new Meaning.Refused(Texts[TextKey.WantMonth]),
            DateOutcome.None => new Meaning.Refused(Texts[precision switch
            {
                DatePrecision.Day => TextKey.WantDate,
                DatePrecision.Month => TextKey.WantMonth,
                DatePrecision.Year => TextKey.WantYear,
            }]),
        };
    }

    private static string Stored(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Meaning DateAndTime(Prompt.Question? asked, string text)
    {
        if (asked?.Date is { } known && TimeReader.Read(text) is { } time) return new Meaning.Value($"{known}T{TimeReader.Stored(time, Turn.Offset)}");
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var blank = colon < 0 ? -1 : text.LastIndexOfAny([' ', ','], colon);
        if (blank > 0 && TimeReader.Read(text[(blank + 1)..]) is { } typed && Date(text[..blank], DatePrecision.Day) is Meaning.Value date)
            return new Meaning.Value($"{date.Stored}T{TimeReader.Stored(typed, Turn.Offset)}");
        return Date(text, DatePrecision.Day) switch
        {
            Meaning.Value whole => new Meaning.DateOnly(whole.Stored),
            Meaning.Unsure unsure => unsure,
            _ => new Meaning.Refused(Texts[asked?.Date is null ? TextKey.WantDateTime : TextKey.WantTime]),
        };
    }
}
