using System.Collections.Immutable;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>A draft while a turn changes it. It is copied once, when the turn is over, and not at each of its changes.</summary>
internal sealed class DraftBuilder(Draft old)
{
    public string FormId => old.FormId;
    public string FormVersion => old.FormVersion;
    public string Session => old.Session;
    public ulong Seed => old.Seed;
    public DateTimeOffset Started => old.Started;
    public DateTimeOffset Touched { get; set; } = old.Touched;
    public int Reminders { get; set; } = old.Reminders;
    public bool Away { get; set; } = old.Away;
    public bool Confirmed { get; set; } = old.Confirmed;
    public int Count { get; private set; } = old.Count;
    public PathDictionary<AnswerNote> Notes { get; set; } = old.Notes;
    public ImmutableArray<Attachment> Attachments { get; set; } = old.Attachments;
    public ImmutableArray<MessageAnswer> Messages { get; set; } = old.Messages;
    public ImmutableArray<string> Closed { get; set; } = old.Closed;
    public Prompt Prompt { get; set; } = old.Prompt;
    public string Here { get; private set; } = old.Here;
    public Album? Album { get; set; } = old.Album;
    public bool AdvisedFiles { get; set; } = old.AdvisedFiles;
    public bool OffersPlace { get; set; } = old.OffersPlace;
    public RefusalRun? Refusals { get; set; } = old.Refusals;

    /// <summary>Questions that have an answer now.</summary>
    public int Answered => Draft.AnsweredIn(Notes);

    /// <summary>Another prompt, with buttons of its own.</summary>
    /// <param name="here">Null where the form stands where it stood.</param>
    public void Ask(Prompt prompt, string? here) => (Prompt, Count, Here) = (prompt, Count + 1, here ?? Here);

    /// <summary>Whether one of its files belongs to a node.</summary>
    public bool HasFiles(string path)
    {
        foreach (var file in Attachments)
            if (file.Path == path) return true;
        return false;
    }

    /// <param name="answers">Null where they are as they were.</param>
    public Draft ToDraft(FormAnswers? answers) => old with
    {
        Touched = Touched, Reminders = Reminders, Away = Away, Confirmed = Confirmed, Count = Count, Answers = answers ?? old.Answers, Notes = Notes,
        Attachments = Attachments, Messages = Messages, Closed = Closed, Prompt = Prompt, Here = Here, Album = Album, AdvisedFiles = AdvisedFiles,
        OffersPlace = OffersPlace, Refusals = Refusals,
    };
}
