using System.Collections.Immutable;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>A form being answered: everything a restart needs to go on at the same question.</summary>
public sealed record Draft
{
    public required string FormId { get; init; }

    /// <summary>The conversation is pinned to this version; publishing another does not touch it.</summary>
    public required string FormVersion { get; init; }

    /// <summary>Seven letters; in every button of this draft.</summary>
    public required string Session { get; init; }

    /// <summary>Random, for the form's own random() and orders; the same for the whole draft.</summary>
    public required ulong Seed { get; init; }

    /// <summary>When our first message of it was said; all must be deleted within 48 hours of it.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When the person did something last.</summary>
    public required DateTimeOffset Touched { get; init; }

    /// <summary>Reminders said since <see cref="Touched"/>: 0 to 2.</summary>
    public int Reminders { get; init; }

    /// <summary>The person blocked the bot: nothing is said until they come back.</summary>
    public bool Away { get; init; }

    /// <summary>
    /// "Send" was confirmed and a file was still on its way: whatever becomes of the file, the rest must not be erased at the end.
    /// </summary>
    public bool Confirmed { get; init; }

    /// <summary>How many prompts were made; part of every button.</summary>
    public int Count { get; init; }

    public required FormAnswers Answers { get; init; }

    /// <summary>By the node's path: what is known of its answer beside the value.</summary>
    public required PathDictionary<AnswerNote> Notes { get; init; }

    public required ImmutableArray<Attachment> Attachments { get; init; }

    /// <summary>Which messages gave which answers, oldest first; bounded.</summary>
    public required ImmutableArray<MessageAnswer> Messages { get; init; }

    /// <summary>Repeats to which the person wants to add nothing more.</summary>
    public required ImmutableArray<string> Closed { get; init; }

    public required Prompt Prompt { get; init; }

    /// <summary>The question, or repeat, where the form stands while something else is asked; empty for the review.</summary>
    public required string Here { get; init; }

    /// <summary>The album whose items are coming in, so that the later ones find their question.</summary>
    public Album? Album { get; init; }

    /// <summary>The advice to send photos as files was given.</summary>
    public bool AdvisedFiles { get; init; }

    /// <summary>The button that shares a place stands below the chat.</summary>
    public bool OffersPlace { get; init; }

    /// <summary>How often the present prompt could not use what came; null when it never happened.</summary>
    public RefusalRun? Refusals { get; init; }

    /// <summary>Questions that have an answer now.</summary>
    public int Answered => AnsweredIn(Notes);

    internal static int AnsweredIn(PathDictionary<AnswerNote> notes)
    {
        var answered = 0;
        foreach (var (_, note) in notes)
            if (note.State == AnswerState.Answered) answered++;
        return answered;
    }

    /// <summary>Never the content.</summary>
    public override string ToString() => nameof(Draft);
}
