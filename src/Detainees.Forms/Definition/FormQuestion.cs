using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>A question, a note, or a value that nobody is asked for.</summary>
public sealed class FormQuestion : FormElement
{
    internal FormQuestion(string name, FormElement? parent, int row, QuestionType type) : base(name, parent, row) => Type = type;

    public QuestionType Type { get; }
    public LocalizedText Hint { get; internal set; } = LocalizedText.Empty;
    public LocalizedText GuidanceHint { get; internal set; } = LocalizedText.Empty;
    public LocalizedText ConstraintMessage { get; internal set; } = LocalizedText.Empty;
    public LocalizedText RequiredMessage { get; internal set; } = LocalizedText.Empty;

    /// <summary>As written, in order, without repetition.</summary>
    public ImmutableArray<string> Appearances { get; internal set; } = [];

    /// <summary>The whole list of a select or rank, unfiltered; null for other types, and where the choices are answers of a repeat.</summary>
    public ChoiceList? Choices { get; internal set; }

    public ImmutableDictionary<string, string> Parameters { get; internal set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The <c>bind::case:NAME</c> columns: <c>field</c> maps the answer to a field of the case, e.g. <c>name.typed</c>.</summary>
    public ImmutableDictionary<string, string> Case { get; internal set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Dangerous if leaked (sensitivity 3): by what it asks, or because it is worked out from such answers. Not to be said again in a chat, nor
    /// shown in lists.
    /// </summary>
    public bool IsDangerous { get; internal set; }

    /// <summary>Whether a required cell is there at all and has an effect on this type.</summary>
    public bool MayBeRequired => Required is not null;

    /// <summary>Whether the person sees it: every question and note, but no calculation, hidden value or metadata.</summary>
    public bool IsAsked => Type is not (QuestionType.Calculate or QuestionType.Hidden or QuestionType.Start or QuestionType.End
        or QuestionType.Today or QuestionType.Metadata);

    /// <summary>A select of any kind.</summary>
    public bool IsSelect => Type is QuestionType.SelectOne or QuestionType.SelectMultiple or QuestionType.Rank;

    /// <summary>The question of a repeat whose answers are the choices; null for all others.</summary>
    internal FormQuestion? ChoicesFrom { get; set; }

    internal CompiledExpression? Required { get; set; }
    internal CompiledExpression? ReadOnly { get; set; }
    internal CompiledExpression? Constraint { get; set; }
    internal CompiledExpression? Calculation { get; set; }
    internal CompiledExpression? ChoiceFilter { get; set; }
    internal CompiledExpression? DynamicDefault { get; set; }
    internal CompiledExpression? RandomizeSeed { get; set; }
    internal string StaticDefault { get; set; } = "";
    internal bool Randomize { get; set; }

    /// <summary>Whether nothing that is answered changes its choices or their order.</summary>
    internal bool OffersAlways => ChoicesFrom is null && ChoiceFilter is null && !Randomize;

    /// <summary>Questions whose answering computes this one (column trigger); then the calculation runs at no other time.</summary>
    internal ImmutableArray<FormQuestion> Triggers { get; set; } = [];

    /// <summary>Kept up to date by its calculation, so that an answer to it would be lost.</summary>
    internal bool IsComputed => Calculation is not null && Triggers.IsEmpty;
}
