namespace Detainees.Forms;

/// <summary>What became of an answer.</summary>
public abstract record AnswerResult
{
    private AnswerResult() { }

    /// <summary>Stored, with everything that depends on it computed again.</summary>
    public sealed record Accepted(FormInstance Instance) : AnswerResult;

    /// <summary>Not stored; the old answer stays. The message to show is the question's own, through <see cref="FormInstance.Text"/>.</summary>
    public sealed record Rejected(AnswerRejection Reason, string Path) : AnswerResult;
}

/// <summary>Why an answer is not stored.</summary>
public enum AnswerRejection
{
    /// <summary>Empty after trimming, where an answer is required.</summary>
    RequiredButEmpty,
    ConstraintNotMet,
    /// <summary>Not among the choices offered now.</summary>
    NotAChoice,
    /// <summary>Not of the stored shape of the question's type; see <see cref="QuestionType"/>.</summary>
    WrongType,
    /// <summary>Not relevant now, or no such node.</summary>
    NotRelevant,
    /// <summary>A note, a computed value, a group, or read_only now.</summary>
    ReadOnly,
    /// <summary>Over <see cref="FormInstance.MaxValueLength"/>.</summary>
    TooLong,
    /// <summary>What hangs on it takes more work than one message may cause; see <see cref="FormInstance.IsCutShort"/>.</summary>
    TooMuchWork,
}
